#include <cent/errors.hpp>

#include <openssl/pem.h>

#include <cstring>
#include <new>

#include "key_pair.hpp"

namespace cent::token {
namespace {

constexpr const char* kBegin = "-----BEGIN ";
constexpr const char* kNotPem = "this is not PEM text: it has no line -----BEGIN …-----";

int give_passphrase(char* buffer, int size, int, void* user) {
  const auto& passphrase = *static_cast<const std::string_view*>(user);
  if (passphrase.empty() || passphrase.size() > static_cast<std::size_t>(size)) return -1;
  std::memcpy(buffer, passphrase.data(), passphrase.size());
  return static_cast<int>(passphrase.size());
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// Why libcrypto could not read it, judged by the text around the key.
const char* fault_of(std::string_view text, bool has_passphrase) {
  if (!contains(text, kBegin)) return kNotPem;
  if (!contains(text, "PRIVATE KEY-----")) {
    return contains(text, "PUBLIC KEY-----") || contains(text, "CERTIFICATE-----")
               ? "a public key or certificate cannot sign: the private key is needed"
               : "the PEM text contains no private key";
  }
  if (contains(text, "BEGIN OPENSSH"))
    return "a key in OpenSSH's format: convert it with ssh-keygen -p -m PEM";
  const bool encrypted = contains(text, "ENCRYPTED");
  if (encrypted && !has_passphrase) return "the private key is encrypted: a passphrase is needed";
  return encrypted ? "the private key cannot be read: it is damaged, or the passphrase is wrong"
                   : "the private key cannot be read: it is damaged";
}

Bio reader_of(std::string_view text) {
  constexpr std::size_t kMost = 1U << 20U;
  if (text.size() > kMost) throw UsageError("the PEM text has more than 1 MiB");
  Bio bio{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
  if (!bio) throw std::bad_alloc();
  return bio;
}

Pkey read_key(std::string_view text, std::string_view passphrase) {
  const Bio bio = reader_of(text);
  Pkey key{PEM_read_bio_PrivateKey(bio.get(), nullptr, give_passphrase, &passphrase)};
  if (!key) throw UsageError(fault_of(text, !passphrase.empty()));
  return key;
}

Pkey read_public_key(std::string_view text) {
  const Bio bio = reader_of(text);
  std::string_view no_passphrase;
  Pkey key{PEM_read_bio_PUBKEY(bio.get(), nullptr, give_passphrase, &no_passphrase)};
  if (key) return key;
  if (!contains(text, kBegin)) throw UsageError(kNotPem);
  throw UsageError(contains(text, "PRIVATE KEY-----") ? "a private key: use Key::pem and public_half"
                                                      : "the PEM text contains no readable public key");
}

}  // namespace

SignerMade make_pem_signer(std::string_view text, const Algorithm* wanted, std::string_view passphrase) {
  const KeepErrors keep;
  return make_key_pair_signer(read_key(text, passphrase), wanted, true);
}

SignerMade make_public_pem_signer(std::string_view text, const Algorithm* wanted) {
  const KeepErrors keep;
  return make_key_pair_signer(read_public_key(text), wanted, false);
}

}  // namespace cent::token
