// Row 29: certificates, good and bad.
#include "support/tls.hpp"

#include <cent/async_client.hpp>

#include "curl/http_fixture.hpp"

namespace cent::test {
namespace {

constexpr const char* kHere = "IP:127.0.0.1,DNS:localhost";

class FaultRowTls : public testing::Test {
 protected:
  static void SetUpTestSuite() { ca_ = std::make_unique<TestCa>(); }
  static void TearDownTestSuite() { ca_.reset(); }

  /// A server with this certificate, and a client that trusts our authority.
  std::unique_ptr<TlsFront> front(TlsFrontOptions options) {
    return std::make_unique<TlsFront>(std::move(options), server_.port());
  }
  std::unique_ptr<TlsFront> front(const CertificateFiles& files) {
    TlsFrontOptions options;
    options.own = files;
    return front(std::move(options));
  }
  static ClientOptions trusting() {
    ClientOptions options = one_attempt();
    options.http.ca_file = ca_->file();
    return options;
  }
  /// The failure of a call that never came to a request.
  RequestException refused(const std::string& address, const ClientOptions& options) {
    Client client{address, options};
    const auto error = error_of([&] { client.publish("c", id_data("a")); });
    EXPECT_EQ(error.kind(), FailureKind::tls) << error.what();
    EXPECT_EQ(error.delivery(), Delivery::not_sent) << error.what();
    EXPECT_EQ(server_.executions().total(), 0U);
    return error;
  }

