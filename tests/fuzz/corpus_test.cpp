// The committed corpus, replayed without a fuzzer.
#include <gtest/gtest.h>

#include <cent/api/channels.hpp>
#include <cent/command.hpp>
#include <cstring>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "delivery/classify.hpp"
#include "fuzz/corpus.hpp"
#include "fuzz/targets.hpp"

namespace cent::fuzz {
void PrintTo(const Target& target, std::ostream* out) { *out << target.name; }
}  // namespace cent::fuzz

namespace {

namespace fs = std::filesystem;

std::vector<cent::fuzz::Seed> seeds_of(const char* target) {
  return cent::fuzz::read_corpus(fs::path{CENT_FUZZ_CORPUS} / (std::string{target} + ".txt"));
}

void run(const cent::fuzz::Target& target, const std::string& bytes, const std::string& where) {
  // A copy of exactly this size, so that a sanitizer sees every read beyond it.
  const std::vector<std::uint8_t> copy{bytes.begin(), bytes.end()};
  try {
    target.run(copy.data(), copy.size());
  } catch (const std::exception& error) {
    ADD_FAILURE() << target.name << " on " << where << ": " << error.what();
  }
}

class FuzzReplay : public testing::TestWithParam<cent::fuzz::Target> {};

TEST_P(FuzzReplay, HoldsOnTheCorpus) {
  const auto seeds = seeds_of(GetParam().name);
  ASSERT_GE(seeds.size(), 5U) << "a target without a corpus proves nothing";
  for (const auto& seed : seeds) run(GetParam(), seed.bytes, seed.name);
}

TEST_P(FuzzReplay, HoldsOnEveryPrefixOfTheCorpus) {
  for (const auto& [name, bytes] : seeds_of(GetParam().name)) {
    const std::size_t step = bytes.size() / 200 + 1;
    for (std::size_t size = 0; size < bytes.size(); size += step) {
      run(GetParam(), bytes.substr(0, size), name + " cut to " + std::to_string(size));
    }
  }
}

TEST_P(FuzzReplay, HoldsOnTheCorpusWithOneByteChanged) {
  for (const auto& [name, bytes] : seeds_of(GetParam().name)) {
    const std::size_t step = bytes.size() / 100 + 1;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
      for (const char c : {'\0', '"', '\\', '[', '}', '9', '\xff'}) {
        std::string changed = bytes;
        changed[at] = c;
        run(GetParam(), changed, name + " changed at " + std::to_string(at));
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, FuzzReplay, testing::ValuesIn(cent::fuzz::kTargets),
                         [](const auto& target) { return std::string{target.param.name}; });

TEST(FuzzTargets, AreTheOnesThatTheBuildMakesFuzzersOf) {
  std::set<std::string> in_code;
  for (const auto& target : cent::fuzz::kTargets) in_code.insert(target.name);
  std::set<std::string> in_build;
  std::istringstream names{CENT_FUZZ_TARGETS};
  for (std::string name; names >> name;) in_build.insert(name);
  EXPECT_EQ(in_code, in_build);
  std::set<std::string> with_corpus;
  for (const auto& entry : fs::directory_iterator{CENT_FUZZ_CORPUS})
    with_corpus.insert(entry.path().stem().string());
  EXPECT_EQ(in_code, with_corpus);
}

}  // namespace

// Faults that fuzzing found, each with the input that showed it.

namespace {

using namespace std::chrono_literals;

cent::ErrorFacts redirect_to(const std::string& location) {
  cent::HttpResponse response;
  response.status = 302;
  response.location = location;
  return cent::detail::facts_of_status(response, "", cent::Delivery::refused, "");
}

TEST(FoundByFuzzing, LastOfSeveralEqualNamesInAMapStoodMixedWithTheFirst) {
  const auto result =
      cent::parse_result<cent::ChannelsResult>(R"({"channels":{"a":{"num_clients":2},"a":{}}})");
  EXPECT_EQ(result.channels.at("a").num_clients, 0U);
}

TEST(FoundByFuzzing, RelativeRedirectWithAnAddressInItsQueryWasShownWithTheQuery) {
  EXPECT_EQ(redirect_to("/login?token=secret&next=https://h.example/").cause,
            "HTTP 302, a redirect to another path of the same host, not followed");
  EXPECT_EQ(redirect_to("h@ttps://u:p@h").cause,
            "HTTP 302, a redirect to another path of the same host, not followed");
  EXPECT_EQ(redirect_to("https://u:p@h.example:8443/x?y").cause,
            "HTTP 302, a redirect to https://h.example:8443, not followed");
}

TEST(FoundByFuzzing, RetryAfterBehindTheYear2262OverflowedTheClock) {
  const auto now = std::chrono::system_clock::from_time_t(1'700'000'000);
  EXPECT_EQ(cent::detail::parse_retry_after("Fri, 31 Dec 9999 23:59:59 GMT", now), 24h);
  EXPECT_EQ(cent::detail::parse_retry_after("Sun, 99 Nov 9999 99:99:99 GMT", now), std::nullopt);
}

TEST(FoundByFuzzing, SecretCutAtTheEndOfAShownBodyWasLegible) {
  const std::string secret = "0123456789abcdefghij";
  std::string body;
  for (int i = 0; i < 15; ++i) body += secret;
  const std::string shown = cent::detail::printable(body, secret);
  EXPECT_EQ(shown.find_first_not_of('*'), std::string::npos) << shown;
}

}  // namespace
