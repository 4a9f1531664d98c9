#pragma once
#include <cent/detail/json_types.hpp>
#include <cent/detail/text.hpp>
#include <cent/export.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace cent {

/// Converts a type to JSON text and back. Specialise it for a type of your own or of a library that you use:
/// `static std::string encode(const T&)` returns JSON text, `static T decode(std::string_view)` reads it.
/// Exceptions of both pass through cent unchanged. The headers of cent/json/ have codecs for JSON libraries.
template <class T, class = void>
struct JsonCodec {};

/// The default, for every type with `std::string dump() const`, such as nlohmann's json and ordered_json.
/// Reading needs a static `parse`.
template <class T>
struct JsonCodec<T, std::enable_if_t<detail::has_dump<T>>> {
  /// The value's `dump()`.
  static std::string encode(const T& value) { return value.dump(); }
  /// The type's static `parse()`.
  template <class U = T>
  static auto decode(std::string_view text) -> decltype(U::parse(text)) {
    return U::parse(text);
  }
};

namespace detail {
template <class T, class = void>
inline constexpr bool has_codec = false;
template <class T>
inline constexpr bool has_codec<T, std::void_t<decltype(JsonCodec<T>::encode(std::declval<const T&>()))>> =
    true;
template <class T, class = void>
inline constexpr bool has_decoder = false;
template <class T>
inline constexpr bool has_decoder<T, std::void_t<decltype(JsonCodec<T>::decode(std::string_view{}))>> = true;
struct JsonAccess;
/// @throws UsageError: "invalid JSON: " and the cause. For the headers of cent/json/.
[[noreturn]] CENT_EXPORT void throw_invalid_json(const std::string& cause);
}  // namespace detail

/// One JSON value as text. It is sent unchanged: number spelling, key order, blanks and tabs survive. Only
/// line breaks between tokens are removed from the text of `raw` or a JsonCodec, since servers pass a
/// carriage return on to subscribers, where it cuts the message of an EventSource (seen on v5.4.9 and
/// v6.9.1). A value from a server is returned unchanged; its line breaks are removed only if it is sent
/// again.
///
/// Made from anything with a JsonCodec, from JSON text with `raw`, from a plain value with `of`. Plain text
/// does not convert implicitly, since it could mean JSON or a string. A default Json is *absent* (the field
/// is left out), which is not the same as `null`. A value type: different threads may use different objects.
class CENT_EXPORT Json {
 public:
  /// Maximum nesting of arrays and objects in a value that is sent.
  static constexpr std::size_t kMaxDepth = 128;

  /// No value at all.
  explicit Json() = default;

  /// From anything with a JsonCodec. A brace list does not compile.
  /// @throws UsageError if the encoder's text is not valid JSON in valid UTF-8 of at most kMaxDepth levels.
  template <class T, std::enable_if_t<detail::has_codec<T> && !std::is_same_v<T, Json>, int> = 0>
  Json(const T& value) : Json{raw(JsonCodec<T>::encode(value))} {}

  /// Text could mean JSON or a string: say Json::raw(text) or Json::of(text).
  template <class T, std::enable_if_t<detail::is_plain_text<T>, int> = 0>
  Json(const T& say_Json_raw_or_Json_of) = delete;

  /// This type has no JsonCodec: include the header of your JSON library, specialise cent::JsonCodec, or, for
  /// a number or a container, say Json::of(value).
  template <class T,
            std::enable_if_t<!detail::has_codec<T> && !detail::is_plain_text<T> &&
                                 !detail::converts_itself<T, Json> &&
                                 !std::is_invocable_v<const T&, const Json&>,  // a matcher, no payload
                             int> = 0>
  // clang-format off
  Json(const T& needs_a_JsonCodec) = delete;  // or: #include <cent/json/nlohmann.hpp>, boost_json.hpp, rapidjson.hpp, jsoncpp.hpp, yyjson.hpp, protobuf.hpp
  // clang-format on

  /// From JSON text. Line breaks between its tokens are removed.
  /// @throws UsageError if it is not exactly one valid JSON value in valid UTF-8 (the message contains the
  /// byte offset), or is nested deeper than kMaxDepth.
  [[nodiscard]] static Json raw(std::string text);
  /// The same from a literal. @throws UsageError also for a null pointer.
  [[nodiscard]] static Json raw(const char* text) {
    return raw(std::string{detail::text_of(text, "the text of Json::raw")});
  }
  static Json raw(std::nullptr_t) = delete;

