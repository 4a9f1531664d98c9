#include "base64url.hpp"
#include "signer.hpp"

namespace cent::token {

std::string compact(std::string_view header, std::string_view payload, const Signer& signer) {
  constexpr std::size_t kSignature = 350;  // base64url of 2048 bits, the usual RSA key, and the dot
  std::string token;
  token.reserve(header.size() + payload.size() / 3 * 4 + 4 + kSignature);
  token.append(header);
  append_base64url(token, payload);
  const std::string signature = signer.sign(token);
  token.push_back('.');
  append_base64url(token, signature);
  return token;
}

}  // namespace cent::token
