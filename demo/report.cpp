#include "report.hpp"

#include <iostream>

namespace demo {

void Report::say(const std::string& line) const { std::cout << line << std::endl; }

void Report::check(bool good, const std::string& line) {
  std::cout << (good ? "  ok     " : "  FAILED ") << line << std::endl;
  if (!good) ++failures_;
}

}  // namespace demo
