// The patterns of `channels`, each as a real v6.9.1 takes it.
#include "testing/dev_server/src/glob.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cent::test {
namespace {

using testing::dev::Glob;

struct Case {
  const char* pattern;
  std::vector<const char*> matches;
  std::vector<const char*> others;
};

TEST(Glob, MatchesAsRealServersDo) {
  const std::vector<Case> cases = {
      {"*", {"a", "a:b", "a/b/c"}, {}},
      {"a*", {"a", "ab", "a:b"}, {"ba"}},
      {"a**c", {"ac", "abc", "a:c"}, {"ab"}},
      {"news:?", {"news:1", "news:\xC3\xA9", "news:\xF0\x9F\x98\x80"}, {"news:", "news:12"}},
      {"[ab]1", {"a1", "b1"}, {"c1", "ab1"}},
      {"[a-c]1", {"a1", "b1", "c1"}, {"d1", "-1"}},
      {"[!ab]", {"c", "\xC3\xA9"}, {"a", "b", "cc"}},
      {"[!a-c]x", {"dx"}, {"ax", "cx"}},
      // Only an exclamation mark negates; a circumflex is a member of the list.
      {"[^a]", {"^", "a"}, {"b"}},
      // No classes by name: a list of letters, and a bracket after it.
      {"[[:alpha:]]", {"a]", "[]", ":]"}, {"a", "b", "x"}},
      {"[\\]a]", {"]", "a"}, {"\\"}},
      {"[!!]", {"a"}, {"!"}},
      {"[*?]", {"*", "?"}, {"a"}},
      {"{6a,x}:b", {"6a:b", "x:b"}, {"6a,x:b", "a:b"}},
      {"{a,{b,c}}", {"a", "b", "c"}, {"b,c"}},
      {"x{a,{b,c{d,e}}}", {"xa", "xb", "xcd", "xce"}, {"xc", "xd"}},
      {"{a", {"a"}, {"{a"}},
      {"{a,b", {"a", "b"}, {"a,b"}},
      {"{news:*,[0-9]?}", {"news:1", "42"}, {"4", "x1"}},
      {"a,b", {"a,b"}, {"a"}},
      {"a}", {"a}"}, {"a"}},
      {"a]", {"a]"}, {"a"}},
      {"\\{y\\}", {"{y}"}, {"y"}},
      {"{a\\,b}", {"a,b"}, {"a", "b"}},
      {"\\*", {"*"}, {"a", "\\*"}},
      {"a\\", {"a"}, {"a\\"}},
      {"A", {"A"}, {"a"}},
      // The text before the star and the text after it may overlap.
      {"a*a", {"a", "aa", "aba"}, {"ab", "ba"}},
      {"a**a", {"a", "aa"}, {"ab"}},
      {"aba*aba", {"aba", "ababa", "abaaba"}, {"ab"}},
      {"a*b*a", {"aba", "axbya"}, {"a", "ab"}},
  };
  for (const Case& one : cases) {
    const Glob glob(one.pattern);
    EXPECT_TRUE(glob.valid()) << one.pattern;
    for (const char* text : one.matches) EXPECT_TRUE(glob.matches(text)) << one.pattern << " and " << text;
    for (const char* text : one.others) EXPECT_FALSE(glob.matches(text)) << one.pattern << " and " << text;
  }
}

TEST(Glob, RefusesAsRealServersDo) {
  for (const char* pattern :
       {"[", "[a", "[a-", "[a-c", "a[", "[]", "[!]", "[]a]", "[!]a]", "[a-z0-9]*", "[a-zA-Z]*", "[a-c1]",
        "[a-]", "[c-a]", "{[}", "{a,[b}", "[a-z", "x[ab", "\xEF\xBF\xBD"}) {
    EXPECT_FALSE(Glob(pattern).valid()) << pattern;
  }
}

TEST(Glob, TakesLongPatternsInItsStride) {
  std::string choices;
  std::string stars;
  for (int i = 0; i < 40; ++i) {
    choices += "{a,b}";
    stars += "*a";
  }
  EXPECT_TRUE(Glob(choices).matches(std::string(40, 'b')));
  EXPECT_FALSE(Glob(choices).matches(std::string(39, 'b')));
  EXPECT_TRUE(Glob(stars).matches(std::string(200, 'a')));
  EXPECT_FALSE(Glob(stars + "b").matches(std::string(200, 'a')));
  EXPECT_FALSE(Glob(std::string(1000000, '{')).valid());
}

}  // namespace
}  // namespace cent::test
