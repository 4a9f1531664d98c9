#pragma once
#include <cent/command.hpp>
#include <cent/export.hpp>
#include <cstddef>
#include <string>
#include <string_view>

// How typed requests and results get into the compiled library, which instantiates these for each method.
namespace cent::detail {

/// Checks the request and appends its params object to `out`. Returns the effect of repeating it.
/// @throws UsageError; `out` may then contain a part of it.
template <class Request>
CENT_EXPORT Effect encode_params(const Request& request, std::string& out);

/// The encoded params of a request. Most are short and need no memory of their own.
struct Params {
  static constexpr std::size_t kFront = 48;  ///< Room for a key in front of the text.
  char near_by[kFront + 480];
  std::string far_off{};
  std::string_view text{};  ///< A view of one of the two.
};
template <class Request>
CENT_EXPORT Effect encode_params(const Request& request, Params& out);

/// The same through a pointer to a Request.
template <class Request>
CENT_EXPORT Effect encode_erased(const void* request, Params& out);
using Encode = Effect (*)(const void* request, Params& out);

/// Reads a result object. @throws RequestException (unreadable).
template <class Result>
CENT_EXPORT void decode_result(std::string_view text, Result& result);

[[noreturn]] CENT_EXPORT void throw_unreadable_result(const std::string& cause);

}  // namespace cent::detail
