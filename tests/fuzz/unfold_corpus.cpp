// Writes each seed of a corpus file as a file of its own, as libFuzzer reads them: unfold_corpus FILE FOLDER.
#include <cstdio>
#include <exception>
#include <fstream>
#include <stdexcept>

#include "fuzz/corpus.hpp"

int main(int count, char** arguments) {
  if (count != 3) {
    std::fputs("usage: unfold_corpus FILE FOLDER\n", stderr);
    return 2;
  }
  try {
    const std::filesystem::path folder{arguments[2]};
    std::filesystem::create_directories(folder);
    for (const auto& seed : cent::fuzz::read_corpus(arguments[1])) {
      std::ofstream out{folder / seed.name, std::ios::binary};
      if (!out.write(seed.bytes.data(), static_cast<std::streamsize>(seed.bytes.size())).flush())
        throw std::runtime_error("cannot write " + (folder / seed.name).string());
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "unfold_corpus: %s\n", error.what());
    return 1;
  }
}
