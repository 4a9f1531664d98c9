#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "json/plain_bytes.hpp"

namespace cent::detail {

/// The result of a publication.
struct UsualResult {
  std::uint64_t offset = 0;
  std::string_view epoch{};
};

/// Moves behind the literal if it is there.
inline bool take(const char*& at, const char* end, std::string_view literal) noexcept {
  if (static_cast<std::size_t>(end - at) < literal.size() ||
      std::memcmp(at, literal.data(), literal.size()) != 0)
    return false;
  at += literal.size();
  return true;
}

/// Reads the result of a publication in the form in which servers write it: `{}`, or
/// `{"offset":7,"epoch":"abcd"}` without white space or escapes. Most answers of a busy client are such, and
/// this costs a third of JsonReader. Returns false for text of another form; `at` is then anywhere.
inline bool take_usual_result(const char*& at, const char* end, UsualResult& result) noexcept {
  if (!take(at, end, "{")) return false;
  if (take(at, end, "}")) return true;
  if (!take(at, end, R"("offset":)")) return false;
  const char* const digits = at;
  std::uint64_t offset = 0;
  constexpr std::ptrdiff_t kMostDigits = 18;  // so that it does not overflow
  for (; at != end && *at >= '0' && *at <= '9' && at - digits < kMostDigits; ++at)
    offset = offset * 10 + static_cast<unsigned>(*at - '0');
  if (at == digits || *digits == '0' || !take(at, end, R"(,"epoch":")")) return false;
  const char* const epoch = at;
  at = skip_plain(at, end);
  result = {offset, {epoch, static_cast<std::size_t>(at - epoch)}};
  return take(at, end, R"("})");
}

}  // namespace cent::detail
