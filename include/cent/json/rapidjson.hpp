#pragma once
#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <cent/json.hpp>
#include <string>
#include <string_view>

// For programs that use RapidJSON. cent itself does not need it.
//
// Payloads: rapidjson::Document and rapidjson::Value, with any allocator. as<rapidjson::Document>() reads.
//
//     rapidjson::Document order;
//     order.Parse(text);
//     client.publish("orders", order);
//
// Keeps: integers of 64 bits, doubles, the order of keys, duplicate keys. Larger integers become doubles,
// other spellings of a number are rewritten.
//
// NaN, infinity, invalid UTF-8, a Document whose Parse() failed and an empty one throw UsageError. A Document
// that is null counts as empty: publish its null as Json::raw("null"), or as a Value. Text that RapidJSON
// cannot read, such as 1e999, throws UsageError.

namespace cent {

/// See above.
template <class Allocator>
struct JsonCodec<rapidjson::GenericValue<rapidjson::UTF8<>, Allocator>> {
  static std::string encode(const rapidjson::GenericValue<rapidjson::UTF8<>, Allocator>& value) {
    rapidjson::StringBuffer text;
    rapidjson::Writer<rapidjson::StringBuffer> writer{text};
    if (!value.Accept(writer)) detail::throw_invalid_json("NaN or infinity");
    return {text.GetString(), text.GetSize()};
  }
};

/// See above.
template <class Allocator, class StackAllocator>
struct JsonCodec<rapidjson::GenericDocument<rapidjson::UTF8<>, Allocator, StackAllocator>> {
  using Document = rapidjson::GenericDocument<rapidjson::UTF8<>, Allocator, StackAllocator>;
  static std::string encode(const Document& document) {
    if (document.HasParseError()) detail::throw_invalid_json(error_of(document));
    if (document.IsNull()) detail::throw_invalid_json("an empty rapidjson::Document");
    return JsonCodec<typename Document::ValueType>::encode(document);
  }
  static Document decode(std::string_view text) {
    Document document;
    document.template Parse<rapidjson::kParseFullPrecisionFlag>(text.data(), text.size());
    if (document.HasParseError()) detail::throw_invalid_json(error_of(document));
    return document;
  }

 private:
  static std::string error_of(const Document& document) {
    return std::string{rapidjson::GetParseError_En(document.GetParseError())} + " (at byte " +
           std::to_string(document.GetErrorOffset()) + ")";
  }
};

}  // namespace cent
