#pragma once
#include <cent/detail/codec.hpp>
#include <cent/errors.hpp>
#include <cent/export.hpp>
#include <cent/json.hpp>
#include <cent/reply.hpp>
#include <memory>
#include <string_view>

namespace cent::detail {

/// Facts about the request that returned a result.
struct CallFacts {
  std::string_view method{};
  std::string_view params{};  ///< Of the command; empty if not known.
  int attempts = 0;
  int status = 0;
};

/// The error of reading a result, completed by the facts of the call.
CENT_EXPORT std::shared_ptr<const CentException> with_call(const RequestException& error,
                                                           const CallFacts& facts) noexcept;
/// The error if there is no memory to read a result.
CENT_EXPORT std::shared_ptr<const CentException> no_memory_to_read() noexcept;

/// Reads a result into its type. Returns null, or why it cannot be read, which is an error of this command
/// alone.
template <class Result>
CENT_EXPORT std::shared_ptr<const CentException> read_result(std::string_view text, Result& result,
                                                             const CallFacts& facts) noexcept;

/// The same through a pointer to a Result.
template <class Result>
CENT_EXPORT std::shared_ptr<const CentException> read_erased(std::string_view text, void* result,
                                                             const CallFacts& facts) noexcept;
using Read = std::shared_ptr<const CentException> (*)(std::string_view text, void* result,
                                                      const CallFacts& facts) noexcept;

template <class Result>
Reply<Result> read_reply(std::string_view text, const CallFacts& facts) {
  Result result{};
  if (auto error = read_result(text, result, facts)) return error;
  return result;
}

/// The result as it came, for a Command.
template <>
CENT_EXPORT Reply<Json> read_reply<Json>(std::string_view text, const CallFacts& facts);

}  // namespace cent::detail
