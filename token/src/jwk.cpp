#include <cent/errors.hpp>

#include <openssl/core_names.h>

#include <deque>
#include <map>
#include <new>
#include <vector>

#include "json/reader.hpp"
#include "json/text_error.hpp"
#include "key_pair.hpp"

// A key in JSON: RFC 7517, RFC 7518 section 6 (RSA, EC, secrets), RFC 8037 section 2 (Ed25519).
namespace cent::token {
namespace {

[[noreturn]] void refuse(const std::string& cause) { throw UsageError("the JWK " + cause); }

/// The members as they stand in the text, so that no copy of a secret is made.
class Jwk {
 public:
  explicit Jwk(std::string_view text);

  [[nodiscard]] bool has(std::string_view name) const { return members_.count(name) != 0; }
  /// A text; empty if there is none.
  [[nodiscard]] std::string text(std::string_view name) const;
  /// Appends the bytes of a member.
  void decode(std::string& out, const char* name) const;
  /// True if there is no list, or one that contains one of these words.
  [[nodiscard]] bool lists_any(const char* name, std::string_view one, std::string_view other) const;

 private:
  std::map<std::string, std::string_view, std::less<>> members_;
};

Jwk::Jwk(std::string_view text) {
  constexpr std::size_t kMost = 1U << 20U;
  if (text.size() > kMost) refuse("has more than 1 MiB");
  try {
    detail::JsonReader in{text};
    in.begin_object();
    for (std::string_view name; in.next_member(name);) {
      const std::string kept(name);
      bool clean = true;
      if (!members_.emplace(kept, in.read_raw(clean)).second) in.fail("a member occurs twice");
      if (!clean) in.fail("a text is not valid UTF-8");
    }
    in.finish();
  } catch (const detail::TextError& error) {
    refuse("is not a JSON object: " + error.message());
  }
  if (has("keys")) refuse("is a set of keys (JWKS): from_jwk takes one of them");
}

std::string Jwk::text(std::string_view name) const {
  const auto found = members_.find(name);
  if (found == members_.end()) return {};
  if (found->second.front() != '"') refuse("has a " + std::string(name) + " that is not a text");
  std::string out;
  detail::JsonReader{found->second}.read_string(out);
  return out;
}

void Jwk::decode(std::string& out, const char* name) const {
  const auto found = members_.find(name);
  if (found == members_.end()) refuse(std::string("has no ") + name);
  const std::string_view quoted = found->second;
  if (quoted.size() < 3 || quoted.front() != '"' ||
      !decode_base64url_into(out, quoted.substr(1, quoted.size() - 2)))
    refuse(std::string("has no base64url in ") + name);
}

bool Jwk::lists_any(const char* name, std::string_view one, std::string_view other) const {
  const auto found = members_.find(name);
  if (found == members_.end()) return true;
  try {
    bool any = false;
    detail::JsonReader in{found->second};
    in.begin_array();
    for (std::string word; in.next_element();) {
      in.read_string(word);
      any = any || word == one || word == other;
    }
    return any;
  } catch (const detail::TextError&) {
    refuse(std::string("has a ") + name + " that is not a list of texts");
  }
}

/// The parameters for EVP_PKEY_fromdata. OSSL_PARAM_BLD would free private numbers without wiping them.
class Parameters {
 public:
  void text(const char* name, const char* value) {
    list_.push_back(OSSL_PARAM_construct_utf8_string(name, const_cast<char*>(value), 0));
  }
  void octets(const char* name, std::string_view bytes) {
    std::string& kept = storage_.emplace_back().bytes;
    kept = bytes;
    list_.push_back(OSSL_PARAM_construct_octet_string(name, kept.data(), kept.size()));
  }
  /// A positive number, the highest byte first.
  void number(const char* name, std::string_view bytes) {
    const Number value{BN_bin2bn(bytes_of(bytes), static_cast<int>(bytes.size()), nullptr)};
    if (!value) throw std::bad_alloc();
    std::string& kept = storage_.emplace_back().bytes;
    kept.resize(bytes.size());
    BN_bn2nativepad(value.get(), bytes_of(kept), static_cast<int>(kept.size()));
    list_.push_back(OSSL_PARAM_construct_BN(name, bytes_of(kept), kept.size()));
  }
  /// A member of the JWK as a number.
  void number(const char* name, const Jwk& jwk, const char* member) {
    Wiped bytes;
    jwk.decode(bytes.bytes, member);
    number(name, bytes.bytes);
  }
  OSSL_PARAM* data() {
    list_.push_back(OSSL_PARAM_construct_end());
    return list_.data();
  }

 private:
  std::deque<Wiped> storage_;
  std::vector<OSSL_PARAM> list_;
};

/// @throws UsageError if the numbers are no key of this type.
Pkey make_key(const char* type, Parameters& parameters, bool is_private) {
  const KeyContext context{EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr)};
  EVP_PKEY* made = nullptr;
  if (!context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &made, is_private ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY,
                        parameters.data()) != 1) {
    EVP_PKEY_free(made);
    refuse("holds numbers that are not a key");
  }
  Pkey key{made};
  const KeyContext check{EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr)};
  if (!check || EVP_PKEY_public_check(check.get()) != 1) refuse("holds numbers that are not a key");
  return key;
}

