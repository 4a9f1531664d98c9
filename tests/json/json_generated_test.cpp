// The differential test on texts that are made: valid ones of every kind, and the same with small damage.
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <string>

#include "fuzz/targets.hpp"
#include "json/json_cases.hpp"

namespace {

/// Another seed by CENT_TEST_SEED.
std::uint64_t seed() {
  const char* given = std::getenv("CENT_TEST_SEED");
  return given != nullptr ? std::strtoull(given, nullptr, 10) : 20240917;
}

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  std::string value(int depth) {
    switch (pick(depth > 0 ? 8 : 6)) {
      case 0:
        return one_of({"true", "false", "null"});
      case 1:
      case 2:
        return number();
      case 3:
      case 4:
      case 5:
        return string();
      case 6: {
        std::string out = "[" + space();
        for (std::size_t i = 0, n = pick(5); i < n; ++i)
          out += (i == 0 ? "" : ",") + space() + value(depth - 1) + space();
        return out + "]";
      }
      default: {
        std::string out = "{" + space();
        for (std::size_t i = 0, n = pick(5); i < n; ++i) {
          out +=
              (i == 0 ? "" : ",") + space() + string() + space() + ":" + space() + value(depth - 1) + space();
        }
        return out + "}";
      }
    }
  }

  /// Takes away, doubles, changes or puts in some bytes.
  std::string damaged(std::string text) {
    for (std::size_t i = 0, n = 1 + pick(3); i < n && !text.empty(); ++i) {
      const std::size_t at = pick(text.size());
      switch (pick(5)) {
        case 0:
          text.erase(at, 1 + pick(3));
          break;
        case 1:
          text.insert(at, text.substr(pick(text.size()), 1 + pick(8)));
          break;
        case 2:
          text[at] = static_cast<char>(pick(256));
          break;
        case 3:
          text.insert(
              at,
              one_of({"[", "]", "{", "}",    ",",    ":",        "\"",  "\\",           "\\u", "\\ud800", "-",
                      "0", ".", "e", "\xff", "\xc3", "\xe2\x82", "tru", "\xef\xbb\xbf", "\t",  "\x01"}));
          break;
        default:
          text.resize(at);
      }
    }
    return text;
  }

 private:
  std::size_t pick(std::size_t below) {
    return std::uniform_int_distribution<std::size_t>{0, below - 1}(random_);
  }
  std::string one_of(const std::vector<std::string>& choices) { return choices[pick(choices.size())]; }
  std::string digits(std::size_t most) {
    std::string out;
    for (std::size_t i = 0, n = 1 + pick(most); i < n; ++i) out += static_cast<char>('0' + pick(10));
    return out;
  }
  std::string number() {
    if (pick(4) == 0) {
      return one_of({"0", "-0", "18446744073709551615", "18446744073709551616", "9223372036854775807",
                     "-9223372036854775808", "-9223372036854775809", "1e308", "1e400", "-1e-400", "5e-324",
                     "0.1"});
    }
    std::string out = pick(2) == 0 ? "-" : "";
    out += pick(3) == 0 ? "0" : std::to_string(1 + pick(9)) + (pick(2) == 0 ? "" : digits(24));
    if (pick(3) == 0) out += "." + digits(20);
    if (pick(4) == 0) out += one_of({"e", "E", "e+", "E-", "e-"}) + digits(3);
    return out;
  }
  std::string string() {
    std::string out = "\"";
    for (std::size_t i = 0, n = pick(6); i < n; ++i) {
      switch (pick(4)) {
        case 0:
          out += one_of({"\\\"", "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t", "\\u0000", "\\u00e9",
                         "\\u2028", "\\ud83d\\ude00", "\\uFFFF", "\\uDBFF\\uDFFF"});
          break;
        case 1:
          out += one_of(
              {"\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\x7f", "\xef\xbf\xbf", "\xf4\x8f\xbf\xbf"});
          break;
        default:
          out += one_of({"a", "channel", "0", " ", "'", "<&>", "#"});
      }
    }
    return out + "\"";
  }
  std::string space() { return pick(3) == 0 ? one_of({" ", "\n", "\t", "\r\n", "  "}) : ""; }

  std::mt19937_64 random_;
};

void compare(const std::string& text) {
  try {
    cent::fuzz::json_differential(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  } catch (const cent::fuzz::PropertyBroken& broken) {
    ADD_FAILURE() << broken.what() << "\n" << text.substr(0, 2000);
  }
}

TEST(JsonDifferential, AgreesWithNlohmannOnTheHandMadeTexts) {
  for (const TextCase& c : json_cases()) compare(c.text);
}

TEST(JsonDifferential, AgreesWithNlohmannOnGeneratedTexts) {
  RecordProperty("seed", std::to_string(seed()));
  std::printf("seed %llu (another one by CENT_TEST_SEED)\n", static_cast<unsigned long long>(seed()));
  Generator generator{seed()};
  std::size_t bytes = 0;
  for (int i = 0; i < 4000 && !HasFailure(); ++i) {
    const std::string text = "[" + generator.value(5) + "," + generator.value(5) + "]";
    bytes += text.size();
    compare(text);
    for (int j = 0; j < 4; ++j) compare(generator.damaged(text));
  }
  EXPECT_GT(bytes, 100000U) << "the generator makes next to nothing";
}

}  // namespace
