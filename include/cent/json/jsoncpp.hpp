#pragma once
#include <json/json.h>
#include <cent/json.hpp>
#include <cmath>
#include <memory>
#include <string>
#include <string_view>

// For programs that use JsonCpp. cent itself does not need it.
//
// Payloads: ::Json::Value. as<::Json::Value>() reads.
//
//     ::Json::Value order;
//     order["id"] = 42;
//     client.publish("orders", order);
//
// Keeps: integers of 64 bits, doubles. Keys are sorted, larger integers become doubles, other spellings of a
// number are rewritten, the last of several equal keys wins.
//
// NaN, infinity and invalid UTF-8 throw UsageError, as does text that JsonCpp cannot read. ::Json::Exception
// of nesting beyond its limit of 1,000 levels passes through.

namespace cent {
namespace detail {

inline bool has_non_finite(const ::Json::Value& value) {
  if (value.type() == ::Json::realValue) return !std::isfinite(value.asDouble());
  for (const ::Json::Value& element : value) {
    if (has_non_finite(element)) return true;
  }
  return false;
}

}  // namespace detail

/// See above.
template <>
struct JsonCodec<::Json::Value> {
  static std::string encode(const ::Json::Value& value) {
    if (detail::has_non_finite(value)) detail::throw_invalid_json("NaN or infinity");
    ::Json::StreamWriterBuilder settings;
    settings["indentation"] = "";
    settings["emitUTF8"] = true;  // otherwise invalid UTF-8 is replaced
    return ::Json::writeString(settings, value);
  }
  static ::Json::Value decode(std::string_view text) {
    const std::unique_ptr<::Json::CharReader> reader{::Json::CharReaderBuilder{}.newCharReader()};
    ::Json::Value value;
    std::string errors;
    if (!reader->parse(text.data(), text.data() + text.size(), &value, &errors)) {
      detail::throw_invalid_json(errors);
    }
    return value;
  }
};

}  // namespace cent
