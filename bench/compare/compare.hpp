#pragma once
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "compare/stopwatch.hpp"

namespace cent::bench {

/// One way to do the work that is compared. `run` does all of it once.
struct Variant {
  std::string name;
  std::function<void()> run;
  int units = 0;                   ///< In one run; 0: those of the comparison.
  std::function<void()> before{};  ///< Not measured. May be empty.
};

/// Runs all variants once untimed, then `rounds` times, one after another in each round, so that a
/// disturbance of the machine affects all of them. Prints `comparison variant round wall-us cpu-us` for one
/// of `units`.
inline void compare(const char* comparison, const std::vector<Variant>& variants, int rounds, int units) {
  for (const Variant& variant : variants) {
    if (variant.before) variant.before();
    variant.run();
  }
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < variants.size(); ++i) {
      // Each round begins with another one, so that none always runs after the same neighbour.
      const Variant& variant = variants[(i + static_cast<std::size_t>(round)) % variants.size()];
      if (variant.before) variant.before();
      const Stopwatch watch;
      variant.run();
      const double wall = watch.wall();
      const double cpu = watch.cpu();
      const int own = variant.units != 0 ? variant.units : units;
      std::printf("%s %s %d %.4f %.4f\n", comparison, variant.name.c_str(), round, wall / own * 1e6,
                  cpu / own * 1e6);
      std::fflush(stdout);
    }
  }
}

/// The server. Empty: the program starts its own counting server.
struct Target {
  std::string address{};
  std::string api_key{};
};

void sequential(int rounds);
void batches(const Target& target, int rounds);
void latency(const Target& target, int calls);
void memory();
/// `small`: with a tenth of the largest sizes.
void growth(int rounds, bool small);

}  // namespace cent::bench
