#pragma once
#include <cent/command.hpp>
#include <cent/detail/value_types.hpp>
#include <cent/errors.hpp>
#include <cent/export.hpp>
#include <cent/reply.hpp>
#include <cent/text.hpp>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>

// Requests, results and their parts as values: they compare, and they print, also in GoogleTest and Catch2.
// <cent/format.hpp> and <cent/fmt.hpp> have the formatters. No other header of cent includes it.

namespace cent {

/// Enabled for requests, results and their parts, such as Publication.
template <class T>
using if_value = std::enable_if_t<detail::is_value<T>, int>;

/// A request, a result or a part of one as JSON, as it stands on the wire: members that are zero or empty are
/// left out. The required members of a request are not checked.
/// @throws UsageError if it contains text that is not valid UTF-8, or NaN or infinity.
template <class T, if_value<T> = 0>
[[nodiscard]] CENT_EXPORT Json to_json(const T& value);

namespace detail {
template <class T>
CENT_EXPORT bool are_equal(const T& a, const T& b);
template <class T>
CENT_EXPORT std::string value_text(const T& value);
}  // namespace detail

/// True if all members are equal. Payloads are equal if their texts are.
template <class T, if_value<T> = 0>
bool operator==(const T& a, const T& b) {
  return detail::are_equal(a, b);
}
/// True if a member differs.
template <class T, if_value<T> = 0>
bool operator!=(const T& a, const T& b) {
  return !detail::are_equal(a, b);
}

/// `reads`, `sets`, `keyed`, `versioned` or `once`.
CENT_EXPORT const char* to_string(Effect effect) noexcept;

/// Text for people: of a value its JSON, or the reason why it has none.
template <class T, if_value<T> = 0>
[[nodiscard]] std::string to_text(const T& value) {
  return detail::value_text(value);
}
/// The text of the payload; `(absent)` without one.
[[nodiscard]] inline std::string to_text(const Json& json) {
  return json.has_value() ? json.text() : "(absent)";
}
/// `applied`, `refused`, `not_sent` or `unknown`.
[[nodiscard]] inline std::string to_text(Delivery delivery) { return to_string(delivery); }
/// `connect`, `timeout`, ….
[[nodiscard]] inline std::string to_text(FailureKind kind) { return to_string(kind); }
/// `reads`, `once`, ….
[[nodiscard]] inline std::string to_text(Effect effect) { return to_string(effect); }
/// The error's what().
[[nodiscard]] inline std::string to_text(const CentException& error) { return error.what(); }
/// `publish {"channel":"news","data":1} (once)`.
[[nodiscard]] CENT_EXPORT std::string to_text(const Command& command);
/// The result, or the error's what().
template <class Result>
[[nodiscard]] std::string to_text(const Reply<Result>& reply) {
  return reply ? to_text(reply.value()) : to_text(reply.error());
}

namespace detail {
template <class T>
inline constexpr bool is_reply = false;
template <class Result>
inline constexpr bool is_reply<Reply<Result>> = true;
template <class T>
inline constexpr bool is_printable =
    is_value<T> || is_reply<T> || std::is_same_v<T, Json> || std::is_same_v<T, Command> ||
    std::is_same_v<T, Delivery> || std::is_same_v<T, FailureKind> || std::is_same_v<T, Effect> ||
    std::is_base_of_v<CentException, T>;
}  // namespace detail

/// Prints to_text().
template <class T, std::enable_if_t<detail::is_printable<T>, int> = 0>
std::ostream& operator<<(std::ostream& out, const T& value) {
  return out << to_text(value);
}

/// True if method, parameters and effect are equal.
inline bool operator==(const Command& a, const Command& b) {
  return a.method == b.method && a.params == b.params && a.effect == b.effect;
}
/// True if one of them differs.
inline bool operator!=(const Command& a, const Command& b) { return !(a == b); }

/// The effect of repeating a command of this method, without an idempotency key or a version. `once` for a
/// method that this library does not know.
[[nodiscard]] CENT_EXPORT Effect effect_of(std::string_view method) noexcept;

/// A command as one line of JSON, to be kept and sent later:
/// `{"method":"publish","params":{"channel":"news","data":1},"effect":"once"}`.
/// @throws UsageError if the method is not a name or the parameters are not a JSON object.
[[nodiscard]] CENT_EXPORT std::string to_line(const Command& command);
/// Reads such a line. Without `effect` it is that of the method, see effect_of().
/// @throws UsageError if it is not such an object, or if its effect has another name.
[[nodiscard]] CENT_EXPORT Command parse_command(TextArgument line);

}  // namespace cent
