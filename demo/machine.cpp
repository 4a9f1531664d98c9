#include "machine.hpp"

#include <fstream>
#include <string>

namespace demo {

nlohmann::json machine_figures() {
  double load = 0;
  std::ifstream{"/proc/loadavg"} >> load;
  long free_kb = 0;
  long total_kb = 0;
  std::ifstream memory{"/proc/meminfo"};
  for (std::string name; memory >> name;) {
    long value = 0;
    std::string unit;
    memory >> value;
    std::getline(memory, unit);
    if (name == "MemTotal:") total_kb = value;
    if (name == "MemAvailable:") free_kb = value;
  }
  return {{"load", load}, {"free_mb", free_kb / 1024}, {"total_mb", total_kb / 1024}};
}

}  // namespace demo
