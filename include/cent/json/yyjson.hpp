#pragma once
#include <yyjson.h>
#include <cent/json.hpp>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

// For programs that use yyjson. cent itself does not need it.
//
// Payloads: yyjson_doc* and yyjson_mut_doc*, which stay the caller's. as<cent::YyjsonDoc>() reads into an
// owner.
//
//     client.publish("orders", mut_doc);
//     const auto order = publication.data.as<cent::YyjsonDoc>();
//     yyjson_val* id = yyjson_obj_get(yyjson_doc_get_root(order.get()), "id");
//
// Keeps: integers of 64 bits, doubles, the order of keys, duplicate keys. Larger integers become doubles,
// other spellings of a number are rewritten.
//
// A null pointer, a document without a root, NaN, infinity and invalid UTF-8 throw UsageError, as does text
// that yyjson cannot read.

namespace cent {
namespace detail {

struct YyjsonFree {
  void operator()(yyjson_doc* document) const noexcept { yyjson_doc_free(document); }
  void operator()(char* text) const noexcept { std::free(text); }
};

template <class Doc, class Write>
std::string yyjson_text(const Doc* document, const Write& write) {
  if (document == nullptr) throw_invalid_json("a null pointer to a yyjson document");
  yyjson_write_err error{};
  std::size_t size = 0;
  const std::unique_ptr<char, YyjsonFree> text{write(document, YYJSON_WRITE_NOFLAG, nullptr, &size, &error)};
  if (!text) throw_invalid_json(error.msg);
  return {text.get(), size};
}

}  // namespace detail

/// Owns a document that was read.
using YyjsonDoc = std::unique_ptr<yyjson_doc, detail::YyjsonFree>;

/// See above.
template <>
struct JsonCodec<yyjson_doc*> {
  static std::string encode(const yyjson_doc* document) {
    return detail::yyjson_text(document, yyjson_write_opts);
  }
};
/// See above.
template <>
struct JsonCodec<yyjson_mut_doc*> {
  static std::string encode(const yyjson_mut_doc* document) {
    return detail::yyjson_text(document, yyjson_mut_write_opts);
  }
};
/// See above.
template <>
struct JsonCodec<YyjsonDoc> {
  static std::string encode(const YyjsonDoc& document) {
    return detail::yyjson_text(document.get(), yyjson_write_opts);
  }
  static YyjsonDoc decode(std::string_view text) {
    yyjson_read_err error{};
    std::string copy{text};  // yyjson does not take a const text here, though it changes it only if asked to
    YyjsonDoc document{yyjson_read_opts(copy.data(), copy.size(), YYJSON_READ_NOFLAG, nullptr, &error)};
    if (!document)
      detail::throw_invalid_json(std::string{error.msg} + " (at byte " + std::to_string(error.pos) + ")");
    return document;
  }
};

}  // namespace cent
