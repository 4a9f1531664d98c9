#include <gtest/gtest.h>

#include <openssl/crypto.h>

#include <cent/errors.hpp>
#include <cent/token.hpp>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <new>
#include <unordered_map>

#include "jwk_vectors.hpp"
#include "keys.hpp"
#include "token/src/signer.hpp"
#include "vectors.hpp"

// The fate of secrets: a program of its own, since it watches all memory that libcrypto and C++ give
// back.
namespace {

namespace rfc = cent::token::rfc;
using cent::token::decode_base64url;

constexpr const char* kSecret = "very-secret-0123456789-and-longer-than-any-small-string";
constexpr const char* kPassphrase = "open-sesame-0123456789-and-longer-than-any-small-string";

// The private numbers of two published JWKs, each from both ends: numbers lie in memory the last byte first.
struct Private {
  explicit Private(std::string_view jwk) {
    const std::size_t begin = jwk.find("\"d\":\"") + 5;
    number = decode_base64url(jwk.substr(begin, jwk.find('"', begin) - begin));
    reversed.assign(number.rbegin(), number.rend());
  }
  std::string number;
  std::string reversed;
};
const Private& rsa_number() {
  static const Private number{rfc::kRsaPrivateJwk};
  return number;
}
const Private& ec_number() {
  static const Private number{rfc::kEcPrivateJwk};
  return number;
}

// Sixteen bytes of each, told apart from all else in memory.
bool holds_secret(const void* block, std::size_t size) {
  const std::string_view bytes(static_cast<const char*>(block), size);
  const auto holds = [&](std::string_view secret) { return bytes.find(secret) != std::string_view::npos; };
  const auto holds_number = [&](const Private& one) {
    return holds(std::string_view(one.number).substr(0, 16)) ||
           holds(std::string_view(one.reversed).substr(0, 16));
  };
  return holds("very-secret-0123") || holds("open-sesame-0123") || holds_number(rsa_number()) ||
         holds_number(ec_number());
}

bool watching = false;
int given_back_unwiped = 0;
int blocks_seen = 0;

struct Size {
  std::size_t bytes;
  std::size_t padding;  // keeps the block behind it aligned
};

void look_at(void* block) {
  if (!watching || block == nullptr) return;
  ++blocks_seen;
  const std::size_t size = (static_cast<Size*>(block) - 1)->bytes;
  if (holds_secret(block, size)) ++given_back_unwiped;
}

void* take(std::size_t size) {
  auto* head = static_cast<Size*>(std::malloc(sizeof(Size) + size));
  if (head == nullptr) return nullptr;
  head->bytes = size;
  return head + 1;
}
void give_back(void* block) {
  look_at(block);
  if (block != nullptr) std::free(static_cast<Size*>(block) - 1);
}

void* take_for_libcrypto(std::size_t size, const char*, int) { return size == 0 ? nullptr : take(size); }
void give_back_for_libcrypto(void* block, const char*, int) { give_back(block); }
void* retake_for_libcrypto(void* block, std::size_t size, const char*, int) {
  void* other = size == 0 ? nullptr : take(size);
  if (block != nullptr && other != nullptr)
    std::memcpy(other, block, std::min(size, (static_cast<Size*>(block) - 1)->bytes));
  give_back(block);
  return other;
}

const int installed =
    CRYPTO_set_mem_functions(take_for_libcrypto, retake_for_libcrypto, give_back_for_libcrypto);

}  // namespace

void* operator new(std::size_t size) {
  if (void* block = take(size)) return block;
  throw std::bad_alloc();
}
void operator delete(void* block) noexcept { give_back(block); }
void operator delete(void* block, std::size_t) noexcept { give_back(block); }

