#include "fuzz/corpus.hpp"

#include <charconv>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string_view>

namespace cent::fuzz {
namespace {

/// Takes one byte, escaped or not, from the front of `text`.
std::optional<char> take_byte(std::string_view& text) {
  const char first = text.front();
  text.remove_prefix(1);
  if (first != '\\') return first;
  if (text.empty()) return std::nullopt;
  const char escape = text.front();
  text.remove_prefix(1);
  switch (escape) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case '\\':
      return '\\';
    case 'x': {
      unsigned value = 0;
      const std::string_view digits = text.substr(0, 2);
      const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
      if (digits.size() != 2 || read.ptr != digits.data() + digits.size()) return std::nullopt;
      text.remove_prefix(2);
      return static_cast<char>(value);
    }
    default:
      return std::nullopt;
  }
}

std::optional<Seed> read_seed(std::string_view line) {
  constexpr std::string_view kColon = ": ";
  const std::size_t colon = line.find(kColon);
  if (colon == 0 || colon == std::string_view::npos) return std::nullopt;
  Seed seed{std::string{line.substr(0, colon)}, {}};
  line.remove_prefix(colon + kColon.size());
  while (!line.empty()) {
    const auto byte = take_byte(line);
    if (!byte) return std::nullopt;
    seed.bytes.push_back(*byte);
  }
  return seed;
}

}  // namespace

std::vector<Seed> read_corpus(const std::filesystem::path& file) {
  std::ifstream in{file};
  if (!in) throw std::runtime_error("cannot read " + file.string());
  std::vector<Seed> seeds;
  for (std::string line; std::getline(in, line);) {
    auto seed = read_seed(line);
    if (!seed) throw std::runtime_error(file.string() + ": no seed in line " + std::to_string(seeds.size() + 1));
    seeds.push_back(std::move(*seed));
  }
  return seeds;
}

}  // namespace cent::fuzz
