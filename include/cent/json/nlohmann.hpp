#pragma once
#include <cent/json.hpp>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

// For programs that use nlohmann/json. cent itself does not need it.
//
// Payloads: nlohmann::json, ordered_json, and every class and enum with to_json and from_json, such as those
// of NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE, also inside standard containers.
//
//     client.publish("orders", Order{42, "book"});
//     Order order = publication.data.as<Order>();
//
// Keeps: integers of 64 bits, doubles; the order of keys in ordered_json only. Larger integers become
// doubles, other spellings of a number are rewritten, the last of several equal keys wins.
//
// NaN, infinity and invalid UTF-8 throw UsageError. Exceptions of reading (nlohmann::json::exception, such as
// for a missing member) and of to_json pass through.
//
// Without this header nlohmann's values are payloads, too, but NaN is sent as null, and nlohmann's exception
// reports invalid UTF-8. So a program should include it in all its sources that publish such values, or in
// none.

namespace cent {
namespace detail {

template <class Dom>
bool has_non_finite(const Dom& value) {
  if (value.is_number_float()) return !std::isfinite(value.template get<double>());
  if (value.is_structured()) {
    for (const Dom& element : value) {
      if (has_non_finite(element)) return true;
    }
  }
  return false;
}

template <class Dom>
std::string nlohmann_text(const Dom& value) {
  std::string text;
  try {
    text = value.dump();
  } catch (const typename Dom::exception& error) {  // invalid UTF-8
    throw_invalid_json(error.what());
  }
  // nlohmann writes NaN and infinity as null.
  if (text.find("null") != std::string::npos && has_non_finite(value)) throw_invalid_json("NaN or infinity");
  return text;
}

template <class T, class = void>
inline constexpr bool nlohmann_writes = false;
template <class T>
inline constexpr bool nlohmann_writes<T, std::void_t<decltype(nlohmann::adl_serializer<T>::to_json(
                                             std::declval<nlohmann::json&>(), std::declval<const T&>()))>> =
    true;
template <class T, class = void>
inline constexpr bool nlohmann_reads = false;
template <class T>
inline constexpr bool
    nlohmann_reads<T, std::void_t<decltype(std::declval<const nlohmann::json&>().template get<T>())>> = true;

/// Types of the user. Numbers and text are not: they need Json::of.
template <class T>
constexpr bool is_for_nlohmann() {
  if constexpr ((std::is_class_v<T> || std::is_enum_v<T>)&&!is_text<T> && !has_dump<T> &&
                !converts_itself<T, Json>) {
    return nlohmann_writes<T> || nlohmann_reads<T>;
  } else {
    return false;
  }
}

}  // namespace detail

/// See above.
template <>
struct JsonCodec<nlohmann::json> {
  static std::string encode(const nlohmann::json& value) { return detail::nlohmann_text(value); }
  static nlohmann::json decode(std::string_view text) { return nlohmann::json::parse(text); }
};
/// See above.
template <>
struct JsonCodec<nlohmann::ordered_json> {
  static std::string encode(const nlohmann::ordered_json& value) { return detail::nlohmann_text(value); }
  static nlohmann::ordered_json decode(std::string_view text) { return nlohmann::ordered_json::parse(text); }
};

/// See above.
template <class T>
struct JsonCodec<T, std::enable_if_t<detail::is_for_nlohmann<T>()>> {
  template <class U = T, std::enable_if_t<detail::nlohmann_writes<U>, int> = 0>
  static std::string encode(const T& value) {
    return detail::nlohmann_text(nlohmann::json(value));
  }
  template <class U = T, std::enable_if_t<detail::nlohmann_reads<U>, int> = 0>
  static U decode(std::string_view text) {
    return nlohmann::json::parse(text).template get<U>();
  }
};

}  // namespace cent
