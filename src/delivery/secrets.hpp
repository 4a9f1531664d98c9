#pragma once
#include <cent/transport.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace cent::detail {

/// What no error shows, wherever a server repeats it: the API key, and values of the caller's own headers,
/// whole and in their parts (`Bearer TOKEN`, `name=VALUE`). Parts of less than 8 bytes are no secrets: they
/// would redact words.
class Secrets {
 public:
  Secrets() = default;
  template <class Text, std::enable_if_t<std::is_convertible_v<const Text&, std::string_view>, int> = 0>
  Secrets(const Text& api_key) : Secrets(api_key, HttpHeaders{}) {}
  Secrets(std::string_view api_key, const HttpHeaders& headers);

  /// The length of the secret that stands at `at`; 0 if none does.
  [[nodiscard]] std::size_t at(std::string_view text, std::size_t at) const noexcept;
  /// Each secret replaced by `***`.
  [[nodiscard]] std::string redact(std::string text) const;

 private:
  std::vector<std::string> secrets_;  ///< The longest first: others may be a part of it.
};

inline constexpr std::string_view kRedacted = "***";

}  // namespace cent::detail
