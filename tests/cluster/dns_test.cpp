// One name, several nodes: a real name server says which, and two real nodes on addresses of their own take
// the requests.
#include <cent/client.hpp>
#include <cent/dns.hpp>
#include <csignal>
#include <map>

#include "cluster/cluster_test.hpp"
#include "support/eventually.hpp"
#include "support/loopback.hpp"

namespace cent::test {
namespace {

using std::chrono::seconds;

/// A dnsmasq that knows one name, whose records live for a second.
class NameServer {
 public:
  explicit NameServer(const std::vector<std::string>& ips) {
    write_hosts(ips);
    server_.start();
  }
  void point_to(const std::vector<std::string>& ips) {
    write_hosts(ips);
    ::kill(server_.pid(), SIGHUP);  // it reads the file again
  }
  [[nodiscard]] std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

 private:
  void write_hosts(const std::vector<std::string>& ips) const {
    std::string lines;
    for (const std::string& ip : ips) lines += ip + " nodes.test\n";
    write_file(hosts_, lines);
  }

  TestFolder folder_;
  const std::string hosts_ = folder_.path("hosts");
  const unsigned short port_ = free_port();
  Restartable server_{{find_program("dnsmasq"), "--no-daemon", "--port=" + std::to_string(port_),
                       "--listen-address=127.0.0.1", "--bind-interfaces", "--no-resolv", "--no-hosts",
                       "--pid-file=", "--local-ttl=1", "--user=", "--addn-hosts=" + hosts_},
                      port_};
};

/// Counts the requests that each Internet address answered.
class Addresses final : public Observer {
 public:
  void attempt_ended(const AttemptEnded& event) override {
    if (event.error != nullptr) return;
    const std::lock_guard<std::mutex> lock{mutex_};
    const std::size_t begin = event.address.find('(');
    ++counts_[begin == std::string_view::npos ? "name" : std::string(event.address.substr(begin))];
  }
  std::map<std::string, int> take() {
    const std::lock_guard<std::mutex> lock{mutex_};
    return std::exchange(counts_, {});
  }

 private:
  std::mutex mutex_;
  std::map<std::string, int> counts_;
};

TEST(Dns, NodesOfANameComeAndGo) {
  CENT_NEEDS_CENTRIFUGO();
  CENT_NEEDS_PROGRAM("dnsmasq");
  const unsigned short port = free_port();
  const std::string one = "(127.0.0.1)", two = "(127.0.0.2)";
  const TestFolder folder;
  const auto first = make_node(plain_node(), folder.path("first.json"), port, "127.0.0.1");
  const auto second = make_node(plain_node(), folder.path("second.json"), port, "127.0.0.2");
  NameServer names{{"127.0.0.1"}};
  DnsOptions dns;
  dns.servers = names.address();
  const auto seen = std::make_shared<Addresses>();
  ClientOptions options;
  options.api_key = "api_key";
  options.timeout = seconds{10};
  options.balance = Balance::spread;
  options.resolver = std::make_shared<DnsResolver>(dns);
  options.observer = seen;
  Client client{"http://nodes.test:" + std::to_string(port), options};

  // Until the first answer libcurl looks the name up itself, and the system does not know it.
  int published = 0;
  const auto publish = [&] { return client.publish("news", Json::of(++published), no_throw).ok(); };
  const auto answers = [&](const std::map<std::string, int>& wanted) {
    seen->take();
    for (int i = 0; i < 10; ++i) {
      if (!publish()) return false;
    }
    return seen->take() == wanted;
  };
  ASSERT_TRUE(eventually([&] { return answers({{one, 10}}); }));
  names.point_to({"127.0.0.1", "127.0.0.2"});
  EXPECT_TRUE(eventually([&] { return answers({{one, 5}, {two, 5}}); })) << "a node more";
  second->kill();
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(publish()) << "the name server still names the dead node";
  names.point_to({"127.0.0.1"});
  EXPECT_TRUE(eventually([&] { return answers({{one, 10}}); }));
  second->start();
  names.point_to({"127.0.0.2"});
  EXPECT_TRUE(eventually([&] { return answers({{two, 10}}); })) << "moved";
  summarize("one name, nodes by dnsmasq " + version_of(find_program("dnsmasq"), "--version") +
            ": a node was added, killed, removed and moved");
}

}  // namespace
}  // namespace cent::test
