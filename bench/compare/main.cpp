// cent-bench-compare WHAT [--server URL --api-key KEY] [--rounds N] prints raw figures, one a line.
#include <cstdlib>
#include <cstring>

#include "compare/compare.hpp"

int main(int argc, char** argv) {
  cent::bench::Target target;
  int rounds = 0;
  for (int i = 2; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--server") == 0) target.address = argv[i + 1];
    if (std::strcmp(argv[i], "--api-key") == 0) target.api_key = argv[i + 1];
    if (std::strcmp(argv[i], "--rounds") == 0) rounds = std::atoi(argv[i + 1]);
  }
  const std::string what = argc > 1 ? argv[1] : "";
  const auto times = [&](int usual) { return rounds > 0 ? rounds : usual; };
  if (what == "sequential") {
    cent::bench::sequential(times(401));
  } else if (what == "batches") {
    cent::bench::batches(target, times(21));
  } else if (what == "latency") {
    cent::bench::latency(target, times(1500));
  } else if (what == "memory") {
    cent::bench::memory();
  } else if (what == "growth" || what == "small-growth") {
    cent::bench::growth(times(7), what == "small-growth");
  } else {
    std::fprintf(stderr, "cent-bench-compare sequential|batches|latency|memory|growth|small-growth\n");
    return 2;
  }
  return 0;
}
