// That a real server finds the keys of cent::token::jwks in a JWKS endpoint, what the endpoint has to say of
// them, and that the key can be changed while clients are connected.
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <cent/token.hpp>
#include <ctime>
#include <memory>
#include <optional>

#include "conformance/fixture.hpp"
#include "conformance/server_under_test.hpp"
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

/// The PEM text of a key that libcrypto has just made.
std::string pem_of(EVP_PKEY* made) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{made, EVP_PKEY_free};
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio{BIO_new(BIO_s_mem()), BIO_free};
  PEM_write_bio_PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}
Key new_rsa(Algorithm algorithm = Algorithm::rs256) { return Key::pem(pem_of(EVP_RSA_gen(2048)), algorithm); }
Key new_ec(const char* curve = "P-256") { return Key::pem(pem_of(EVP_EC_gen(curve))); }

/// A key set that can be changed.
class KeyEndpoint {
 public:
  explicit KeyEndpoint(const std::string& set) { publish(set); }
  void publish(const std::string& set) {
    http_.always(faults::raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
                             std::to_string(set.size()) + "\r\nConnection: close\r\n\r\n" + set));
  }
  [[nodiscard]] std::string address() const { return http_.address() + "/jwks"; }
  /// How often a server has fetched it.
  [[nodiscard]] std::size_t fetched() const { return http_.stats().requests; }

 private:
  FaultServer http_{};
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
  [[nodiscard]] RawStream connect(const std::string& signed_token) const {
    return {port_, stream_request({{"token", signed_token}})};
  }
  /// The first frame that a connection with this token gets.
  [[nodiscard]] json first_frame(const std::string& signed_token) const {
    RawStream stream = connect(signed_token);
    return next_frame(stream);
  }
  /// The code with which a connection with this token ends; 0: it is let in.
  [[nodiscard]] int refusal(const std::string& signed_token) const {
    const json frame = first_frame(signed_token);
    return frame.contains("connect") ? 0 : frame.at("disconnect").at("code").get<int>();
  }
  [[nodiscard]] Client client() const {
    return Client{"http://127.0.0.1:" + std::to_string(port_), "api_key"};
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

ConnectionClaims claims_of(const std::string& user, const std::vector<std::string>& channels = {}) {
  ConnectionClaims claims{user, token::expires_in(std::chrono::minutes{10})};
  claims.channels = channels;
  return claims;
}

/// The entry of a key in a key set, without some of its members.
json entry_of(const Key& key, const std::vector<const char*>& without) {
  const Key named = key.id().empty() ? key.with_id("x") : key;
  json entry = json::parse(token::jwks({named})).at("keys").at(0);
  for (const char* member : without) entry.erase(member);
  return entry;
}

TEST(RealServers, FindAKeyByItsIdAndUse) {
  const std::string program = program_of_v6();
  if (program.empty()) GTEST_SKIP() << "no real server of v6";
  const Key good = new_rsa().with_id("good");
  const Key without_alg = new_rsa().with_id("no alg");
  const Key without_use = new_rsa().with_id("no use");
  const Key without_id = new_rsa();
  const json set = {entry_of(good, {}), entry_of(without_alg, {"alg"}), entry_of(without_use, {"use"}),
                    entry_of(without_id, {"kid"})};
  const KeyEndpoint keys{json{{"keys", set}}.dump()};
  const JwksServer server{program, keys.address()};
  const auto refusal = [&](const Key& key) { return server.refusal(sign(claims_of("u"), key)); };
  EXPECT_EQ(refusal(good), 0) << server.log();
  EXPECT_EQ(refusal(without_alg), 0) << server.log();
  EXPECT_EQ(refusal(good.with_id("another")), 3500);
  EXPECT_EQ(refusal(without_use), 3500);
  EXPECT_EQ(refusal(without_use.with_id("good")), 3500);
  EXPECT_EQ(refusal(without_id), 3500);
  EXPECT_EQ(refusal(without_id.with_id("no id")), 3500);
}

TEST(RealServers, TakeEveryKindOfKeyFromItsJwks) {
  const std::string program = program_of_v6();
  if (program.empty()) GTEST_SKIP() << "no real server of v6";
  std::vector<Key> all = {new_rsa(Algorithm::rs256),
                          new_rsa(Algorithm::rs384),
                          new_rsa(Algorithm::rs512),
                          new_ec("P-256"),
                          new_ec("P-384"),
                          new_ec("P-521"),
                          Key::pem(pem_of(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")))};
  for (Key& key : all) key = key.with_id(key.thumbprint());
  const KeyEndpoint keys{token::jwks(all)};
  const JwksServer server{program, keys.address()};
  for (const Key& key : all) {
    SCOPED_TRACE(token::to_string(key.algorithm()));
    const std::string good = sign(claims_of("u"), key);
    EXPECT_EQ(verify(good, all).kid, key.id());
    EXPECT_EQ(server.refusal(good), 0) << server.log();
    const Key& other = key.algorithm() == Algorithm::es256 ? all.front() : all.at(3);
    EXPECT_EQ(server.refusal(sign(claims_of("u"), other.with_id(key.id()))), 3500);
  }
  EXPECT_EQ(keys.fetched(), 1U) << "they are kept";
}

TEST(RealServers, ChangeTheKeyWhileClientsAreConnected) {
  const std::string program = program_of_v6();
  if (program.empty()) GTEST_SKIP() << "no real server of v6";
  const Key old_key = new_ec().with_id("old");
  const Key new_key = new_ec().with_id("new");
  KeyEndpoint keys{token::jwks({old_key})};
  const JwksServer server{program, keys.address()};
  Client client = server.client();
  int number = 0;
  const auto receive = [&](std::vector<RawStream*> streams) {
    client.publish("news", json(++number));
    for (RawStream* stream : streams) EXPECT_EQ(next_frame(*stream).at("pub").at("data"), number);
  };

  RawStream early = server.connect(sign(claims_of("early", {"news"}), old_key));
  EXPECT_TRUE(next_frame(early).contains("connect")) << server.log();
  receive({&early});

  // The new key is published beside the old one before it signs.
  keys.publish(token::jwks({new_key, old_key.public_half()}));
  RawStream late = server.connect(sign(claims_of("late", {"news"}), new_key));
  EXPECT_TRUE(next_frame(late).contains("connect")) << server.log();
  EXPECT_EQ(keys.fetched(), 2U) << "a token with an unknown key makes the server ask again";
  receive({&early, &late});
  EXPECT_EQ(server.refusal(sign(claims_of("u"), old_key)), 0) << "tokens of the old key are still good";

  // The old one is gone: whoever is connected stays.
  keys.publish(token::jwks({new_key}));
  EXPECT_EQ(server.refusal(sign(claims_of("u"), new_key.with_id("unknown"))), 3500);
  EXPECT_EQ(keys.fetched(), 3U);
  receive({&early, &late});
  EXPECT_EQ(server.refusal(sign(claims_of("u"), old_key)), 0) << "a server keeps a key for an hour";
  const JwksServer other{program, keys.address()};
  EXPECT_EQ(other.refusal(sign(claims_of("u"), old_key)), 3500);
  EXPECT_EQ(other.refusal(sign(claims_of("u"), new_key)), 0) << other.log();
}

}  // namespace
}  // namespace cent::test

// That what cent::token signs is what servers accept.

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

}  // namespace
}  // namespace cent::test
