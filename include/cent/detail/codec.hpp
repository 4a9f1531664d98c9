#pragma once
#include <cent/command.hpp>
#include <cent/export.hpp>
#include <string>
#include <string_view>

// The typed surface's way into the compiled library; instantiated there, one pair a method.
namespace cent::detail {

/// Checks the request and appends its params object to `out`; says what repeating it does.
/// @throws UsageError; `out` may then hold a part of it.
template <class Request>
CENT_EXPORT Effect encode_params(const Request& request, std::string& out);

/// A request's params on their way out. Most are short, and need no memory of their own.
struct Params {
  char near_by[480];
  std::string far_off{};
  std::string_view text{};  ///< In one of the two.
};
template <class Request>
CENT_EXPORT Effect encode_params(const Request& request, Params& out);

/// Reads a result object. @throws RequestException (unreadable).
template <class Result>
CENT_EXPORT void decode_result(std::string_view text, Result& result);

[[noreturn]] CENT_EXPORT void throw_unreadable_result(const std::string& cause);

}  // namespace cent::detail
