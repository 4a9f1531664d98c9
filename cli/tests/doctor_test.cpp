// `cent doctor` on servers with and without faults, and behind proxies.
#include <gtest/gtest.h>

#include <csignal>
#include <string>

#include "cluster/nodes.hpp"
#include "faults/lib/neighbour.hpp"
#include "servers.hpp"
#include "support/canary.hpp"
#include "support/eventually.hpp"
#include "support/fault_server.hpp"
#include "support/loopback.hpp"
#include "support/tls.hpp"

namespace cent::test {
namespace {

/// Findings as `fault key: text. To do: advice`, in lines that do not wrap.
class Doctor {
 public:
  Doctor() { cent.set("COLUMNS", "1000"); }
  explicit Doctor(const std::string& address) : Doctor() { cent.set("CENT_URL", address); }
  std::string run(int code, const std::string& options = {}) {
    const Cent::Ended ended = cent.shell("\"$CENT\" doctor --output table " + options);
    EXPECT_EQ(ended.code, code) << ended.out << ended.err;
    return ended.out;
  }
  Cent cent{};
};

#define EXPECT_FINDING(level, text) EXPECT_PRED3(has_finding, findings, level, text)
bool has_finding(const std::string& findings, const std::string& level, const std::string& text) {
  std::istringstream lines{findings};
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind(level + " ", 0) == 0 && line.find(text) != std::string::npos) return true;
  }
  return false;
}

class DoctorProgram : public OnAnyServer {};

TEST_P(DoctorProgram, FindsNothingWrong) {
  Doctor doctor{server->address()};
  std::string findings = doctor.run(0, "--channel news");
  EXPECT_EQ(findings.find("fault"), std::string::npos) << findings;
  EXPECT_EQ(findings.find("warning"), std::string::npos) << findings;
  for (const char* check :
       {"settings: ", "connection: ", "api: ", "node: ", "size: ", "history: ", "presence: "}) {
    EXPECT_FINDING("ok", check);
  }
  EXPECT_FINDING("ok", "the dialect is modern");
  findings = doctor.run(0, "--channel bare:x");
  EXPECT_FINDING("warning", "history: is off for this channel");
  findings = doctor.run(1, "--channel nope:x");
  EXPECT_FINDING("fault", "history: the server has no such namespace");
}

TEST_P(DoctorProgram, FindsAWrongKeyAndDoesNotShowIt) {
  Doctor doctor{server->address()};
  doctor.cent.set("CENT_API_KEY", kCanary);
  const std::string findings = doctor.run(1);
  EXPECT_FINDING("fault", "key: HTTP 401");
  EXPECT_FINDING("fault", "the key is from CENT_API_KEY");
  EXPECT_EQ(findings.find(kCanary), std::string::npos);
}

TEST_P(DoctorProgram, LooksIntoTokens) {
  Doctor doctor{server->address()};
  doctor.cent.set("CENT_TOKEN_SECRET", "secret");
  const auto make = [&](const std::string& options) {
    return doctor.cent.shell("umask 077; \"$CENT\" token make connection --sub 1 " + options + " >token")
        .code;
  };
  ASSERT_EQ(make("--expires-in 1h"), 0);
  std::string findings = doctor.run(0, "--token-file token");
  EXPECT_FINDING("ok", "token: expires in");
  EXPECT_FINDING("ok", "token: the signature is right");
  ASSERT_EQ(make("--exp 1700000000"), 0);
  findings = doctor.run(1, "--token-file token");
  EXPECT_FINDING("fault", "token: expired");
  doctor.cent.set("CENT_TOKEN_SECRET", "other");
  ASSERT_EQ(doctor.cent
                .shell("CENT_TOKEN_SECRET=secret; export CENT_TOKEN_SECRET; umask 077; \"$CENT\" token make "
                       "connection --sub 1 >token")
                .code,
            0);
  findings = doctor.run(1, "--token-file token");
  EXPECT_FINDING("fault", "token: ");
}

INSTANTIATE_TEST_SUITE_P(On, DoctorProgram, ::testing::Bool(), name_of_server);

TEST(DoctorOnFaults, FindsAWrongPort) {
  const BoundPort port;
  Doctor doctor{"http://127.0.0.1:" + std::to_string(port.port())};
  std::string findings = doctor.run(1);
  EXPECT_FINDING("fault", "connection: ");
  doctor.cent.set("CENT_URL", "http://nope.invalid");
  findings = doctor.run(1);
  EXPECT_FINDING("fault", "name: ");
  FaultServer server;
  doctor.cent.set("CENT_URL", "https://127.0.0.1:" + std::to_string(server.port()));
  findings = doctor.run(1);
  EXPECT_FINDING("fault", "tls: ");
}

TEST(DoctorOnFaults, FindsANodeWithoutAVersion) {
  FaultServerOptions options;
  options.reported_version = "0.0.0";
  FaultServer server{options};
  Doctor doctor{server.address()};
  std::string findings = doctor.run(0);
  EXPECT_FINDING("warning", "CENT_SERVER_VERSION");
  doctor.cent.set("CENT_SERVER_VERSION", "6.9.1");
  findings = doctor.run(0);
  EXPECT_EQ(findings.find("CENT_SERVER_VERSION,"), std::string::npos) << findings;
}

