#pragma once
#include <cent/transport.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace cent::detail {

/// The texts that no error may show, even if a server repeats them: the API key and the values of the
/// caller's headers, whole and in parts (`Bearer TOKEN`, `name=VALUE`). Parts of less than 8 bytes are not
/// redacted, since they may be ordinary words.
class Secrets {
 public:
  Secrets() = default;
  template <class Text, std::enable_if_t<std::is_convertible_v<const Text&, std::string_view>, int> = 0>
  Secrets(const Text& api_key) : Secrets(api_key, HttpHeaders{}) {}
  Secrets(std::string_view api_key, const HttpHeaders& headers);

  /// Returns these and the values of more headers.
  [[nodiscard]] Secrets with(const HttpHeaders& headers) const;
  /// Length of the secret that begins at `at`; 0 if none does.
  [[nodiscard]] std::size_t at(std::string_view text, std::size_t at) const noexcept;
  /// Replaces each secret by `***`.
  [[nodiscard]] std::string redact(std::string text) const;

 private:
  void add(const HttpHeaders& headers);

  std::vector<std::string> secrets_;  ///< The longest first, since it may contain others.
};

inline constexpr std::string_view kRedacted = "***";

}  // namespace cent::detail
