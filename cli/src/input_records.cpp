#include "input_records.hpp"

#include <cent/errors.hpp>

#include <algorithm>
#include <set>

#include "json/access.hpp"
#include "json/reader.hpp"
#include "json/text_error.hpp"
#include "json/utf8.hpp"
#include "json/writer.hpp"
#include "terminal.hpp"

namespace cent::cli {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80; }

std::size_t column_of(std::string_view line, std::size_t offset) {
  const std::string_view before = line.substr(0, offset);
  const auto continued = std::count_if(before.begin(), before.end(), continues_character);
  return before.size() - static_cast<std::size_t>(continued) + 1;
}

std::string start_of(std::string_view line) {
  constexpr std::size_t kLongest = 40;
  if (line.size() <= kLongest) return printable(line);
  std::size_t end = kLongest;
  while (end > 0 && continues_character(line[end])) --end;
  return printable(line.substr(0, end)) + "...";
}

}  // namespace

const char* name_of(InputForm form) noexcept {
  constexpr const char* kNames[] = {"json", "lines", "csv"};
  return kNames[static_cast<std::size_t>(form)];
}

BadInput::BadInput(std::uint64_t number, std::size_t offset, const std::string& reason, std::string_view line)
    : std::runtime_error("line " + std::to_string(number) + ", column " +
                         std::to_string(column_of(line, offset)) + ": " + reason + ": " + start_of(line)) {}

void RecordReader::fail(const std::string& reason, std::size_t offset) const {
  throw BadInput(position().lines, offset, reason, line_);
}

bool RecordReader::next_line() {
  if (!lines_.next(line_)) return false;
  if (position().lines == 1 && line_.rfind(kByteOrderMark, 0) == 0) line_.erase(0, kByteOrderMark.size());
  if (lines_.is_cut()) fail("longer than " + std::to_string(kMaxBytes) + " bytes", line_.size());
  return true;
}

bool RecordReader::read_csv_fields() {
  do {
    if (!next_line()) return false;
  } while (line_.find_first_not_of(" \t\r") == std::string::npos);
  try {
    while (!record_.add(line_)) {
      if (record_.bytes() > kMaxBytes) {
        record_ = {};
        fail("the quotes of a field do not end");
      }
      if (!next_line()) {
        record_ = {};
        fail("the input ends inside the quotes of a field");
      }
    }
    for (const std::string& field : record_.fields()) {
      if (detail::find_invalid_utf8(field) != std::string::npos) fail("invalid UTF-8 in a field");
    }
  } catch (const detail::TextError& error) {
    fail(error.reason, error.offset);
  }
  return true;
}

void RecordReader::begin() {
  if (form_ != InputForm::csv || !read_csv_fields()) return;
  std::set<std::string> known;
  for (const std::string& name : record_.fields()) {
    if (name.empty()) fail("a column of the header has no name");
    if (!known.insert(name).second) fail("two columns of the header have the same name");
    names_.push_back(Json::of(name).text() + ':');
  }
}

bool RecordReader::next_csv(std::string& object) {
  if (!read_csv_fields()) return false;
  const std::vector<std::string>& fields = record_.fields();
  if (fields.size() != names_.size()) {
    fail("the header has " + std::to_string(names_.size()) + " fields, this record has " +
         std::to_string(fields.size()));
  }
  object.clear();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    object += (i == 0 ? '{' : ',') + names_[i];
    detail::write_string(object, fields[i]);
  }
  object += '}';
  return true;
}

bool RecordReader::next(Json& payload) {
  if (form_ == InputForm::csv) {
    std::string object;
    if (!next_csv(object)) return false;
    payload = detail::JsonAccess::written(std::move(object));
    return true;
  }
  do {
    if (!next_line()) return false;
    if (!line_.empty() && line_.back() == '\r') line_.pop_back();
  } while (form_ == InputForm::json && line_.find_first_not_of(" \t") == std::string::npos);
  if (form_ == InputForm::lines) {
    const std::size_t invalid = detail::find_invalid_utf8(line_);
    if (invalid != std::string::npos) fail("invalid UTF-8", invalid);
    payload = Json::of(line_);
    return true;
  }
  try {
    if (detail::check_json(line_, Json::kMaxDepth)) detail::drop_line_breaks(line_);
  } catch (const detail::TextError& error) {
    fail(error.reason, error.offset);
  }
  payload = detail::JsonAccess::written(line_);
  return true;
}

}  // namespace cent::cli
