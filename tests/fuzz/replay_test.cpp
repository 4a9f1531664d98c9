// The committed corpus, replayed without a fuzzer: fuzz_replay CORPUS_FOLDER.
#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "fuzz/property.hpp"
#include "fuzz/targets.hpp"

namespace cent::fuzz {
void PrintTo(const Target& target, std::ostream* out) { *out << target.name; }
}  // namespace cent::fuzz

namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{}};
}

std::vector<fs::path> files_of(const char* target) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator{fs::path{CENT_FUZZ_CORPUS} / target})
    files.push_back(entry.path());
  return files;
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
  const auto files = files_of(GetParam().name);
  ASSERT_GE(files.size(), 5U) << "a target without a corpus proves nothing";
  for (const fs::path& file : files) run(GetParam(), read_file(file), file.filename().string());
}

TEST_P(FuzzReplay, HoldsOnEveryPrefixOfTheCorpus) {
  for (const fs::path& file : files_of(GetParam().name)) {
    const std::string bytes = read_file(file);
    const std::size_t step = bytes.size() / 200 + 1;
    for (std::size_t size = 0; size < bytes.size(); size += step) {
      run(GetParam(), bytes.substr(0, size), file.filename().string() + " cut to " + std::to_string(size));
    }
  }
}

TEST_P(FuzzReplay, HoldsOnTheCorpusWithOneByteChanged) {
  for (const fs::path& file : files_of(GetParam().name)) {
    const std::string bytes = read_file(file);
    const std::size_t step = bytes.size() / 100 + 1;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
      for (const char c : {'\0', '"', '\\', '[', '}', '9', '\xff'}) {
        std::string changed = bytes;
        changed[at] = c;
        run(GetParam(), changed, file.filename().string() + " changed at " + std::to_string(at));
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
    with_corpus.insert(entry.path().filename().string());
  EXPECT_EQ(in_code, with_corpus);
}

}  // namespace
