#include "csv_record.hpp"

#include "json/text_error.hpp"

namespace cent::cli {

bool CsvRecord::add(std::string_view line) {
  if (state_ == State::quoted) {
    fields_.back() += '\n';
  } else {
    fields_.assign(1, {});
    state_ = State::start;
    bytes_ = 0;
  }
  bytes_ += line.size() + 1;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (state_ == State::quoted) {
      if (c != '"') {
        fields_.back() += c;
      } else if (line.substr(i + 1, 1) == "\"") {
        fields_.back() += line[++i];
      } else {
        state_ = State::behind_quotes;
      }
    } else if (c == ',') {
      fields_.emplace_back();
      state_ = State::start;
    } else if (c == '\r' && i + 1 == line.size()) {
      break;
    } else if (c == '"' && state_ == State::start) {
      state_ = State::quoted;
    } else if (c == '"' || state_ == State::behind_quotes) {
      state_ = State::start;
      throw detail::TextError{c == '"' ? "a quote inside a field without quotes around it"
                                       : "text behind the closing quote of a field",
                              i};
    } else {
      fields_.back() += c;
      state_ = State::plain;
    }
  }
  return state_ != State::quoted;
}

}  // namespace cent::cli
