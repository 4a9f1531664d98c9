#pragma once
#include <cent/export.hpp>
#include <cent/json.hpp>
#include <string>

namespace cent {

/// The effect of repeating a command. It decides whether the command may be repeated after an unknown
/// outcome.
enum class Effect : unsigned char {
  reads,  ///< None: it only reads.
  sets,   ///< None: it sets the same state again, as unsubscribe, disconnect and block_user do.
  keyed,  ///< None: it carries an idempotency key, and servers since v5.2 return the first result.
  /// Perhaps a second one: it carries a version and no key. Never repeated automatically, since servers
  /// forget versions, see PublishRequest::version.
  versioned,
  once,  ///< A second one: a second message, newer history removed. Never repeated automatically.
};

/// A command by its wire name: a method and its parameters as JSON. It is the form in which a typed request
/// is sent or stored, and the way to methods that are newer than this library.
struct Command {
  std::string method{};          ///< Wire name, such as `publish`: lower-case letters, digits and `_`.
  Json params{};                 ///< A JSON object. Absent means `{}`.
  Effect effect = Effect::once;  ///< Effect of repeating it. The default is never repeated.
};

/// The command of a typed request.
/// @throws UsageError if a required field is missing or a text is not UTF-8.
template <class Request>
CENT_EXPORT Command to_command(const Request& request);

/// Reads the JSON text of a result into its type.
/// @throws RequestException (unreadable) if a field has the wrong type or a required one is missing.
template <class Result>
CENT_EXPORT Result parse_result(TextArgument text);

}  // namespace cent
