#include "delivery/repeat_table.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace cent::test {
namespace {

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(' ');
  return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::vector<std::string> split(const std::string& text, char between) {
  std::vector<std::string> parts;
  std::istringstream in{text};
  for (std::string part; std::getline(in, part, between);) parts.push_back(trimmed(part));
  return parts;
}

}  // namespace

std::vector<RepeatCase> read_repeat_table(const std::string& path) {
  std::ifstream in{path};
  if (!in) throw std::runtime_error("no " + path);
  std::vector<std::vector<std::string>> kinds;
  std::vector<RepeatCase> cases;
  RepeatCase one;
  for (std::string line; std::getline(in, line);) {
    if (trimmed(line).empty() || line.front() == '#') continue;
    if (line.compare(0, 7, "faults ") == 0) {
      kinds.push_back(split(line.substr(line.find(':') + 1), ','));
    } else if (line.compare(0, 5, "when ") == 0) {
      const auto parts = split(line.substr(5), ',');
      if (parts.size() != 3) throw std::runtime_error(line);
      one.policy = parts[0];
      one.server = parts[1].substr(parts[1].find(' ') + 1);
      one.faults = parts[2];
    } else {
      const auto cells = split(line, '|');
      if (cells.size() != kinds.size() + 1) throw std::runtime_error(line);
      one.command = cells[0];
      for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
        one.attempts = std::stoi(cells[kind + 1]);
        one.outcome = cells[kind + 1].substr(cells[kind + 1].find(' ') + 1);
        for (const std::string& fault : kinds[kind]) {
          one.fault = fault;
          cases.push_back(one);
        }
      }
    }
  }
  return cases;
}

}  // namespace cent::test
