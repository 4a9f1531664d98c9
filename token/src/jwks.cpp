#include <cent/errors.hpp>

#include <algorithm>
#include <array>
#include <new>

#include "json/writer.hpp"
#include "libcrypto.hpp"
#include "signer.hpp"

namespace cent::token {

std::string Key::thumbprint() const {
  const KeepErrors keep;
  const std::string text = "{" + state_->signer->public_members() + "}";
  if (text == "{}") throw UsageError("a secret has no thumbprint: it would say something of the secret");
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  std::size_t size = 0;
  if (EVP_Q_digest(nullptr, "SHA256", nullptr, text.data(), text.size(), digest.data(), &size) != 1)
    throw std::bad_alloc();
  std::string out;
  append_base64url(out, {reinterpret_cast<const char*>(digest.data()), size});
  return out;
}

std::string jwks(const std::vector<Key>& keys) {
  std::string out = R"({"keys":[)";
  for (auto key = keys.begin(); key != keys.end(); ++key) {
    const KeyState& state = KeyAccess::state(*key);
    const std::string members = state.signer->public_members();
    if (members.empty()) throw UsageError("a secret must not be published", "jwks");
    if (state.id.empty())
      throw UsageError("a key has no ID (kid), by which servers find it: use with_id(key.thumbprint())",
                       "jwks");
    const auto is_same = [&](const Key& other) { return KeyAccess::state(other).id == state.id; };
    if (std::any_of(keys.begin(), key, is_same)) throw UsageError("two keys have the same ID (kid)", "jwks");
    if (key != keys.begin()) out.push_back(',');
    out.append("{").append(members).append(R"(,"use":"sig","alg":")").append(to_string(state.algorithm));
    out.append(R"(","kid":)");
    detail::write_string(out, state.id);
    out.push_back('}');
  }
  return out.append("]}");
}

}  // namespace cent::token
