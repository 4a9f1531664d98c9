#pragma once
#include <gtest/gtest.h>

#include <map>
#include <string>

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

}  // namespace cent::test
