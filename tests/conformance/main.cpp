#include <gtest/gtest.h>

#include <fstream>
#include <iomanip>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "conformance/server_under_test.hpp"

namespace cent::test {

/// Counts the cases by server. At the end it prints which servers ran, and which generations did not run on a
/// real one, and writes the same to a file.
class Table final : public ::testing::EmptyTestEventListener {
 public:
  explicit Table(std::string file) : file_(std::move(file)) {}

  void OnTestEnd(const ::testing::TestInfo& test) override;
  void OnTestProgramEnd(const ::testing::UnitTest& program) override;

 private:
  struct Count {
    int passed = 0;
    int failed = 0;
    int skipped = 0;
    std::map<std::string, int> reasons{};  ///< Why cases were skipped, and how many.
  };
  [[nodiscard]] std::string text() const;

  std::string file_;
  std::map<std::string, Count> counts_{};
};

void Table::OnTestEnd(const ::testing::TestInfo& test) {
  const std::string name = test.name();
  const std::size_t slash = name.rfind('/');
  if (slash == std::string::npos) return;
  Count& count = counts_[name.substr(slash + 1)];
  if (test.result()->Skipped()) {
    ++count.skipped;
    for (int i = 0; i < test.result()->total_part_count(); ++i) {
      const ::testing::TestPartResult& part = test.result()->GetTestPartResult(i);
      if (part.skipped()) ++count.reasons[part.message()];
    }
  } else {
    ++(test.result()->Passed() ? count.passed : count.failed);
  }
}

std::string Table::text() const {
  constexpr int kName = 16;
  std::ostringstream out;
  out << "Conformance: the same cases on every server\n"
      << std::left << std::setw(kName) << "server" << std::right << std::setw(8) << "cases" << std::setw(8)
      << "passed" << std::setw(8) << "failed" << std::setw(9) << "skipped"
      << "  version\n";
  std::set<int> missing = {2, 3, 4, 5, 6};
  for (const Servers::One& one : servers().all) {
    const auto found = counts_.find(one.name);
    const Count count = found == counts_.end() ? Count{} : found->second;
    const int cases = count.passed + count.failed + count.skipped;
    out << std::left << std::setw(kName) << one.name << std::right << std::setw(8) << cases << std::setw(8)
        << count.passed << std::setw(8) << count.failed << std::setw(9) << count.skipped << "  "
        << one.server->version() << '\n';
    for (const auto& [reason, times] : count.reasons) {
      out << std::setw(kName + 26) << "skipped" << std::setw(4) << times << ": " << reason << '\n';
    }
    if (one.server->is_real() && cases > 0) missing.erase(one.server->generation());
  }
  for (const std::string& failure : servers().failures) out << "!!! NOT RUN: " << failure << '\n';
  if (missing.empty()) return out.str();
  out << "!!! NOT RUN ON A REAL SERVER:";
  for (const int generation : missing) out << " v" << generation;
  out << ". Name Centrifugo programs in CENTRIFUGO_BIN (separated by ':').\n";
  return out.str();
}

void Table::OnTestProgramEnd(const ::testing::UnitTest&) {
  const std::string table = text();
  std::cout << '\n' << table << std::flush;
  std::ofstream(file_) << table;
}

namespace {

// A server that was asked for and does not run is no reason to look away.
TEST(RealServers, AllThatAreNamedComeUp) {
  for (const std::string& failure : servers().failures) ADD_FAILURE() << failure;
}

}  // namespace
}  // namespace cent::test

int main(int count, char** arguments) {
  ::testing::InitGoogleTest(&count, arguments);
  ::testing::UnitTest::GetInstance()->listeners().Append(new cent::test::Table(CENT_CONFORMANCE_TABLE));
  const int status = RUN_ALL_TESTS();
  cent::test::servers().all.clear();
  return status;
}
