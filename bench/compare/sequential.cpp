// One publish after another: many in a row, client and server on one core, to the fixed-reply server; and
// lone ones.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cent/async_client.hpp>
#include <cstdlib>
#include <optional>

#include "compare/compare.hpp"
#include "probes/probes.hpp"
#include "support/bare_curl.hpp"
#include "support/server_process.hpp"

namespace cent::bench {
namespace {

/// The lower bound: a blocking socket, one send and one recv, without reading the reply's content.
class RawSocket {
 public:
  RawSocket(int port, const std::string& body)
      : request_(
            "POST /api/publish HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            "Content-Length: " +
            std::to_string(body.size()) + "\r\n\r\n" + body) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) std::abort();
  }
  ~RawSocket() { close(fd_); }
  RawSocket(const RawSocket&) = delete;
  RawSocket& operator=(const RawSocket&) = delete;

  void post() {
    char reply[4096];
    if (send(fd_, request_.data(), request_.size(), 0) < 0 || recv(fd_, reply, sizeof reply, 0) <= 0) {
      std::abort();
    }
  }

 private:
  std::string request_;
  int fd_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
};

/// Short blocks, so that the machine rarely disturbs one, and all blocks of a round run under the same load.
constexpr int kCalls = 100;

template <class Call>
Variant times(std::string name, Call call) {
  return {std::move(name), [call]() mutable {
            for (int i = 0; i < kCalls; ++i) call();
          }};
}

}  // namespace

void sequential(int rounds) {
  const ServerProcess server{true};
  const std::string url = server.address() + "/api/publish";
  const std::string body = publish_body();
  BareCurl curl{url, BareCurl::Address::text, kApiKey};
  BareCurl again{url, BareCurl::Address::text, kApiKey};
  BareCurl parsed{url, BareCurl::Address::parsed, kApiKey};
  RawSocket raw{server.port(), body};
  Client client{server.address(), options()};
  const nlohmann::json data = object();
  compare("sequential",
          {times("curl_url", [&] { curl.post(body); }), times("curl_url_again", [&] { again.post(body); }),
           times("curl_parsed", [&] { parsed.post(body); }), times("raw_socket", [&] { raw.post(); }),
           times("cent_text", [&] { client.publish(kChannel, Json::raw(kText)); }),
           times("cent_nlohmann", [&] { client.publish(kChannel, data); })},
          rounds, kCalls);
}

/// One publish at a time, with nothing else to do: Client and AsyncClient in turn.
void latency(const Target& asked, int calls) {
  std::optional<ServerProcess> own;
  if (asked.address.empty()) own.emplace();
  const std::string address = own ? own->address() : asked.address;
  ClientOptions with = options();
  AsyncClientOptions async_with;
  async_with.api_key = with.api_key = own ? kApiKey : asked.api_key;
  async_with.generate_key = false;
  Client client{address, with};
  AsyncClient async{address, async_with};
  compare("latency",
          {{"client", [&] { client.publish(kChannel, Json::raw(kText)); }},
           {"async_future",
            [&] {
              async.publish({kChannel, Json::raw(kText)}).get();
            }}},
          calls, 1);
}

}  // namespace cent::bench
