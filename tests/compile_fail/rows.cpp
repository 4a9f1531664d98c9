// A type and its row, right or wrong as CASE says, compiled by compile.sh.
#include <cent/json.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "json/decode.hpp"
#include "json/encode.hpp"
#include "json/row.hpp"

#include "api/row_macros.hpp"

namespace cent::test {

struct Inner {
  int number = 0;
};
/// Members of every kind that requests and results have.
struct Sample {
  std::string text{};
  Json data{};
  bool flag = false;
  std::optional<Inner> inner{};
  std::vector<std::string> names{};
  std::map<std::string, std::string> tags{};
};

}  // namespace cent::test

namespace cent::detail {

template <>
struct Row<test::Inner> {
  using T = test::Inner;
  static constexpr std::tuple fields{F(number)};
};
template <>
struct Row<test::Sample> {
  using T = test::Sample;
#if CASE == 0  // right
  static constexpr std::tuple fields{F(text), F(data), F(flag), F(inner), F(names), F(tags)};
#elif CASE == 1  // the first is forgotten
  static constexpr std::tuple fields{F(data), F(flag), F(inner), F(names), F(tags)};
#elif CASE == 2  // one in the middle
  static constexpr std::tuple fields{F(text), F(data), F(flag), F(names), F(tags)};
#elif CASE == 3  // the last
  static constexpr std::tuple fields{F(text), F(data), F(flag), F(inner), F(names)};
#elif CASE == 4  // one stands there twice
  static constexpr std::tuple fields{F(text), F(data), F(flag), F(inner), F(names), F(tags), F(tags)};
#elif CASE == 5  // one twice in place of another
  static constexpr std::tuple fields{F(text), F(data), F(flag), F(inner), F(names), F(names)};
#elif CASE == 6  // one that the type does not have
  static constexpr std::tuple fields{F(text), F(data), F(flag), F(inner), F(names), F(tags), F(more)};
#endif
};

}  // namespace cent::detail

#include "api/row_macros.hpp"

#ifdef WRITE
void write(cent::detail::TextWriter& out, const cent::test::Sample& sample) {
  cent::detail::encode(out, sample, 0);
}
#else
void read(cent::detail::JsonReader& in, cent::test::Sample& sample) { cent::detail::decode(in, sample); }
#endif
