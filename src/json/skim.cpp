// Finds the end of a value without reading its content.
#include "json/brackets.hpp"
#include "json/reader.hpp"
#include "json/usual_result.hpp"

namespace cent::detail {
std::string_view JsonReader::skim_raw() {
  const Kind kind = peek();
  if (kind != Kind::object && kind != Kind::array) {
    bool clean = true;
    return read_raw(clean);
  }
  const char* const start = at_;
  int open = 0;  // brackets
  Brackets brackets{start, end_};
  for (Brackets::Found found{}; brackets.next(found);) {
    if (open > found.closed) {  // it cannot end here
      open += found.opened;
      continue;
    }
    for (std::uint64_t left = found.opening | found.closing; left != 0; left &= left - 1) {
      const unsigned place = lowest_bit(left);
      open += (found.opening >> place & 1U) != 0 ? 1 : -1;
      if (open != 0) continue;
      at_ = brackets.block() + place + 1;
      return {start, static_cast<std::size_t>(at_ - start)};
    }
  }
  fail_at("the JSON text ends too early", end_);
}

std::string_view JsonReader::take_usual_reply(std::string_view name) noexcept {
  const char* at = at_;
  constexpr std::size_t kLevels = 2;
  if (max_depth_ - depth_ < kLevels || !take(at, end_, "{\"") || !take(at, end_, name) ||
      !take(at, end_, "\":"))
    return {};
  const char* const result = at;
  UsualResult unused;
  if (!take_usual_result(at, end_, unused)) return {};
  const std::string_view text{result, static_cast<std::size_t>(at - result)};
  if (!take(at, end_, "}")) return {};
  at_ = at;
  fresh_ = false;
  return text;
}

}  // namespace cent::detail
