// Row 29: TLS before 1.2. Debian's OpenSSL refuses it by itself, so this program makes OpenSSL allow it,
// as other systems do: what refuses then is cent.
#include <openssl/ssl.h>

#include <cent/async_client.hpp>
#include <cstdlib>

#include "curl/http_fixture.hpp"
#include "faults/lib/child.hpp"
#include "support/eventually.hpp"
#include "support/tls.hpp"

namespace cent::test {
namespace {

/// OpenSSL reads its configuration when it is first used, which is after main() has begun.
class LaxOpenSsl : public testing::Environment {
 public:
  void SetUp() override {
    write_file(folder_.path("openssl.cnf"),
               "openssl_conf = all\n[all]\nssl_conf = ssl\n[ssl]\nsystem_default = lax\n"
               "[lax]\nMinProtocol = TLSv1\nCipherString = ALL:@SECLEVEL=0\n");
    setenv("OPENSSL_CONF", folder_.path("openssl.cnf").c_str(), 1);
  }

 private:
  TestFolder folder_;
};
const auto* const lax = testing::AddGlobalTestEnvironment(new LaxOpenSsl);

/// True if a client that asks for no version comes to an agreement with the server.
bool openssl_connects(std::uint16_t port) {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context{SSL_CTX_new(TLS_client_method()),
                                                                  &SSL_CTX_free};
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> connection{BIO_new_ssl_connect(context.get()),
                                                                 &BIO_free_all};
  BIO_set_conn_hostname(connection.get(), ("127.0.0.1:" + std::to_string(port)).c_str());
  return BIO_do_handshake(connection.get()) == 1;
}

TEST(FaultRow, Row29_AProtocolOlderThan12IsRefusedThoughTheSystemAllowsIt) {
  FaultServer server;
  TestCa authority;
  TlsFrontOptions front_options;
  front_options.own = authority.issue("IP:127.0.0.1");
  front_options.old_only = true;
  const TlsFront front{front_options, server.port()};
  ASSERT_TRUE(openssl_connects(front.port())) << "this system allows no TLS 1.1 at all";
  ASSERT_TRUE(eventually([&] { return front.handshakes() == 1; }));

  ClientOptions options = one_attempt();
  AsyncClientOptions async_options;
  options.http.ca_file = async_options.http.ca_file = authority.file();
  async_options.retry.max_attempts = 1;
  for (const bool verify : {true, false}) {
    options.http.verify = async_options.http.verify = verify;
    Client client{front.address(), options};
    const auto error = error_of([&] { client.publish("c", id_data("a")); });
    EXPECT_EQ(error.kind(), FailureKind::tls) << error.what();
    EXPECT_EQ(error.delivery(), Delivery::not_sent) << error.what();
    AsyncClient async{front.address(), async_options};
    const auto same = error_of([&] { async.publish("c", id_data("a")).get(); });
    EXPECT_EQ(same.kind(), FailureKind::tls) << same.what();
  }
  EXPECT_EQ(front.handshakes(), 1U);
  EXPECT_EQ(server.executions().total(), 0U);
}

}  // namespace
}  // namespace cent::test
