#pragma once
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>
#include <cent/json.hpp>
#include <cmath>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

// For programs that use Boost.JSON. cent itself does not need it.
//
// Payloads: boost::json::value, object and array, and every class and enum that value_from and value_to
// convert, such as those of BOOST_DESCRIBE_STRUCT, also inside standard containers. A boost::json::string
// converts to text, so say Json::of.
//
//     client.publish("orders", boost::json::object{{"id", 42}});
//     Order order = publication.data.as<Order>();
//
// Keeps: integers of 64 bits, doubles (1.81 reads 3 of 10 with the last bit wrong), the order of
// keys. Larger integers become doubles, other spellings of a number are rewritten, the last of several equal
// keys wins.
//
// NaN, infinity and invalid UTF-8 throw UsageError. Exceptions of reading (boost::system::system_error) and
// of value_from pass through.

namespace cent {
namespace detail {

inline bool has_non_finite(const boost::json::value& value) {
  if (const double* number = value.if_double()) return !std::isfinite(*number);
  if (const boost::json::array* array = value.if_array()) {
    for (const boost::json::value& element : *array) {
      if (has_non_finite(element)) return true;
    }
  } else if (const boost::json::object* object = value.if_object()) {
    for (const auto& member : *object) {
      if (has_non_finite(member.value())) return true;
    }
  }
  return false;
}

template <class T>
constexpr bool is_for_boost_json() {
  if constexpr ((std::is_class_v<T> || std::is_enum_v<T>)&&!is_text<T> && !has_dump<T> &&
                !converts_itself<T, Json>) {
    return boost::json::has_value_from<T>::value || boost::json::has_value_to<T>::value;
  } else {
    return false;
  }
}

}  // namespace detail

/// See above.
template <class T>
struct JsonCodec<T, std::enable_if_t<detail::is_for_boost_json<T>()>> {
  template <class U = T, std::enable_if_t<boost::json::has_value_from<U>::value, int> = 0>
  static std::string encode(const T& value) {
    const boost::json::value dom = boost::json::value_from(value);
    if (detail::has_non_finite(dom)) detail::throw_invalid_json("NaN or infinity");
    return boost::json::serialize(dom);
  }
  template <class U = T, std::enable_if_t<boost::json::has_value_to<U>::value, int> = 0>
  static U decode(std::string_view text) {
    boost::json::parse_options options;
    options.max_depth = Json::kMaxDepth;  // the default is 32
    return boost::json::value_to<U>(boost::json::parse({text.data(), text.size()}, {}, options));
  }
};

}  // namespace cent
