#pragma once
#include <cent/api.hpp>
#include <cent/token.hpp>
#include <string_view>

namespace cent::cli {

struct FieldDoc {
  std::string_view name;
  std::string_view text;
};

/// The documentation of an aggregate: `text`, and `fields`, which end with an empty one. api_docs.awk makes
/// them from the headers as api_docs.hpp, so an aggregate without documentation does not compile here.
template <class T>
struct ApiDoc;

/// The text of a member; empty if it has none.
template <class T>
constexpr std::string_view doc_of(std::string_view field) {
  for (const FieldDoc& known : ApiDoc<T>::fields) {
    if (known.name == field) return known.text;
  }
  return {};
}

}  // namespace cent::cli
