#pragma once
#include <simdjson.h>
#include <cent/json.hpp>
#include <string>
#include <string_view>

// For programs that use simdjson. cent itself does not need it.
//
// Reads payloads; simdjson has no values to publish. The document owns what its elements refer to, so it must
// outlive them.
//
//     const auto document = publication.data.as<simdjson::dom::document>();
//     std::int64_t id = document.root()["id"];
//
// Keeps: integers of 64 bits, doubles, the order of keys, duplicate keys. A payload with a larger integer
// is not read, not even where it is a large double that another library spelled without an exponent.
//
// Text that simdjson cannot read throws UsageError.

namespace cent {

/// See above.
template <>
struct JsonCodec<simdjson::dom::document> {
  static simdjson::dom::document decode(std::string_view text) {
    simdjson::dom::parser parser;
    simdjson::dom::document document;
    const simdjson::error_code error =
        parser.parse_into_document(document, simdjson::padded_string{text}).error();
    if (error != simdjson::SUCCESS) detail::throw_invalid_json(simdjson::error_message(error));
    return document;
  }
};

}  // namespace cent
