// That what cent::token signs is what servers accept; that a real server finds the keys in a JWKS endpoint,
// and what the endpoint has to say of them.
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <cent/token.hpp>
#include <ctime>
#include <memory>
#include <optional>

#include "conformance/fixture.hpp"
#include "conformance/real_config.hpp"
#include "faults/lib/child.hpp"
#include "support/centrifugo_programs.hpp"
#include "support/eventually.hpp"
#include "support/fault_server.hpp"
#include "support/loopback.hpp"

namespace cent::test {
namespace {

using token::Algorithm;
using token::ConnectionClaims;
using token::Key;

/// The first frame that a connection with this token gets.
json first_frame(const Server& server, const std::string& signed_token) {
  RawRequest request = stream_request({{"token", signed_token}});
  request.target += "?cf_protocol_version=v2";
  RawStream stream(server.port(), request);
  return next_frame(stream);
}

TEST_P(Conformance, TokensOfCentsOwnConnectAndSubscribe) {
  if (!since(3)) GTEST_SKIP() << "v2 has no subscriber over plain HTTP";
  for (const Algorithm algorithm : {Algorithm::hs256, Algorithm::hs384, Algorithm::hs512}) {
    SCOPED_TRACE(token::to_string(algorithm));
    const std::string channel = fresh("token");
    ConnectionClaims claims{"u", token::expires_in(std::chrono::minutes{10})};
    claims.channels = {channel};
    const json frame = first_frame(server(), token::sign(claims, Key::secret("secret", algorithm)));
    EXPECT_EQ(frame.at("connect").at("subs").count(channel), 1U) << frame;
    EXPECT_GT(frame.at("connect").at("ttl"), 500) << frame;
  }
}

TEST_P(Conformance, TokensOfCentsOwnAreRefusedIfExpiredOrForged) {
  if (!since(3)) GTEST_SKIP() << "v2 has no subscriber over plain HTTP";
  const auto refusal = [&](const ConnectionClaims& claims, std::string_view secret) {
    return first_frame(server(), token::sign(claims, Key::secret(secret))).at("disconnect").at("code");
  };
  EXPECT_EQ(refusal({"u", std::time(nullptr) - 100}, "secret"), 3005);
  EXPECT_EQ(refusal({"u"}, "another secret"), 3500);
}

using token::ConnectionClaims;
using token::Key;

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(BIGNUM* number) const { BN_free(number); }
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using Pkey = std::unique_ptr<EVP_PKEY, Free>;
using Bio = std::unique_ptr<BIO, Free>;

std::string base64url(const std::string& bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  text.resize(static_cast<std::size_t>(EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                                       reinterpret_cast<const unsigned char*>(bytes.data()),
                                                       static_cast<int>(bytes.size()))));
  text.erase(text.find_last_not_of('=') + 1);
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

/// An RSA key: its PEM text, and its public half as a JWKS endpoint shows it, without `kid` and `use`.
struct RsaKey {
  RsaKey() : key(EVP_RSA_gen(2048)) {
    const Bio bio{BIO_new(BIO_s_mem())};
    PEM_write_bio_PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    pem.assign(data, static_cast<std::size_t>(size));
  }
  [[nodiscard]] std::string number(const char* name) const {
    BIGNUM* raw = nullptr;
    EVP_PKEY_get_bn_param(key.get(), name, &raw);
    const std::unique_ptr<BIGNUM, Free> number{raw};
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(raw)), '\0');
    BN_bn2bin(raw, reinterpret_cast<unsigned char*>(bytes.data()));
    return base64url(bytes);
  }
  [[nodiscard]] json shown(const json& more) const {
    json entry = {{"kty", "RSA"}, {"n", number(OSSL_PKEY_PARAM_RSA_N)}, {"e", number(OSSL_PKEY_PARAM_RSA_E)}};
    entry.update(more);
    return entry;
  }

  Pkey key;
  std::string pem{};
};

/// A server of v6 that fetches its keys from this address.
class JwksServer {
 public:
  JwksServer(const std::string& program, const std::string& endpoint) {
    json config = json::parse(real_config(6, port_));
    config["client"]["token"]["jwks_public_endpoint"] = endpoint;
    write_file(folder_.path("config.json"), config.dump());
    process_.emplace(std::vector<std::string>{program, "-c", folder_.path("config.json")},
                     folder_.path("log"));
    const bool up = eventually([&] {
      try {
        return exchange(port_, {"GET", "/health", {}, {}}).status == 200;
      } catch (const std::exception&) {
        return process_->ended().has_value();
      }
    });
    if (!up || process_->ended()) throw std::runtime_error("it does not come up: " + log());
  }
  /// What a connection with this token hears first.
  [[nodiscard]] json first_frame(const std::string& signed_token) const {
    RawStream stream(port_, stream_request({{"token", signed_token}}));
    return next_frame(stream);
  }
  [[nodiscard]] std::string log() const { return read_file(folder_.path("log")); }

 private:
  TestFolder folder_{};
  std::uint16_t port_ = free_port();
  std::optional<Child> process_{};
};

/// A real server of v6, by its path; empty: there is none, which the table at the end says.
std::string program_of_v6() {
  const TestFolder folder;
  for (const std::string& program : centrifugo_programs()) {
    Child child({program, "version"}, folder.path("version"));
    const bool ended = child.wait(std::chrono::seconds{20}).has_value();
    if (ended && child.output().find("Centrifugo v6.") != std::string::npos) return program;
  }
  return {};
}

TEST(RealServers, FindAKeyByItsIdAndUse) {
  const std::string program = program_of_v6();
  if (program.empty()) GTEST_SKIP() << "no real server of v6";
  const RsaKey good;
  const RsaKey without_use;
  const RsaKey without_id;
  FaultServer keys;
  const json shown = {good.shown({{"kid", "good"}, {"use", "sig"}}), without_use.shown({{"kid", "no use"}}),
                      without_id.shown({{"use", "sig"}})};
  const std::string body = json{{"keys", shown}}.dump();
  keys.always(faults::raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
                          std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body));
  const JwksServer server{program, keys.address() + "/jwks"};
  const ConnectionClaims claims{"u", token::expires_in(std::chrono::minutes{10})};
  const auto answer = [&](const RsaKey& key, const char* id) {
    const Key plain = Key::pem(key.pem);
    return server.first_frame(sign(claims, id == nullptr ? plain : plain.with_id(id)));
  };
  EXPECT_TRUE(answer(good, "good").contains("connect")) << server.log();
  for (const json& refused :
       {answer(good, nullptr), answer(good, "another"), answer(without_use, "no use"),
        answer(without_id, nullptr), answer(without_id, "no id"), answer(without_use, "good")}) {
    ASSERT_TRUE(refused.contains("disconnect")) << refused;
    EXPECT_EQ(refused.at("disconnect").at("code"), 3500) << refused;
  }
}

}  // namespace
}  // namespace cent::test
