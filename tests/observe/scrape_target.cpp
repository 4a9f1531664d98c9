// scrape_target: serves the figures of a StatsObserver to Prometheus, at a port of its own choice that it
// prints. scrape_target --print: writes them to its output.
//
// The events are made by hand, so that a test knows the figures.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cent/client_stats.hpp>
#include <cstdio>
#include <cstring>
#include <string>

#include "observe/sample_errors.hpp"

namespace {

using std::chrono::microseconds;

void send_events(cent::Observer& observer) {
  const auto lost = cent::test::refused_connection();
  observer.command_ended({"publish", "news", cent::Delivery::applied, nullptr, microseconds{700}, 0, 1});
  observer.command_ended({"publish", "news", cent::Delivery::not_sent, &lost, microseconds{700}, 0, 1});
  observer.command_ended({"broadcast", "", cent::Delivery::applied, nullptr, microseconds{40'000}, 3, 1});
  cent::AttemptEnded attempt;
  attempt.bytes_sent = 100;
  attempt.bytes_received = 20;
  attempt.new_connection = true;
  attempt.times.whole = microseconds{600};
  observer.attempt_ended(attempt);
  attempt.attempt = 2;
  attempt.new_connection = false;
  attempt.error = &lost;
  observer.attempt_ended(attempt);
  observer.address_changed({"http://a:8000/api", true, std::chrono::milliseconds{1000}});
  observer.key_refused({"http://a:8000/api", 401});
}

std::string text_of(const cent::StatsObserver& observer) {
  cent::ClientStats stats = observer.stats();
  cent::AsyncStats queue;
  queue.pending = 12;
  queue.queued = 11;
  queue.queue_bytes = 4096;
  queue.oldest = std::chrono::milliseconds{1500};
  cent::add_queue(stats, queue);
  return cent::prometheus_text(stats, {{"client", "a \"quoted\" \\ name\nof two lines, \xc3\xa9"}});
}

void answer(int connection, const std::string& body) {
  char request[4096];
  (void)!::read(connection, request, sizeof request);
  const std::string response =
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\nConnection: close\r\nContent-Length: " +
      std::to_string(body.size()) + "\r\n\r\n" + body;
  (void)!::write(connection, response.data(), response.size());
  ::close(connection);
}

}  // namespace

int main(int argc, char** argv) {
  cent::StatsObserver observer;
  send_events(observer);
  if (argc > 1 && std::strcmp(argv[1], "--print") == 0) {
    std::fputs(text_of(observer).c_str(), stdout);
    return 0;
  }
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (listener < 0 || ::bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::listen(listener, 8) != 0 ||
      ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    std::perror("scrape_target");
    return 1;
  }
  std::printf("%d\n", ntohs(address.sin_port));
  std::fflush(stdout);
  for (;;) {
    const int connection = ::accept(listener, nullptr, nullptr);
    if (connection < 0) return 1;
    answer(connection, text_of(observer));
    send_events(observer);  // so that rates are above zero
  }
}
