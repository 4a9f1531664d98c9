#include "faults/lib/not_run.hpp"

#include <cstdio>
#include <fstream>
#include <string>

namespace cent::test {
namespace {

bool something_did_not_run = false;

}  // namespace

bool something_was_not_run() { return something_did_not_run; }

void note_not_run(const std::string& reason) {
  something_did_not_run = true;
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  std::string line;
  if (test != nullptr) line.append(test->test_suite_name()).append(".").append(test->name()).append(": ");
  line += reason;
  std::printf("NOT RUN: %s\n", line.c_str());
  const char* const file = CENT_BUILD_FOLDER "/not-run.txt";
  std::ifstream before{file};
  for (std::string one; std::getline(before, one);) {
    if (one == line) return;
  }
  std::ofstream{file, std::ios::app} << line << '\n';
}

}  // namespace cent::test