  /// A string, which is quoted and escaped here. @throws UsageError if it is not valid UTF-8; the message
  /// contains the byte offset.
  [[nodiscard]] static Json of(std::string_view text);
  /// The same for a literal. @throws UsageError also for a null pointer.
  [[nodiscard]] static Json of(const char* text) { return of(detail::text_of(text, "the text of Json::of")); }
  static Json of(std::nullptr_t) = delete;

  /// A number or a bool, but not a character. Integers are exact.
  /// @throws UsageError for NaN and infinity, which JSON does not have.
  template <class T, std::enable_if_t<std::is_arithmetic_v<T> && !detail::is_character<T>, int> = 0>
  [[nodiscard]] static Json of(T value) {
    if constexpr (std::is_same_v<T, bool>) {
      return of_bool(value);
    } else if constexpr (std::is_floating_point_v<T>) {
      return of_double(static_cast<double>(value));
    } else if constexpr (std::is_signed_v<T>) {
      return of_signed(value);
    } else {
      return of_unsigned(value);
    }
  }

  /// An array from a container; an object from one with text as keys, in the container's order. Elements are
  /// text, numbers, bools, Json, containers, or of a type with a JsonCodec.
  /// @throws UsageError as for each element; for an absent Json; if nested deeper than kMaxDepth.
  template <class T, std::enable_if_t<detail::is_range<T>, int> = 0>
  [[nodiscard]] static Json of(const T& values) {
    std::string text;
    append(text, values);
    return raw(std::move(text));
  }

  /// The value as a T, by JsonCodec<T>::decode. Exceptions of the decoder pass through.
  /// @throws UsageError if there is no value, or if a server returned this text with invalid UTF-8 inside.
  /// (Servers store payloads unchecked; only reading this one fails.)
  template <class T>
  [[nodiscard]] auto as() const {
    static_assert(detail::has_decoder<T>,
                  "cent: as<T>() needs JsonCodec<T>::decode: include a header of cent/json/ (nlohmann.hpp, "
                  "boost_json.hpp, rapidjson.hpp, simdjson.hpp, jsoncpp.hpp, yyjson.hpp, protobuf.hpp) or "
                  "specialise cent::JsonCodec");
    if constexpr (detail::has_decoder<T>) {
      return JsonCodec<T>::decode(checked_text());
    } else {
      return detail::no_decoder<T>();
    }
  }

  /// The text itself; empty if there is no value.
  [[nodiscard]] const std::string& text() const& noexcept { return text_; }
  /// Moved out of a temporary.
  [[nodiscard]] std::string text() && noexcept { return std::move(text_); }

  /// False for a default Json.
  [[nodiscard]] bool has_value() const noexcept { return !text_.empty(); }

  /// Same text. Two spellings of one value (`1` and `1.0`) differ.
  friend bool operator==(const Json& a, const Json& b) noexcept { return a.text_ == b.text_; }
  /// Different text.
  friend bool operator!=(const Json& a, const Json& b) noexcept { return !(a == b); }

 private:
  friend struct detail::JsonAccess;
  const std::string& checked_text() const;
  static Json of_bool(bool value);
  static Json of_double(double value);
  static Json of_signed(std::int64_t value);
  static Json of_unsigned(std::uint64_t value);

  template <class T>
  static void append(std::string& out, const T& value) {
    if constexpr (detail::is_range<T>) {
      constexpr bool object = detail::is_text_map<T>();
      char before = object ? '{' : '[';
      for (const typename T::value_type& element : value) {
        out += std::exchange(before, ',');
        if constexpr (object) {
          out += of(element.first).text_;
          out += ':';
          append(out, element.second);
        } else {
          append(out, element);
        }
      }
      if (before != ',') out += before;
      out += object ? '}' : ']';
    } else if constexpr (is_text<T> || (std::is_arithmetic_v<T> && !detail::is_character<T>)) {
      out += of(value).text_;
    } else {
      const Json element = value;
      if (!element.has_value()) detail::throw_invalid_json("an absent Json inside a container");
      out += element.text_;
    }
  }

  std::string text_;
  /// False only for text of a server with invalid UTF-8, a lone surrogate or line breaks inside.
  bool sendable_ = true;
};

}  // namespace cent
