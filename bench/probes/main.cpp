// cent-bench-probe NAME COUNT runs one probe; without arguments it lists their names.
#include <cstdio>
#include <cstdlib>

#include "probes/probes.hpp"

int main(int argc, char** argv) {
  using cent::bench::Probe;
  for (const auto* room :
       {&cent::bench::kPublishProbes, &cent::bench::kEncodeProbes, &cent::bench::kDecodeProbes,
        &cent::bench::kAsyncProbes, &cent::bench::kTokenProbes}) {
    for (const Probe& probe : *room) {
      if (argc < 3) {
        std::printf("%.*s\n", static_cast<int>(probe.name.size()), probe.name.data());
      } else if (probe.name == argv[1]) {
        probe.run(std::atoi(argv[2]));
        return 0;
      }
    }
  }
  return argc < 3 ? 0 : 2;
}