namespace cent::token {
namespace {

TEST(Secrets, AreWipedBeforeTheirMemoryIsGivenBack) {
  ASSERT_EQ(installed, 1);
  const std::string pem = encrypted(rfc::kP256Key, kPassphrase);
  std::string oct = R"({"kty":"oct","k":")";
  append_base64url(oct, kSecret);
  oct += "\"}";
  ASSERT_FALSE(holds_secret(oct.data(), oct.size())) << "before it watches, both numbers are decoded";
  watching = true;
  {
    const Key secret = Key::secret(kSecret);
    const Key copy = secret.with_id("a");
    const Key encrypted_key = Key::pem(pem, kPassphrase);
    const Key oct_key = Key::from_jwk(oct);
    const Key rsa_key = Key::from_jwk(rfc::kRsaPrivateJwk);
    const Key ec_key = Key::from_jwk(rfc::kEcPrivateJwk);
    for (const Key& key : {secret, copy, encrypted_key, oct_key, rsa_key, ec_key})
      (void)verify(sign(ConnectionClaims{"42"}, key), key);
    (void)jwks({rsa_key, ec_key, ec_key.public_half().with_id("half")});
    try {
      (void)Key::secret(kSecret, Algorithm::rs256);
    } catch (const UsageError&) {
    }
  }
  watching = false;
  EXPECT_GT(blocks_seen, 20);
  EXPECT_EQ(given_back_unwiped, 0);
}

TEST(Secrets, AreSeenByThisTestWhereTheyAreNotWiped) {
  given_back_unwiped = 0;
  watching = true;
  { const std::string copy(kSecret); }
  OPENSSL_free(OPENSSL_strdup(kPassphrase));
  watching = false;
  EXPECT_EQ(given_back_unwiped, 2);
}

TEST(Secrets, StandInNoError) {
  const std::string pem = encrypted(rfc::kP256Key, kPassphrase);
  const std::string inside = std::string(rfc::kP256Key).substr(28, 40);
  std::string damaged = rfc::kP256Key;
  damaged.erase(100, 8);
  const std::string almost_pem = std::string("-----BEGIN ") + kSecret;
  int refused = 0;
  const auto check = [&](auto make) {
    try {
      (void)make();
    } catch (const CentException& error) {
      ++refused;
      const std::string text = std::string(error.what()) + error.facts().cause + error.facts().body;
      EXPECT_FALSE(holds_secret(text.data(), text.size())) << text;
      EXPECT_EQ(text.find(inside), std::string::npos) << text;
    }
  };
  check([&] { return Key::secret(kSecret, Algorithm::es256); });
  check([&] { return Key::secret(almost_pem); });
  check([&] { return Key::pem(kSecret); });
  check([&] { return Key::pem(almost_pem); });
  check([&] { return Key::pem(damaged); });
  check([&] { return Key::pem(pem, std::string(kPassphrase) + "?"); });
  check([&] { return Key::pem(rfc::kP256Key, Algorithm::rs256, kPassphrase); });
  check([&] { return sign(ConnectionClaims{"\xFF"}, Key::secret(kSecret)); });
  check([&] { return Key::secret(kSecret).with_id("\xFF"); });
  check([&] { return Key::from_jwk(kSecret); });
  check([&] { return Key::from_jwk(std::string(R"({"kty":"oct","k":")") + kSecret + "!\"}"); });
  check([&] { return Key::from_jwk(std::string(R"({"kty":"oct","k":"AAAA","alg":")") + kSecret + "\"}"); });
  check([&] { return Key::from_jwk(std::string(R"({"kty":"EC","crv":")") + kSecret + "\"}"); });
  check([&] { return inspect(kSecret); });
  check([&] { return inspect(std::string(kSecret) + ".." + kSecret); });
  check([&] { return verify(sign(ConnectionClaims{kSecret}, Key::secret("a")), Key::secret("b")); });
  check([&] { return jwks({Key::secret(kSecret).with_id(kSecret)}); });
  EXPECT_EQ(refused, 17);
}

}  // namespace
}  // namespace cent::token
