// Row 29 with stunnel, whose TLS is as servers of every day have it, in front of a server that must not see a
// thing. Errors of certificates are tested with our own front.
#include "curl/http_fixture.hpp"
#include "faults/lib/neighbour.hpp"
#include "faults/lib/not_run.hpp"
#include "support/tls.hpp"

namespace cent::test {
namespace {

constexpr const char* kHere = "IP:127.0.0.1,DNS:localhost";

class Stunnel : public testing::Test {
 protected:
  Neighbour front(const CertificateFiles& own, const std::string& more = {}) {
    return Neighbour::stunnel([&](const std::string&, unsigned short port) {
      return "[api]\naccept = 127.0.0.1:" + std::to_string(port) +
             "\nconnect = 127.0.0.1:" + std::to_string(server.port()) + "\ncert = " + own.certificate +
             "\nkey = " + own.key + "\n" + more;
    });
  }
  [[nodiscard]] ClientOptions trusting(const TestCa& authority) const {
    ClientOptions options = one_attempt();
    options.api_key = "CANARY";
    options.http.ca_file = authority.file();
    return options;
  }
  /// The failure of a publication that must not reach the server behind.
  RequestException refused(const Neighbour& stunnel, const ClientOptions& options) {
    Client client{stunnel.address("https"), options};
    const auto error = error_of([&] { client.publish("c", id_data("a")); });
    EXPECT_FALSE(has(error.what(), "CANARY")) << error.what();
    EXPECT_EQ(server.stats().bytes, 0U);
    return error;
  }
  void expect_tls(const Neighbour& stunnel, const ClientOptions& options, const std::string& cause) {
    const auto error = refused(stunnel, options);
    EXPECT_EQ(error.kind(), FailureKind::tls) << error.what();
    EXPECT_EQ(error.delivery(), Delivery::not_sent) << error.what();
    EXPECT_TRUE(has(error.what(), cause)) << error.what();
  }

  FaultServer server;
  TestCa ours;
  TestCa other;
};

TEST_F(Stunnel, Row29_AGoodCertificatePassesAndAnExpiredOneIsNotSent) {
  CENT_NEEDS_PROGRAM("stunnel4");
  expect_tls(front(ours.issue(kHere, TestCa::Validity::expired)), trusting(ours), "expired");
  const Neighbour good = front(ours.issue(kHere));
  Client client{good.address("https"), trusting(ours)};
  client.publish("c", id_data("a"));
  EXPECT_EQ(server.executions().total(), 1U);
}

TEST_F(Stunnel, Row29_AnOldVersionIsNotSent) {
  CENT_NEEDS_PROGRAM("stunnel4");
  const Neighbour stunnel =
      front(ours.issue(kHere), "sslVersionMin = TLSv1\nsslVersionMax = TLSv1.1\nciphers = ALL:@SECLEVEL=0\n");
  expect_tls(stunnel, trusting(ours), "TLS");
  ClientOptions lax = trusting(ours);
  lax.http.verify = false;
  expect_tls(stunnel, lax, "TLS");
}

TEST_F(Stunnel, Row29_AServerThatSpeaksNoTlsIsNotSent) {
  CENT_NEEDS_PROGRAM("nginx");
  const Neighbour plain = Neighbour::nginx([](const std::string&, unsigned short port) {
    return "server { listen 127.0.0.1:" + std::to_string(port) + "; return 200 ok; }";
  });
  expect_tls(plain, trusting(ours), "TLS");
}

TEST_F(Stunnel, Row29_NginxAsksForAClientCertificateInHttp) {
  CENT_NEEDS_PROGRAM("nginx");
  const CertificateFiles own = ours.issue(kHere);
  const Neighbour nginx = Neighbour::nginx([&](const std::string&, unsigned short port) {
    return "server {\n  listen 127.0.0.1:" + std::to_string(port) + " ssl;\n  ssl_certificate " +
           own.certificate + ";\n  ssl_certificate_key " + own.key + ";\n  ssl_client_certificate " +
           ours.file() + ";\n  ssl_verify_client on;\n  location / { proxy_pass http://127.0.0.1:" +
           std::to_string(server.port()) + "; }\n}\n";
  });
  const auto error = refused(nginx, trusting(ours));
  EXPECT_EQ(error.status(), 400) << error.what();
  EXPECT_EQ(error.delivery(), Delivery::refused);
}

// With TLS 1.3 a client has sent its request before it learns that its certificate is rejected.
class StunnelAsks : public Stunnel, public testing::WithParamInterface<const char*> {
 protected:
  Neighbour asking() {
    const std::string version = GetParam();
    return front(ours.issue(kHere), "verifyChain = yes\nrequireCert = yes\nCAfile = " + ours.file() +
                                        "\nsslVersionMin = " + version + "\nsslVersionMax = " + version +
                                        "\n");
  }
  void expect_not_taken(const Neighbour& stunnel, const ClientOptions& options) {
    const auto error = refused(stunnel, options);
    EXPECT_TRUE(error.kind() == FailureKind::tls || error.kind() == FailureKind::cut) << error.what();
    if (std::string(GetParam()) == "TLSv1.2") {
      EXPECT_EQ(error.delivery(), Delivery::not_sent) << error.what();
    } else {
      EXPECT_TRUE(error.delivery() == Delivery::not_sent || error.delivery() == Delivery::unknown)
          << error.what();
    }
  }
};

TEST_P(StunnelAsks, Row29_AClientCertificateIsTakenOrNotSent) {
  CENT_NEEDS_PROGRAM("stunnel4");
  const Neighbour stunnel = asking();
  expect_not_taken(stunnel, trusting(ours));
  ClientOptions options = trusting(ours);
  const CertificateFiles stranger = other.issue("DNS:backend.test");
  options.http.client_certificate = stranger.certificate;
  options.http.client_key = stranger.key;
  expect_not_taken(stunnel, options);
  const CertificateFiles known = ours.issue("DNS:backend.test");
  options.http.client_certificate = known.certificate;
  options.http.client_key = known.key;
  Client client{stunnel.address("https"), options};
  client.publish("c", id_data("a"));
  EXPECT_EQ(server.executions().count("a"), 1U);
}

INSTANTIATE_TEST_SUITE_P(Versions, StunnelAsks, testing::Values("TLSv1.2", "TLSv1.3"));

}  // namespace
}  // namespace cent::test
