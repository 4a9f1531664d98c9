#pragma once
#include <ares.h>
#include <cent/curl_transport.hpp>
#include <cent/errors.hpp>
#include <cent/resolver.hpp>
#if defined(_WIN32)
#include <winsock2.h>
#else
#include <poll.h>
#endif
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

// For programs that use c-ares (1.16 or later). cent itself does not need it.

namespace cent {

/// Settings of a DnsResolver.
struct DnsOptions {
  /// Name servers as `address:port`, separated by commas. Empty: those of the system.
  std::string servers{};
  IpVersion ip = IpVersion::any;  ///< Kind of addresses that is asked for.
  /// How long to wait for the answer to one question. Each is asked up to three times. Above zero.
  std::chrono::milliseconds timeout{2000};
};

/// Asks the system's file of hosts and name servers, by c-ares. The lifetime of an answer is the shortest of
/// its records; 0 for the file of hosts.
///
///     cent::ClientOptions options;
///     options.balance = cent::Balance::spread;
///     options.resolver = std::make_shared<cent::DnsResolver>();
///     cent::Client client{"http://centrifugo-headless:8000", options};
///
/// Thread safe: clients may share one.
class DnsResolver final : public Resolver {
 public:
  /// @throws UsageError if an option is invalid.
  explicit DnsResolver(DnsOptions options = {}) : options_(std::move(options)) {
    if (options_.timeout <= std::chrono::milliseconds{0})
      throw UsageError("DnsOptions::timeout must be above zero");
    static const int ready = ares_library_init(ARES_LIB_INIT_ALL);  // never undone, since others may use it
    check(ready);
    static_cast<void>(channel());
  }

  HostAddresses resolve(const std::string& host, const std::atomic<bool>& stopped) override {
    const Channel asks = channel();
    Answer answer;
    ares_addrinfo_hints hints{};
    hints.ai_family = options_.ip == IpVersion::v4   ? AF_INET
                      : options_.ip == IpVersion::v6 ? AF_INET6
                                                     : AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = ARES_AI_NOSORT;
    ares_getaddrinfo(asks.get(), host.c_str(), nullptr, &hints, &Answer::take, &answer);
    while (!answer.is_there && !stopped) wait(*asks);
    if (!answer.is_there) ares_cancel(asks.get());  // calls Answer::take
    check(answer.status);
    return addresses_of(*answer.info);
  }

 private:
  struct Destroy {
    void operator()(ares_channeldata* channel) const noexcept { ares_destroy(channel); }
    void operator()(ares_addrinfo* info) const noexcept { ares_freeaddrinfo(info); }
  };
  using Channel = std::unique_ptr<ares_channeldata, Destroy>;
  struct Answer {
    static void take(void* answer, int status, int, ares_addrinfo* info) noexcept {
      auto& self = *static_cast<Answer*>(answer);
      self.is_there = true;
      self.status = status;
      self.info.reset(info);
    }
    bool is_there = false;
    int status = ARES_SUCCESS;
    std::unique_ptr<ares_addrinfo, Destroy> info{};
  };

  static void check(int status) {
    if (status != ARES_SUCCESS) throw std::runtime_error(std::string("c-ares: ") + ares_strerror(status));
  }

  /// A new one for each lookup, so that changes of the system's settings are noticed.
  [[nodiscard]] Channel channel() const {
    ares_options settings{};
    settings.timeout =
        static_cast<int>(std::min<std::chrono::milliseconds::rep>(options_.timeout.count(), 60'000));
    settings.tries = 3;
    ares_channel made = nullptr;
    check(ares_init_options(&made, &settings, ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES));
    Channel channel{made};
    if (!options_.servers.empty() &&
        ares_set_servers_ports_csv(made, options_.servers.c_str()) != ARES_SUCCESS)
      throw UsageError("DnsOptions::servers must be address:port, separated by commas");
    return channel;
  }

  /// Waits for the sockets of a lookup, but not for long, and reads them.
  static void wait(ares_channeldata& channel) {
    std::array<ares_socket_t, ARES_GETSOCK_MAXNUM> sockets{};
    const int wanted = ares_getsock(&channel, sockets.data(), static_cast<int>(sockets.size()));
    std::array<pollfd, ARES_GETSOCK_MAXNUM> polled{};
    std::size_t count = 0;
    for (; count < sockets.size(); ++count) {
      const int at = static_cast<int>(count);
      const bool reads = ARES_GETSOCK_READABLE(wanted, at), writes = ARES_GETSOCK_WRITABLE(wanted, at);
      if (!reads && !writes) break;
      polled[count].fd = sockets[count];
      polled[count].events = static_cast<short>((reads ? POLLIN : 0) | (writes ? POLLOUT : 0));
    }
    constexpr int kShort = 50;
#if defined(_WIN32)
    WSAPoll(polled.data(), static_cast<unsigned long>(count), kShort);
#else
    poll(polled.data(), static_cast<nfds_t>(count), kShort);
#endif
    ares_process_fd(&channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);  // time-outs
    for (std::size_t i = 0; i < count; ++i) {
      const bool reads = (polled[i].revents & (POLLIN | POLLERR | POLLHUP)) != 0;
      const bool writes = (polled[i].revents & POLLOUT) != 0;
      ares_process_fd(&channel, reads ? sockets[i] : ARES_SOCKET_BAD, writes ? sockets[i] : ARES_SOCKET_BAD);
    }
  }

  static HostAddresses addresses_of(const ares_addrinfo& info) {
    HostAddresses found;
    int lifetime = std::numeric_limits<int>::max();
    for (const ares_addrinfo_node* node = info.nodes; node != nullptr; node = node->ai_next) {
      std::array<char, 64> text{};
      const void* bytes = nullptr;
      if (node->ai_family == AF_INET) bytes = &reinterpret_cast<const sockaddr_in*>(node->ai_addr)->sin_addr;
      if (node->ai_family == AF_INET6)
        bytes = &reinterpret_cast<const sockaddr_in6*>(node->ai_addr)->sin6_addr;
      if (bytes == nullptr || ares_inet_ntop(node->ai_family, bytes, text.data(), text.size()) == nullptr)
        continue;
      found.addresses.emplace_back(text.data());
      lifetime = std::min(lifetime, node->ai_ttl);
    }
    found.lifetime = std::chrono::seconds{lifetime};
    return found;
  }

  const DnsOptions options_;
};

}  // namespace cent
