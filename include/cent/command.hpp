#pragma once
#include <cent/export.hpp>
#include <cent/json.hpp>
#include <string>

namespace cent {

/// What repeating a command does, which decides whether it may be repeated after an unknown outcome.
enum class Effect : unsigned char {
  reads,  ///< Nothing changes.
  sets,   ///< The same state as before: unsubscribe, disconnect, block_user, ….
  keyed,  ///< Carries an idempotency key: servers since v5.2 answer the first result.
  /// Carries a version and no key. Not repeated by itself: servers forget a version, see
  /// PublishRequest::version.
  versioned,
  once,  ///< A second effect: a publication twice, newer history removed. Never repeated by itself.
};

/// A command below the typed surface: what is sent, what an outbox row or a consumer's record holds, and the
/// way to methods that are newer than this library.
struct Command {
  std::string method{};          ///< As on the wire: `publish`. Lower-case letters, digits and `_`.
  Json params{};                 ///< A JSON object. Absent means `{}`.
  Effect effect = Effect::once;  ///< What repeating it does. The default never repeats.
};

/// The command that a typed request stands for.
/// @throws UsageError if a required field is missing, or text is not UTF-8.
template <class Request>
CENT_EXPORT Command to_command(const Request& request);

/// A command's result read into its type.
/// @throws RequestException (unreadable) if a field has the wrong type or a required one is missing.
template <class Result>
CENT_EXPORT Result parse_result(detail::TextArgument text);

}  // namespace cent
