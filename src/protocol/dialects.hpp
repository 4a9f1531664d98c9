#pragma once
#include <cent/client_options.hpp>
#include <memory>
#include <string>
#include <vector>

#include "protocol/dialect.hpp"

namespace cent::detail {

const Dialect& modern_dialect();
const Dialect& legacy_dialect();

/// All dialects, newest first.
using DialectList = std::vector<const Dialect*>;
const DialectList& all_dialects();

/// The dialects that a client may use, newest first, with the parts of a request that are always the same.
class Dialects {
 public:
  struct Entry {
    const Dialect* dialect;
    std::shared_ptr<const HttpHeaders> headers;
    std::string query;
  };
  /// @throws UsageError if ClientOptions::protocol chooses a dialect that the other options exclude.
  explicit Dialects(const ClientOptions& options, const DialectList& all = all_dialects());

  [[nodiscard]] const std::vector<Entry>& entries() const noexcept { return entries_; }
  [[nodiscard]] const Entry& of(const Dialect& dialect) const noexcept;
  [[nodiscard]] const Dialect& newest() const noexcept { return *entries_.front().dialect; }
  /// Says which dialect the options exclude, and why. Empty if there is none.
  [[nodiscard]] const std::string& left_out() const noexcept { return left_out_; }

 private:
  std::vector<Entry> entries_;
  std::string left_out_;
};

}  // namespace cent::detail
