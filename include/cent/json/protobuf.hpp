#pragma once
#include <google/protobuf/message.h>
#include <google/protobuf/util/json_util.h>
#include <cent/json.hpp>
#include <string>
#include <string_view>
#include <type_traits>

// For programs that use Protocol Buffers. cent itself does not need them.
//
// Payloads: every generated message, by its ProtoJSON mapping (MessageToJsonString).
//
//     client.publish("orders", order);
//     acme::Order order = publication.data.as<acme::Order>();
//
// Keeps: what the message has. ProtoJSON writes integers of 64 bits as strings ("id":"42"), names in
// lowerCamelCase, NaN and infinity as strings, and leaves out fields with their default.
// google.protobuf.Value and Struct have doubles only: larger integers lose digits, and keys come in any
// order.
//
// A message that has no JSON form throws UsageError, as does a payload that does not fit the message, such as
// one with an unknown field or a duplicate key. Invalid UTF-8 in a field does not: version 3.21 logs it and
// drops the bytes.

namespace cent {

/// See above.
template <class T>
struct JsonCodec<T, std::enable_if_t<std::is_base_of_v<google::protobuf::Message, T>>> {
  static std::string encode(const T& message) {
    std::string text;
    const auto status = google::protobuf::util::MessageToJsonString(message, &text);
    if (!status.ok())
      detail::throw_invalid_json(message.GetTypeName() + ": " + std::string{status.message()});
    return text;
  }
  static T decode(std::string_view text) {
    T message;
    const auto status = google::protobuf::util::JsonStringToMessage(std::string{text}, &message);
    if (!status.ok())
      detail::throw_invalid_json(message.GetTypeName() + ": " + std::string{status.message()});
    return message;
  }
};

}  // namespace cent
