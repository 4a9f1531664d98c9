#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace cent::fuzz {

struct Seed {
  std::string name;
  std::string bytes;
};

/// Reads the seeds of one target from its text file: a line each, `name: bytes`, where `\n`, `\r`, `\t`, `\\` and `\xNN`
/// stand for the byte that they name in C.
/// @throws std::runtime_error, naming file and line, if a line has another form.
std::vector<Seed> read_corpus(const std::filesystem::path& file);

}  // namespace cent::fuzz
