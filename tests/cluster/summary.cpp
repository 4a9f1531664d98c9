#include "cluster/summary.hpp"

#include <fstream>
#include <iostream>

namespace cent::test {

void summarize(const std::string& line) {
  static bool begun = false;
  std::cout << line << std::endl;
  std::ofstream file(CENT_TABLE, begun ? std::ios::app : std::ios::trunc);
  if (!begun) file << CENT_TABLE_TITLE << '\n';
  file << "  " << line << '\n';
  begun = true;
}

}  // namespace cent::test