  static std::unique_ptr<TestCa> ca_;
  FaultServer server_;
};
std::unique_ptr<TestCa> FaultRowTls::ca_;

TEST_F(FaultRowTls, Row29_AGoodCertificateOfAnAuthorityOfOnesOwnIsTaken) {
  const auto tls = front(ca_->issue(kHere));
  Client client{tls->address(), trusting()};
  for (std::uint64_t i = 1; i <= 20; ++i) EXPECT_EQ(client.publish("c", id_data("a")).offset, i);
  EXPECT_EQ(tls->handshakes(), 1U);
  Client by_name{"https://localhost:" + std::to_string(tls->port()), trusting()};
  EXPECT_EQ(by_name.publish("c", id_data("a")).offset, 21U);
}

TEST_F(FaultRowTls, Row29_AnUnknownAuthorityIsRefused) {
  const auto tls = front(ca_->issue(kHere));
  const auto error = refused(tls->address(), one_attempt());  // the system's authorities
  EXPECT_TRUE(has(error.what(), "TLS failed (127.0.0.1:")) << error.what();
  EXPECT_TRUE(has(error.what(), "certificate")) << error.what();
}

TEST_F(FaultRowTls, Row29_AnotherHostsCertificateIsRefused) {
  const auto error = refused(front(ca_->issue("DNS:other.test"))->address(), trusting());
  EXPECT_FALSE(std::string(error.what()).empty());
}

TEST_F(FaultRowTls, Row29_TheNameOfTheAddressCountsIfAResolverFoundTheServer) {
  const auto tls = front(ca_->issue("DNS:nodes.test"));
  const auto transport = make_curl_transport(trusting().http);
  const auto send = [&](const std::string& host) {
    const std::string url = "https://" + host + ":" + std::to_string(tls->port()) + "/api/publish";
    HttpRequest request;
    request.url = url;
    request.ip = "127.0.0.1";
    request.body = R"({"channel":"c","data":{"id":"a"}})";
    return transport->send(request).status;
  };
  EXPECT_EQ(send("nodes.test"), 200);
  EXPECT_EQ(error_of([&] { send("other.test"); }).kind(), FailureKind::tls);
}

TEST_F(FaultRowTls, Row29_AnExpiredCertificateIsRefused) {
  const auto tls = front(ca_->issue(kHere, TestCa::Validity::expired));
  EXPECT_TRUE(has(refused(tls->address(), trusting()).what(), "expired"));
}

TEST_F(FaultRowTls, Row29_ACertificateThatIsNotYetValidIsRefused) {
  const auto tls = front(ca_->issue(kHere, TestCa::Validity::not_yet));
  EXPECT_TRUE(has(refused(tls->address(), trusting()).what(), "not yet valid"));
}

TEST_F(FaultRowTls, Row29_AProtocolOlderThan12IsRefused) {
  TlsFrontOptions options;
  options.own = ca_->issue(kHere);
  options.old_only = true;
  const auto tls = front(std::move(options));
  ClientOptions lax = trusting();
  refused(tls->address(), lax);
  lax.http.verify = false;
  refused(tls->address(), lax);
}

TEST_F(FaultRowTls, Row29_VerificationIsOffOnlyWhenSaidSo) {
  const auto wrong = front(ca_->issue("DNS:other.test", TestCa::Validity::expired));
  ClientOptions options = one_attempt();
  options.http.verify = false;
  Client client{wrong->address(), options};
  EXPECT_EQ(client.publish("c", id_data("a")).offset, 1U);
}

TEST_F(FaultRowTls, Row29_AMissingAuthorityFileIsNamedAndNotSent) {
  const auto tls = front(ca_->issue(kHere));
  ClientOptions options = one_attempt();
  options.http.ca_file = "/nonexistent/ca.pem";
  EXPECT_TRUE(has(refused(tls->address(), options).what(), "/nonexistent/ca.pem"));
}

TEST_F(FaultRowTls, Row29_AFailureThatNeedsAPersonIsTriedOnceAtEachAddress) {
  const auto bad = front(ca_->issue("DNS:other.test"));
  const auto good = front(ca_->issue(kHere));
  ClientOptions options = trusting();
  options.retry.max_attempts = 5;
  const auto error = refused(bad->address(), options);
  EXPECT_EQ(error.attempts(), 1) << error.what();
  EXPECT_FALSE(error.retryable());
  AsyncClientOptions async;
  async.http.ca_file = ca_->file();
  AsyncClient waiting{bad->address(), async};
  EXPECT_EQ(error_of([&] { waiting.publish("c", id_data("a")).get(); }).attempts(), 1);
  options.http.ca_file = "/nonexistent/ca.pem";
  EXPECT_EQ(refused(good->address(), options).attempts(), 1);

  options.http.ca_file = ca_->file();
  Client failing_over{{bad->address(), good->address()}, options};
  EXPECT_EQ(failing_over.publish("c", id_data("a")).offset, 1U);
}

TEST_F(FaultRowTls, Row29_AClientCertificateIsShownWhenAskedFor) {
  for (const bool old : {false, true}) {
    TlsFrontOptions demanding;
    demanding.own = ca_->issue(kHere);
    demanding.client_ca = ca_->file();
    demanding.no_newer_than_1_2 = old;
    const auto tls = front(demanding);
    const CertificateFiles own = ca_->issue("DNS:backend.test");
    ClientOptions options = trusting();
    options.http.client_certificate = own.certificate;
    options.http.client_key = own.key;
    Client client{tls->address(), options};
    client.publish("c", id_data("a"));
    EXPECT_EQ(tls->handshakes(), 1U);

    // Without one: TLS 1.3 reports it only after the request may have been sent, so the outcome is unknown.
    Client bare{tls->address(), trusting()};
    const auto error = error_of([&] { bare.publish("c", id_data("b")); });
    EXPECT_EQ(server_.executions().count("b"), 0U);
    if (old) {
      EXPECT_EQ(error.kind(), FailureKind::tls) << error.what();
      EXPECT_EQ(error.delivery(), Delivery::not_sent);
    } else {
      EXPECT_TRUE(error.kind() == FailureKind::tls || error.kind() == FailureKind::cut) << error.what();
      EXPECT_NE(error.delivery(), Delivery::refused);
    }
  }
}

TEST_F(FaultRowTls, Row29_AClientCertificateThatCannotBeReadIsNotSent) {
  const auto tls = front(ca_->issue(kHere));
  const CertificateFiles own = ca_->issue("DNS:backend.test");
  ClientOptions options = trusting();
  options.http.client_certificate = "/nonexistent/client.pem";
  refused(tls->address(), options);
  options.http.client_certificate = own.certificate;  // holds no key
  refused(tls->address(), options);
  options.http.client_key = ca_->issue("DNS:x").key;  // another's
  refused(tls->address(), options);
}

TEST_F(FaultRowTls, Row29_AnEncryptedKeyFailsAndAsksNobody) {
  const auto tls = front(ca_->issue(kHere));
  const CertificateFiles own = ca_->issue("DNS:backend.test");
  ClientOptions options = trusting();
  options.http.client_certificate = own.certificate;
  options.http.client_key = ca_->encrypted(own);
  const auto start = Steady::now();
  refused(tls->address(), options);
  EXPECT_LT(Steady::now() - start, kSlack);
}

TEST_F(FaultRowTls, Row29_PlainHttpToATlsPortIsNoReply) {
  const auto tls = front(ca_->issue(kHere));
  Client client{"http://127.0.0.1:" + std::to_string(tls->port()), one_attempt()};
  const auto error = error_of([&] { client.publish("c", id_data("a")); });
  EXPECT_EQ(error.delivery(), Delivery::unknown);
  EXPECT_EQ(server_.executions().total(), 0U);
}

TEST_F(FaultRowTls, Row29_TlsToAPlainPortIsNotSent) {
  server_.always(faults::close_after_request_bytes(10));
  Client client{"https://127.0.0.1:" + std::to_string(server_.port()), one_attempt()};
  const auto error = error_of([&] { client.publish("c", id_data("a")); });
  EXPECT_EQ(error.kind(), FailureKind::tls) << error.what();
  EXPECT_EQ(error.delivery(), Delivery::not_sent);
}

TEST_F(FaultRowTls, Row27_ARedirectFromTlsToPlainIsNotFollowed) {
  FaultServer plain;
  const auto tls = front(ca_->issue(kHere));
  server_.always(faults::redirect(308, plain.address() + "/api/publish"));
  Client client{tls->address(), trusting()};
  EXPECT_EQ(error_of([&] { client.publish("c", id_data("a")); }).kind(), FailureKind::redirect);
  EXPECT_EQ(plain.stats().bytes, 0U);
}

TEST_F(FaultRowTls, Row07_OverTlsAReusedConnectionExecutesOnce) {
  const auto tls = front(ca_->issue(kHere));
  Client client{tls->address(), trusting()};
  client.publish("c", id_data("warm"));
  for (const Fault& fault : {faults::execute_then_close(), faults::execute_then_reset()}) {
    server_.executions().clear();
    server_.always(faults::ok());
    client.publish("c", id_data("warm"));
    server_.always(fault);
    const auto error = error_of([&] { client.publish("c", id_data("a")); });
    EXPECT_EQ(server_.executions().count("a"), 1U);
    EXPECT_EQ(error.kind(), FailureKind::cut) << error.what();
    EXPECT_EQ(error.delivery(), Delivery::unknown);
  }
}

TEST_F(FaultRowTls, Row51_Http2IsOfferedAndHttp11IsFineToo) {
  const auto tls = front(ca_->issue(kHere));  // which does not know it
  ClientOptions options = trusting();
  options.http.http2 = true;
  Client client{tls->address(), options};
  client.publish("c", id_data("a"));
  EXPECT_EQ(server_.executions().count("a"), 1U);
}

}  // namespace
}  // namespace cent::test