Pkey make_rsa(const Jwk& jwk) {
  if (jwk.has("oth")) refuse("is of an RSA key with more than two primes");
  const bool is_private = jwk.has("d");
  Parameters parameters;
  parameters.number(OSSL_PKEY_PARAM_RSA_N, jwk, "n");
  parameters.number(OSSL_PKEY_PARAM_RSA_E, jwk, "e");
  if (is_private) parameters.number(OSSL_PKEY_PARAM_RSA_D, jwk, "d");
  if (is_private && jwk.has("p")) {
    parameters.number(OSSL_PKEY_PARAM_RSA_FACTOR1, jwk, "p");
    parameters.number(OSSL_PKEY_PARAM_RSA_FACTOR2, jwk, "q");
    parameters.number(OSSL_PKEY_PARAM_RSA_EXPONENT1, jwk, "dp");
    parameters.number(OSSL_PKEY_PARAM_RSA_EXPONENT2, jwk, "dq");
    parameters.number(OSSL_PKEY_PARAM_RSA_COEFFICIENT1, jwk, "qi");
  }
  return make_key("RSA", parameters, is_private);
}

/// RFC 7518, section 6.2: each number in its full width.
void decode_wide(std::string& out, const Jwk& jwk, const char* member, const char* crv, int size) {
  const std::size_t before = out.size();
  jwk.decode(out, member);
  if (out.size() - before != static_cast<std::size_t>(size))
    refuse(std::string("has ") + std::to_string(out.size() - before) + " bytes in " + member + ", " + crv +
           " needs " + std::to_string(size));
}

Pkey make_ec(const Jwk& jwk) {
  const std::string crv = jwk.text("crv");
  for (const Curve& curve : kCurves) {
    if (crv != curve.crv) continue;
    Parameters parameters;
    parameters.text(OSSL_PKEY_PARAM_GROUP_NAME, curve.name);
    std::string point(1, '\4');  // uncompressed
    decode_wide(point, jwk, "x", curve.crv, curve.number_size);
    decode_wide(point, jwk, "y", curve.crv, curve.number_size);
    parameters.octets(OSSL_PKEY_PARAM_PUB_KEY, point);
    Wiped secret;
    if (jwk.has("d")) {
      decode_wide(secret.bytes, jwk, "d", curve.crv, curve.number_size);
      parameters.number(OSSL_PKEY_PARAM_PRIV_KEY, secret.bytes);
    }
    return make_key("EC", parameters, jwk.has("d"));
  }
  refuse(crv.empty() ? "has no crv" : "has a crv that is none of P-256, P-384 and P-521");
}

Pkey make_ed25519(const Jwk& jwk) {
  constexpr int kSize = 32;
  const std::string crv = jwk.text("crv");
  if (crv != "Ed25519") refuse(crv.empty() ? "has no crv" : "has a crv that is not Ed25519");
  std::string open;
  decode_wide(open, jwk, "x", "Ed25519", kSize);
  if (!jwk.has("d"))
    return Pkey{EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(std::string_view(open)),
                                            open.size())};
  Wiped secret;
  decode_wide(secret.bytes, jwk, "d", "Ed25519", kSize);
  Pkey key{EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes_of(std::string_view(secret.bytes)),
                                        kSize)};
  std::string own(kSize, '\0');
  std::size_t size = kSize;
  EVP_PKEY_get_raw_public_key(key.get(), bytes_of(own), &size);
  if (own != open) refuse("holds two halves of different keys");
  return key;
}

/// @throws UsageError if what the private half signs does not fit the public half.
void check_halves(const Signer& signer) {
  const std::string_view text = "any text";
  bool fit = false;
  try {
    fit = signer.verify(text, signer.sign(text));
  } catch (const UsageError&) {
  }
  if (!fit) refuse("holds two halves of different keys");
}

SignerMade make_secret(const Jwk& jwk, const Algorithm* wanted) {
  const Algorithm algorithm = wanted != nullptr ? *wanted : Algorithm::hs256;
  if (family_of(algorithm) != Family::hmac) refuse("has an alg that does not fit: it is a secret (kty oct)");
  Wiped bytes;
  jwk.decode(bytes.bytes, "k");
  const Key checked = Key::secret(bytes.bytes, algorithm);
  return {algorithm, KeyAccess::state(checked).signer};
}

const Algorithm* wanted_by(const Jwk& jwk) {
  if (!jwk.has("alg")) return nullptr;
  const Algorithm* const found = find_algorithm(jwk.text("alg"));
  if (found == nullptr) refuse("has an alg that Centrifugo does not know, see cent::token::Algorithm");
  return found;
}

}  // namespace

JwkSigner make_jwk_signer(std::string_view text) {
  const KeepErrors keep;
  const Jwk jwk{text};
  const std::string kty = jwk.text("kty");
  if (jwk.has("use") && jwk.text("use") != "sig") refuse("has a use other than sig");
  if (!jwk.lists_any("key_ops", "sign", "verify")) refuse("has key_ops without sign and verify");
  if (jwk.has("kid") && jwk.text("kid").empty()) refuse("has an empty kid");
  const Algorithm* const wanted = wanted_by(jwk);
  if (kty == "oct") return {make_secret(jwk, wanted), jwk.text("kid")};

  Pkey key;
  if (kty == "RSA") key = make_rsa(jwk);
  if (kty == "EC") key = make_ec(jwk);
  if (kty == "OKP") key = make_ed25519(jwk);
  if (!key) refuse(kty.empty() ? "has no kty" : "has a kty that is none of RSA, EC, OKP and oct");
  const bool is_private = jwk.has("d");
  SignerMade made = make_key_pair_signer(std::move(key), wanted, is_private);
  if (is_private) check_halves(*made.signer);
  return {std::move(made), jwk.text("kid")};
}

}  // namespace cent::token
