// The patterns of `channels`, whose reading is not that of any shell.
#include <algorithm>

#include "conformance/fixture.hpp"

namespace cent::test {
namespace {

using Names = std::vector<std::string>;

TEST_P(Conformance, PatternsOfChannelsAreReadAlike) {
  if (!since(3)) GTEST_SKIP() << "v2 has no patterns";
  const std::string base = "ns:" + fresh("pattern") + ".";
  const Names ends = {"a", "b", "^", "-", "ab", "ba", "aba", "\xC3\xA9", "a]", "{a}", "a,b", "d:e"};
  Names all;
  for (const std::string& end : ends) all.push_back(base + end);
  const RawStream stream = subscriber("pattern", all);
  Client cent = client();
  const auto found = [&](const std::string& pattern) {
    Names names;
    for (const auto& [name, count] : cent.channels({base + pattern}).channels) {
      names.push_back(name.substr(base.size()));
    }
    std::sort(names.begin(), names.end());
    return names;
  };
  const std::vector<std::pair<const char*, Names>> cases = {
      {"?", {"-", "^", "a", "b", "\xC3\xA9"}},
      {"[ab]", {"a", "b"}},
      {"[a-c]", {"a", "b"}},
      {"[!ab]", {"-", "^", "\xC3\xA9"}},
      {"[!a-c]", {"-", "^", "\xC3\xA9"}},
      {"[^a]", {"^", "a"}},
      {"[[:alpha:]]", {"a]"}},
      {"[\\]a]", {"a"}},
      {"{a,b}", {"a", "b"}},
      {"{a,{b,ab}}", {"a", "ab", "b"}},
      {"{a,{b,ab", {"a", "ab", "b"}},
      {"\\{a\\}", {"{a}"}},
      {"{a\\,b}", {"a,b"}},
      {"a,b", {"a,b"}},
      {"d*", {"d:e"}},
      {"a**", {"a", "a,b", "a]", "ab", "aba"}},
      {"a*a", {"a", "aba"}},
      {"A", {}},
  };
  for (const auto& [pattern, names] : cases) EXPECT_EQ(found(pattern), names) << pattern;
}

TEST_P(Conformance, PatternsThatCannotBeReadAreAnInternalError) {
  if (!since(3)) GTEST_SKIP() << "v2 has no patterns";
  Client cent = client();
  for (const char* pattern :
       {"[a-z0-9]*", "[a-zA-Z]*", "[a-c1]", "[a-]", "[c-a]", "[]a]", "[!]a]", "[!]", "[", "{a,[b}", "x[ab"}) {
    EXPECT_EQ(code_of([&] { cent.channels({pattern}); }), ErrorCode::kInternal) << pattern;
  }
}

}  // namespace
}  // namespace cent::test
