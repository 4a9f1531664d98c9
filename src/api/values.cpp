#include <cent/values.hpp>
#include <map>
#include <optional>
#include <vector>

#include "api/all_rows.hpp"
#include "json/encode.hpp"

namespace cent {
namespace detail {
namespace {

template <class T>
bool same(const T& a, const T& b);
template <class T>
bool same(const std::vector<T>& a, const std::vector<T>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!same(a[i], b[i])) return false;
  }
  return true;
}
template <class T>
bool same(const std::optional<T>& a, const std::optional<T>& b) {
  return a.has_value() == b.has_value() && (!a || same(*a, *b));
}
template <class T>
bool same(const std::map<std::string, T>& a, const std::map<std::string, T>& b) {
  if (a.size() != b.size()) return false;
  auto other = b.begin();
  for (const auto& [key, value] : a) {
    if (key != other->first || !same(value, other->second)) return false;
    ++other;
  }
  return true;
}
template <class T>
bool same(const T& a, const T& b) {
  if constexpr (has_row<T>) {
    return std::apply([&](const auto&... field) { return (same(a.*field.member, b.*field.member) && ...); },
                      Row<T>::fields);
  } else {
    return a == b;
  }
}

}  // namespace

template <class T>
bool are_equal(const T& a, const T& b) {
  check_row<T>();
  return same(a, b);
}

}  // namespace detail

template <class T, if_value<T>>
Json to_json(const T& value) {
  std::string text;
  try {
    detail::encode(text, value, 0);
  } catch (const detail::TextError& error) {
    throw UsageError("a value has no JSON: " + error.message());
  }
  return detail::JsonAccess::written(std::move(text));
}

template <class T>
std::string detail::value_text(const T& value) {
  try {
    return to_json(value).text();
  } catch (const UsageError& error) {
    return std::string("(") + error.what() + ")";
  }
}

#define CENT_VALUE(Type)                                                 \
  template CENT_EXPORT bool detail::are_equal(const Type&, const Type&); \
  template CENT_EXPORT std::string detail::value_text(const Type&);      \
  template CENT_EXPORT Json to_json(const Type&);
#define CENT_VALUES_OF_METHOD(name, Type, since, number) CENT_VALUE(Type##Request) CENT_VALUE(Type##Result)
CENT_METHODS(CENT_VALUES_OF_METHOD)
CENT_VALUE_PARTS(CENT_VALUE)
#undef CENT_VALUES_OF_METHOD
#undef CENT_VALUE

}  // namespace cent