TEST(DoctorOnFaults, FindsAnotherClock) {
  FaultServer server;
  server.always(faults::status(200, {{"Date", "Tue, 01 Jan 2030 00:00:00 GMT"}}));
  Doctor doctor{server.address()};
  const std::string findings = doctor.run(0);
  EXPECT_FINDING("warning", "clock: the server's clock is");
}

TEST(DoctorOnFaults, DoesNotShowThePasswordOfAProxy) {
  const BoundPort port;
  Doctor doctor{"http://127.0.0.1:1"};
  doctor.cent.set("CENT_PROXY",
                  "http://me:" + std::string(kCanary) + "@127.0.0.1:" + std::to_string(port.port()));
  const std::string findings = doctor.run(1);
  EXPECT_FINDING("note", "proxy: requests go through http://127.0.0.1:");
  EXPECT_FINDING("fault", "check that the proxy runs");
  EXPECT_EQ(findings.find(kCanary), std::string::npos) << findings;
}

TEST(DoctorOnTls, LooksIntoCertificates) {
  TestCa ca;
  FaultServer server;
  const auto front_of = [&](TestCa::Validity validity) {
    TlsFrontOptions options;
    options.own = ca.issue("IP:127.0.0.1,DNS:localhost", validity);
    return std::make_unique<TlsFront>(options, server.port());
  };
  const auto good = front_of(TestCa::Validity::good);
  Doctor doctor{good->address()};
  std::string findings = doctor.run(1);
  EXPECT_FINDING("fault", "the authority in ca_file or CENT_CA_FILE");
  doctor.cent.set("CENT_CA_FILE", ca.file());
  findings = doctor.run(0);
  EXPECT_TRUE(findings.find("certificate: ") != std::string::npos) << findings;
  const auto expired = front_of(TestCa::Validity::expired);
  doctor.cent.set("CENT_URL", expired->address());
  findings = doctor.run(1);
  EXPECT_FINDING("fault", "tls: ");
  EXPECT_FINDING("fault", "renew the certificate");
}

class DoctorBehind : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!centrifugo_program().empty()) return;
    note_not_run("cent doctor behind a proxy: there is no real Centrifugo");
    GTEST_SKIP() << "no real Centrifugo";
  }
};

TEST_F(DoctorBehind, NginxFindsTheLimitOfItsBodies) {
  CENT_NEEDS_PROGRAM("nginx");
  const auto behind = start_real_server(centrifugo_program());
  const Neighbour nginx = Neighbour::nginx([&](const std::string&, unsigned short port) {
    return "server { listen 127.0.0.1:" + std::to_string(port) +
           "; keepalive_timeout 1s; location / { proxy_pass " + behind->address() + "; } }\n";
  });
  Doctor doctor{nginx.address()};
  const std::string findings = doctor.run(0, "--wait");
  EXPECT_FINDING("ok", "as nginx");
  EXPECT_FINDING("ok", "clock: ");
  EXPECT_FINDING("warning", "size: requests of 256 KiB pass, larger ones do not: ");
  EXPECT_FINDING("warning", "idle: idle connections are closed after");
}

TEST_F(DoctorBehind, HaproxyFindsThatNobodyIsBehindIt) {
  CENT_NEEDS_PROGRAM("haproxy");
  const BoundPort nobody;
  const auto behind = start_real_server(centrifugo_program());
  for (const unsigned short to : {behind->port(), nobody.port()}) {
    const Neighbour haproxy = Neighbour::haproxy([&](const std::string&, unsigned short port) {
      return "defaults\n  mode http\n  timeout connect 5s\n  timeout client 30s\n  timeout server 30s\n"
             "  timeout http-keep-alive 1s\n  retries 0\nlisten front\n  bind 127.0.0.1:" +
             std::to_string(port) + "\n  server api 127.0.0.1:" + std::to_string(to) + "\n";
    });
    Doctor doctor{haproxy.address()};
    const bool works = to == behind->port();
    const std::string findings = doctor.run(works ? 0 : 1, works ? "--wait" : "");
    if (works) {
      EXPECT_FINDING("warning", "idle: idle connections are closed after");
      EXPECT_FINDING("ok", "size: ");
    } else {
      EXPECT_FINDING("fault", "api: HTTP 503");
    }
  }
}

TEST_F(DoctorBehind, RedisIsDown) {
  CENT_NEEDS_PROGRAM("redis-server");
  const auto redis = make_redis();
  redis->start();
  nlohmann::json configuration = redis_node(redis->port());
  configuration["channel"]["without_namespace"]["presence"] = true;
  Nodes nodes{1, configuration};
  Doctor doctor{nodes.addresses(1).front()};
  std::string findings = doctor.run(0, "--channel news");
  EXPECT_FINDING("ok", "history: is on");
  EXPECT_FINDING("ok", "node: ");
  redis->kill();
  findings = doctor.run(1, "--channel news");
  EXPECT_FINDING("fault", "check that its broker runs");
}

}  // namespace
}  // namespace cent::test
