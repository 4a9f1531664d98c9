#pragma once
#include <cstdio>
#include <cstring>
#include <functional>
#include <map>
#include <string>

#include "compare/stopwatch.hpp"

namespace cent::bench {

/// The works of a driver, by name. The argument is the size of the work.
using Works = std::map<std::string, std::function<void(int)>>;

/// A driver's loop, the same in each language: reads `WORK SIZE TIMES` from standard input, does the work
/// that many times and prints the wall and CPU time of this process in microseconds, or `-` if it does not
/// support the work. Ends with its input.
inline int serve(const Works& works) {
  char name[64];
  int size = 0;
  int times = 0;
  while (std::scanf("%63s %d %d", name, &size, &times) == 3) {
    const auto work = works.find(name);
    if (work == works.end()) {
      std::puts("-");
    } else {
      const Stopwatch watch;
      for (int i = 0; i < times; ++i) work->second(size);
      const double wall = watch.wall();
      const double cpu = watch.cpu();
      std::printf("%.3f %.3f\n", wall * 1e6, cpu * 1e6);
    }
    std::fflush(stdout);
  }
  return 0;
}

}  // namespace cent::bench
