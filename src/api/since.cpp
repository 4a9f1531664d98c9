#include "api/since.hpp"

#include <algorithm>
#include <cent/api.hpp>
#include <cent/detail/method_list.hpp>
#include <type_traits>
#include <utility>

#include "api/all_rows.hpp"
#include "json/reader.hpp"
#include "json/text_error.hpp"

namespace cent::detail {
namespace {

template <class T>
void add_fields(std::string_view method, const std::string& prefix, std::vector<NewField>& to) {
  for_each_field<T>([&](const auto& field) {
    using Inside = element_of<std::decay_t<decltype(std::declval<T>().*field.member)>>;
    std::string path = prefix + std::string(field.name);
    if (field.since.major != 0) {
      to.push_back({method, std::move(path), field.since});
    } else if constexpr (has_row<Inside>) {
      add_fields<Inside>(method, path + ".", to);
    }
  });
}

std::vector<NewField> all_fields() {
  std::vector<NewField> fields;
#define CENT_ADD_FIELDS(name, Type, since, number) add_fields<Type##Request>(#name, {}, fields);
  CENT_METHODS(CENT_ADD_FIELDS)
#undef CENT_ADD_FIELDS
  return fields;
}

bool is_unset(std::string_view value) {
  return value == "false" || value == "null" || value == "0" || value == "\"\"" || value == "[]" ||
         value == "{}";
}

/// True if the object has the member of this path, and its value says something.
bool names(std::string_view object, std::string_view path) {
  const std::string_view first = path.substr(0, path.find('.'));
  const std::string_view rest = path.substr(std::min(first.size() + 1, path.size()));
  JsonReader in{object};
  if (in.peek() != JsonReader::Kind::object) return false;
  in.begin_object();
  bool found = false;
  for (std::string_view name; in.next_member(name);) {
    const bool is_it = name == first;
    const std::string_view value = in.skim_raw();
    if (is_it) found = rest.empty() ? !is_unset(value) : names(value, rest);
  }
  return found;
}

}  // namespace

const std::vector<NewField>& new_fields() {
  static const std::vector<NewField> fields = all_fields();
  return fields;
}

std::vector<const NewField*> unknown_fields(std::string_view method, std::string_view params, Since age,
                                            bool own_key) {
  std::vector<const NewField*> unknown;
  try {
    for (const NewField& field : new_fields()) {
      if (field.method != method || !is_older(age, field.since)) continue;
      if (own_key && field.path == "idempotency_key") continue;
      if (names(params, field.path)) unknown.push_back(&field);
    }
  } catch (const TextError&) {  // params that cannot be read are sent as they are
  }
  return unknown;
}

}  // namespace cent::detail
