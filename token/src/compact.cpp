#include <openssl/evp.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "signer.hpp"

namespace cent::token {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace

void append_base64url(std::string& out, std::string_view bytes) {
  constexpr std::size_t kPiece = 3U << 20U;  // a multiple of three, far below the maximum of int
  while (!bytes.empty()) {
    const std::string_view piece = bytes.substr(0, kPiece);
    const std::size_t start = out.size();
    const std::size_t size = (piece.size() + 2) / 3 * 4;
    out.resize(start + size + 1);  // libcrypto appends a NUL
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(&out[start]),
                    reinterpret_cast<const unsigned char*>(piece.data()), static_cast<int>(piece.size()));
    out.resize(start + size);
    const auto begin = out.begin() + static_cast<std::ptrdiff_t>(start);
    std::replace(begin, out.end(), '+', '-');
    std::replace(begin, out.end(), '/', '_');
    bytes.remove_prefix(piece.size());
  }
  while (!out.empty() && out.back() == '=') out.pop_back();
}

bool decode_base64url_into(std::string& out, std::string_view text) {
  out.reserve(text.size() / 4 * 3 + 3);
  std::uint32_t bits = 0;
  unsigned count = 0;  // of bits that are not in `out` yet
  for (const char c : text) {
    const std::size_t value = kAlphabet.find(c);
    if (value == std::string_view::npos) return false;
    bits = bits << 6U | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out.push_back(static_cast<char>(bits >> count));
    bits &= (1U << count) - 1;
  }
  return count < 6 && bits == 0;  // else there is a second spelling of the same bytes
}

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
