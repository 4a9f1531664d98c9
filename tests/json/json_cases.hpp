#pragma once
#include <string>
#include <vector>

/// A text and what cent must say to it as JSON to send: RFC 8259, valid UTF-8, no lone surrogates.
struct TextCase {
  std::string text;
  bool good;
  /// Why nlohmann says the opposite, where it does; null where both agree.
  const char* nlohmann_differs = nullptr;
};

inline std::string repeated(const std::string& part, std::size_t times) {
  std::string out;
  out.reserve(part.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += part;
  return out;
}

inline std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

/// Text with NUL bytes inside, from a literal.
template <std::size_t N>
std::string bytes(const char (&literal)[N]) {
  return {literal, N - 1};
}

inline std::vector<TextCase> json_cases() {
  const char* const kTooLarge =
      "servers keep a number's spelling, so cent does too; as a double it would be infinite";
  const char* const kEndsAtNul = "nlohmann takes a NUL byte for the end of its input; servers answer 400";
  const char* const kSkipsBom = "nlohmann skips a byte order mark; servers answer 400";
  const char* const kLimit = "cent limits nesting, nlohmann does not";
  return {
      // Numbers
      {"0", true},
      {"-0", true},
      {"-0.0", true},
      {"0e1", true},
      {"0E+00", true},
      {"1e-400", true},
      {"1e400", true, kTooLarge},
      {"-1e400", true, kTooLarge},
      {"1" + std::string(400, '0'), true, kTooLarge},
      {"18446744073709551615", true},
      {"18446744073709551616", true},
      {"-9223372036854775808", true},
      {"-9223372036854775809", true},
      {"123456789012345678901234567890", true},
      {"1.0", true},
      {"1.5e300", true},
      {"1E5", true},
      {"0." + std::string(500, '0') + "1", true},
      {"", false},
      {"1.", false},
      {".5", false},
      {"01", false},
      {"-01", false},
      {"00", false},
      {"-", false},
      {"--1", false},
      {"+1", false},
      {"1e", false},
      {"1e+", false},
      {"1e1.5", false},
      {"1.e5", false},
      {"0x10", false},
      {"1_000", false},
      {"1,5", false},
      {"1 2", false},
      {"- 1", false},
      {"NaN", false},
      {"nan", false},
      {"Infinity", false},
      {"-Infinity", false},
      {"1f", false},
      {"0b1", false},
      // Literals
      {"true", true},
      {"false", true},
      {"null", true},
      {"True", false},
      {"tru", false},
      {"truee", false},
      {"nul", false},
      {"nullnull", false},
      {"undefined", false},
      {"t", false},
      // Strings
      {R"("")", true},
      {R"("a\"b\\c\/d\b\f\n\r\t")", true},
      {R"("\u0000")", true},
      {R"("\u00e9\u20AC")", true},
      {R"("\ud83d\ude00")", true},
      {"\"\x7f\"", true},
      {"\"\xc2\x80\xdf\xbf\"", true},
      {"\"\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf\"", true},
      {"\"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf\"", true},
      {"\"\xe2\x80\xa8\xe2\x80\xa9\"", true},
      {R"('a')", false},
      {R"("a)", false},
      {R"(")", false},
      {R"("\")", false},
      {R"("\x41")", false},
      {R"("\a")", false},
      {R"("\U0041")", false},
      {R"("\u12")", false},
      {R"("\u12G4")", false},
      {R"("\u")", false},
      {R"("\u-123")", false},
      {"\"a\nb\"", false},
      {"\"a\tb\"", false},
      {"\"\x01\"", false},
      {bytes("\"a\0b\""), false},
      {R"("\ud800")", false},
      {R"("\udc00")", false},
      {R"("\ud800\ud800")", false},
      {R"("\ud800\u0041")", false},
      {R"("\ud800x")", false},
      {R"("\ude00\ud83d")", false},
      {R"("\ud83d\ude")", false},
      {R"("\ud83d\)", false},
      {"\"\x80\"", false},
      {"\"\xbf\"", false},
      {"\"\xc0\xaf\"", false},
      {"\"\xc1\xbf\"", false},
      {"\"\xe0\x80\xaf\"", false},
      {"\"\xe0\x9f\xbf\"", false},
      {"\"\xed\xa0\x80\"", false},
      {"\"\xed\xbf\xbf\"", false},
      {"\"\xf0\x80\x80\xaf\"", false},
      {"\"\xf0\x8f\xbf\xbf\"", false},
      {"\"\xf4\x90\x80\x80\"", false},
      {"\"\xf5\x80\x80\x80\"", false},
      {"\"\xf8\x88\x80\x80\x80\"", false},
      {"\"\xff\"", false},
      {"\"\xfe\xff\"", false},
      {"\"\xc3\"", false},
      {"\"\xe2\x82\"", false},
      {"\"\xf0\x9f\x98\"", false},
      {"\"\xc3", false},
      {"\"\xe9t\xe9\"", false},
      // Arrays and objects
      {"[]", true},
      {"{}", true},
      {"[1,[2,{\"a\":[]}],{}]", true},
      {R"({"":0})", true},
      {R"({"a":1,"a":2})", true},
      {R"({"\u0061":1,"a":2})", true},
      {R"({"__proto__":{}})", true},
      {"[", false},
      {"]", false},
      {"{", false},
      {"}", false},
      {"[1", false},
      {"[1,", false},
      {"[1,]", false},
      {"[,1]", false},
      {"[1,,2]", false},
      {"[1 2]", false},
      {"[1:2]", false},
      {"[1}", false},
      {"{]", false},
      {"[[]", false},
      {"[]]", false},
      {R"({"a"})", false},
      {R"({"a":})", false},
      {R"({"a":1,})", false},
      {R"({,"a":1})", false},
      {R"({"a" 1})", false},
      {R"({"a"::1})", false},
      {R"({a:1})", false},
      {R"({1:1})", false},
      {R"({null:1})", false},
      {R"({'a':1})", false},
      {R"({"a":1 "b":2})", false},
      {R"({"a":1]})", false},
      {R"({"a")", false},
      {R"({"a":)", false},
      {R"({"\ud800":1})", false},
      {"{\"\xff\":1}", false},
      {R"({"a":1}{"b":2})", false},
      {"1,2", false},
      // White space, marks, comments
      {" \t\r\n1 \t\r\n", true},
      {" [ 1 , { \"a\" : 2 } ] ", true},
      {" ", false},
      {"\n", false},
      {"\v1", false},
      {"\f1", false},
      {"\xc2\xa0"
       "1",
       false},
      {"\xef\xbb\xbf"
       "1",
       false, kSkipsBom},
      {"\xef\xbb\xbf", false},
      {"\xff\xfe"
       "1",
       false},
      {"1\xef\xbb\xbf", false},
      {bytes("1\0"), false, kEndsAtNul},
      {bytes("\0"), false},
      {bytes("[1]\0x"), false, kEndsAtNul},
      {bytes("[\0]"), false},
      {"// c\n1", false},
      {"/* c */1", false},
      {"1 // c", false},
      {"# 1", false},
      // Depth and size
      {nested(128), true},
      {nested(129), false, kLimit},
      {repeated("{\"a\":", 128) + "1" + std::string(128, '}'), true},
      {repeated("{\"a\":", 129) + "1" + std::string(129, '}'), false, kLimit},
      {std::string(100000, '['), false},
      {nested(100000), false, kLimit},
      {repeated("[{\"a\":", 50000), false},
      {"[" + repeated("[],", 100000) + "[]]", true},
      {"\"" + std::string(1000000, 'x') + "\"", true},
      {"\"" + repeated("\\u00e9", 200000) + "\"", true},
      {"\"" + std::string(1000000, 'x'), false},
  };
}
