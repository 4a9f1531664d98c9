#include <cent/errors.hpp>
#include <cent/token.hpp>

#include <algorithm>
#include <array>

#include "json/text_error.hpp"
#include "json/writer.hpp"
#include "signer.hpp"

namespace cent::token {
namespace {

constexpr const char* kPemText = "the key's PEM text";
constexpr const char* kPassphrase = "the key's passphrase";

std::string header_of(Algorithm algorithm, std::string_view id) {
  std::string text = R"({"alg":")";
  text.append(to_string(algorithm)).append(R"(","typ":"JWT")");
  if (!id.empty()) {
    text.append(R"(,"kid":)");
    detail::write_string(text, id);
  }
  text.push_back('}');
  std::string header;
  append_base64url(header, text);
  header.push_back('.');
  return header;
}

std::shared_ptr<const KeyState> make_state(Algorithm algorithm, std::shared_ptr<const Signer> signer,
                                           std::string_view id = {}) {
  auto state = std::make_shared<KeyState>();
  state->algorithm = algorithm;
  state->id = id;
  state->header = header_of(algorithm, id);
  state->signer = std::move(signer);
  return state;
}

void check_not_hmac(Algorithm algorithm) {
  if (family_of(algorithm) == Family::hmac)
    throw UsageError(std::string(to_string(algorithm)) + " signs with a secret: use Key::secret");
}

}  // namespace

const char* to_string(Algorithm algorithm) noexcept {
  switch (algorithm) {
    case Algorithm::hs256:
      return "HS256";
    case Algorithm::hs384:
      return "HS384";
    case Algorithm::hs512:
      return "HS512";
    case Algorithm::rs256:
      return "RS256";
    case Algorithm::rs384:
      return "RS384";
    case Algorithm::rs512:
      return "RS512";
    case Algorithm::es256:
      return "ES256";
    case Algorithm::es384:
      return "ES384";
    case Algorithm::es512:
      return "ES512";
    case Algorithm::eddsa:
      return "EdDSA";
  }
  return "?";
}

Family family_of(Algorithm algorithm) noexcept {
  switch (*to_string(algorithm)) {
    case 'H':
      return Family::hmac;
    case 'R':
      return Family::rsa;
    default:
      return algorithm == Algorithm::eddsa ? Family::eddsa : Family::ecdsa;
  }
}

const Algorithm* find_algorithm(std::string_view name) noexcept {
  static constexpr std::array<Algorithm, 10> kAll{
      Algorithm::hs256, Algorithm::hs384, Algorithm::hs512, Algorithm::rs256, Algorithm::rs384,
      Algorithm::rs512, Algorithm::es256, Algorithm::es384, Algorithm::es512, Algorithm::eddsa};
  const auto found = std::find_if(kAll.begin(), kAll.end(),
                                  [&](Algorithm algorithm) { return to_string(algorithm) == name; });
  return found == kAll.end() ? nullptr : &*found;
}

const char* digest_of(Algorithm algorithm) noexcept {
  if (algorithm == Algorithm::eddsa) return nullptr;
  switch (to_string(algorithm)[2]) {
    case '2':
      return "SHA256";
    case '3':
      return "SHA384";
    default:
      return "SHA512";
  }
}

Key Key::secret(TextArgument secret, Algorithm algorithm) {
  const std::string_view bytes = secret.named("the secret for tokens");
  if (family_of(algorithm) != Family::hmac)
    throw UsageError(std::string(to_string(algorithm)) + " does not sign with a secret: use Key::pem");
  if (bytes.empty()) throw UsageError("the secret for tokens is empty");
  // If a public key's text were the secret, everybody who has it could sign.
  if (bytes.find("-----BEGIN ") != std::string_view::npos)
    throw UsageError("the secret for tokens is a key in PEM text: use Key::pem");
  return Key{make_state(algorithm, make_hmac_signer(bytes, algorithm))};
}

Key Key::pem(TextArgument text, TextArgument passphrase) {
  SignerMade made = make_pem_signer(text.named(kPemText), nullptr, passphrase.named(kPassphrase));
  return Key{make_state(made.algorithm, std::move(made.signer))};
}

Key Key::pem(TextArgument text, Algorithm algorithm, TextArgument passphrase) {
  check_not_hmac(algorithm);
  SignerMade made = make_pem_signer(text.named(kPemText), &algorithm, passphrase.named(kPassphrase));
  return Key{make_state(made.algorithm, std::move(made.signer))};
}

Key Key::public_pem(TextArgument text) {
  SignerMade made = make_public_pem_signer(text.named(kPemText), nullptr);
  return Key{make_state(made.algorithm, std::move(made.signer))};
}

Key Key::public_pem(TextArgument text, Algorithm algorithm) {
  check_not_hmac(algorithm);
  SignerMade made = make_public_pem_signer(text.named(kPemText), &algorithm);
  return Key{make_state(made.algorithm, std::move(made.signer))};
}

Key Key::from_jwk(TextArgument text) {
  JwkSigner read = make_jwk_signer(text.named("the key's JWK"));
  const Key key{make_state(read.made.algorithm, std::move(read.made.signer))};
  return read.id.empty() ? key : key.with_id(read.id);
}

Key Key::with_id(TextArgument name) const {
  const std::string_view id = name.named("the key's ID");
  if (id.empty()) throw UsageError("the key's ID is empty");
  try {
    return Key{make_state(state_->algorithm, state_->signer, id)};
  } catch (const detail::TextError& error) {
    throw UsageError("the key's ID: " + error.message());
  }
}

Key Key::public_half() const {
  std::shared_ptr<const Signer> half = state_->signer->public_half();
  if (!half) throw UsageError("a secret has no public half");
  return Key{make_state(state_->algorithm, std::move(half), state_->id)};
}

bool Key::can_sign() const noexcept { return state_->signer->can_sign(); }
std::string Key::id() const { return state_->id; }
Algorithm Key::algorithm() const noexcept { return state_->algorithm; }

Key::Key(std::shared_ptr<const KeyState> state) noexcept : state_(std::move(state)) {}
Key::Key(const Key&) noexcept = default;
Key& Key::operator=(const Key&) noexcept = default;
Key::~Key() = default;

}  // namespace cent::token
