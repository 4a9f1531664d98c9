#include "support/fault_server.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <list>
#include <mutex>
#include <system_error>
#include <thread>

#include "support/fault_connection.hpp"

namespace cent::test {
namespace {

constexpr std::size_t kRecordsKept = 2000;

bool asks_for_info(const std::string& beginning) {
  const std::size_t line = beginning.find("\r\n");
  return beginning.substr(0, line).find("/info ") != std::string::npos ||
         beginning.find(R"({"method":"info")") != std::string::npos;
}

struct ServedConnection {
  std::thread thread{};
  std::atomic<bool> over{false};
};

}  // namespace

class FaultServer::Impl final : public ConnectionHost {
 public:
  explicit Impl(FaultServerOptions options)
      : options_(std::move(options)),
        cluster_(options_.cluster ? options_.cluster : std::make_shared<Cluster>()),
        version_(options_.version) {}

  void start();
  void stop();

  Fault fault_for(std::size_t connection, std::size_t on_connection, const std::string& beginning) override;
  Replies carry_out(const RequestHead& head, const std::string& body, const Fault& fault) override;
  void received(std::size_t bytes) override { bytes_ += bytes; }
  void record(RequestRecord request) override;
  void crash(milliseconds down) override;
  void idle_ended() override;

  FaultServerOptions options_;
  const std::shared_ptr<Cluster> cluster_;
  std::atomic<std::uint16_t> port_{0};
  mutable std::mutex mutex_;  ///< Guards what follows.
  FaultSource source_;
  ServerVersion version_;
  FaultServerStats stats_;
  std::deque<RequestRecord> records_;
  std::atomic<std::size_t> bytes_{0};

 private:
  /// From one opening of the port to its closing.
  void live(Descriptor listener, const Signal& over);
  void accept_one(const Descriptor& listener, const Signal& over, std::list<ServedConnection>& connections);
  void supervise(Descriptor listener);
  bool try_listen(Descriptor& listener);

  std::condition_variable wake_;
  std::shared_ptr<Signal> over_;  ///< Ends the present life.
  milliseconds down_{0};          ///< How long to stay away after it.
  bool stopping_ = false;
  std::thread supervisor_;
};

void FaultServer::Impl::start() {
  if (supervisor_.joinable()) return;
  Descriptor listener = listen_on(options_.host, port_ != 0 ? port_.load() : options_.port);
  if (options_.host.find('/') == std::string::npos) port_ = port_of(listener);
  {
    const std::lock_guard<std::mutex> lock{mutex_};
    stopping_ = false;
    over_ = std::make_shared<Signal>();
  }
  supervisor_ = std::thread([this, fd = listener.release()] { supervise(Descriptor{fd}); });
}

void FaultServer::Impl::stop() {
  if (!supervisor_.joinable()) return;
  {
    const std::lock_guard<std::mutex> lock{mutex_};
    stopping_ = true;
    over_->raise();
  }
  wake_.notify_all();
  supervisor_.join();
}

void FaultServer::Impl::crash(milliseconds down) {
  const std::lock_guard<std::mutex> lock{mutex_};
  down_ = down;
  over_->raise();
}

void FaultServer::Impl::supervise(Descriptor listener) {
  for (;;) {
    std::shared_ptr<Signal> over;
    {
      const std::lock_guard<std::mutex> lock{mutex_};
      over = over_;
    }
    live(std::move(listener), *over);
    std::unique_lock<std::mutex> lock{mutex_};
    if (wake_.wait_for(lock, down_, [this] { return stopping_; })) return;
    while (!try_listen(listener)) {
      if (wake_.wait_for(lock, milliseconds{10}, [this] { return stopping_; })) return;
    }
    over_ = std::make_shared<Signal>();
  }
}

bool FaultServer::Impl::try_listen(Descriptor& listener) {
  try {
    listener = listen_on(options_.host, port_);
    return true;
  } catch (const std::system_error&) {
    return false;  // somebody's outgoing connection may have the port for a moment
  }
}

void FaultServer::Impl::live(Descriptor listener, const Signal& over) {
  std::list<ServedConnection> connections;
  for (;;) {
    std::array<pollfd, 2> both{pollfd{listener.get(), POLLIN, 0}, pollfd{over.fd(), POLLIN, 0}};
    poll(both.data(), both.size(), -1);
    if (both[1].revents != 0) break;
    if (both[0].revents == 0) continue;
    accept_one(listener, over, connections);
    for (auto each = connections.begin(); each != connections.end();) {
      if (each->over) {
        each->thread.join();
        each = connections.erase(each);
      } else {
        ++each;
      }
    }
  }
  listener.close();
  for (ServedConnection& connection : connections) connection.thread.join();
}

void FaultServer::Impl::accept_one(const Descriptor& listener, const Signal& over,
                                   std::list<ServedConnection>& connections) {
  Descriptor socket{accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC)};
  if (socket.get() < 0) return;
  if (options_.receive_buffer > 0) {
    setsockopt(socket.get(), SOL_SOCKET, SO_RCVBUF, &options_.receive_buffer, sizeof options_.receive_buffer);
  }
  std::size_t number = 0;
  {
    const std::lock_guard<std::mutex> lock{mutex_};
    number = stats_.connections++;
    ++stats_.open;
  }
  ServedConnection& served = connections.emplace_back();
  served.thread = std::thread([this, &over, &served, number, fd = socket.release()] {
    FaultConnection{Wire{Descriptor{fd}, over}, number, *this}.serve();
    {
      const std::lock_guard<std::mutex> lock{mutex_};
      --stats_.open;
    }
    served.over = true;
  });
}

Fault FaultServer::Impl::fault_for(std::size_t connection, std::size_t on_connection,
                                   const std::string& beginning) {
  const std::lock_guard<std::mutex> lock{mutex_};
  if (!options_.spoil_info && asks_for_info(beginning)) {
    ++stats_.infos;
    return {};
  }
  RequestSeen seen;
  seen.number = stats_.requests++;
  seen.connection = connection;
  seen.on_connection = on_connection;
  seen.beginning = beginning;
  return source_ ? source_(seen) : Fault{};
}

Replies FaultServer::Impl::carry_out(const RequestHead& head, const std::string& body, const Fault& fault) {
  ServerVersion version;
  {
    const std::lock_guard<std::mutex> lock{mutex_};
    version = version_;
  }
  if (!options_.reported_version.empty()) version.text = options_.reported_version;
  const std::string& key = options_.api_key;
  const bool named = version.has_routes() && !head.api_key.empty();
  if (!key.empty() && (named ? head.api_key != key : head.authorization != "apikey " + key)) {
    const bool routed = head.path == "/api" || version.has_routes();  // the path is looked for first
    return routed ? Replies{401, {}, 0} : Replies{404, "404 page not found\n", 0};
  }
  return answer(head, body, *cluster_, version, fault.execute, fault.replies);
}

void FaultServer::Impl::record(RequestRecord request) {
  const std::lock_guard<std::mutex> lock{mutex_};
  records_.push_back(std::move(request));
  if (records_.size() > kRecordsKept) records_.pop_front();
}

void FaultServer::Impl::idle_ended() {
  const std::lock_guard<std::mutex> lock{mutex_};
  ++stats_.idle_ends;
}

FaultServer::FaultServer(FaultServerOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {
  impl_->start();
}
FaultServer::~FaultServer() { impl_->stop(); }

std::uint16_t FaultServer::port() const { return impl_->port_; }
std::string FaultServer::address() const {
  const bool is_path = impl_->options_.host.find('/') != std::string::npos;
  return is_path ? "http://localhost" : "http://" + impl_->options_.host + ":" + std::to_string(port());
}
Cluster& FaultServer::cluster() { return *impl_->cluster_; }

void FaultServer::script(std::vector<Fault> requests) {
  next_fault([list = std::move(requests), next = std::size_t{0}](const RequestSeen&) mutable {
    return next < list.size() ? list[next++] : Fault{};
  });
}

void FaultServer::script_connections(std::vector<std::vector<Fault>> connections) {
  const std::size_t first = stats().connections;
  next_fault([lists = std::move(connections), first](const RequestSeen& seen) {
    const std::size_t at = seen.connection - first;  // huge for those that were open before
    if (at >= lists.size() || seen.on_connection >= lists[at].size()) return Fault{};
    return lists[at][seen.on_connection];
  });
}

void FaultServer::always(Fault fault) {
  next_fault([fault = std::move(fault)](const RequestSeen&) { return fault; });
}

void FaultServer::next_fault(FaultSource source) {
  const std::lock_guard<std::mutex> lock{impl_->mutex_};
  impl_->source_ = std::move(source);
}

void FaultServer::set_version(const std::string& version) {
  const std::lock_guard<std::mutex> lock{impl_->mutex_};
  impl_->version_ = ServerVersion{version};
}

void FaultServer::stop() { impl_->stop(); }
void FaultServer::start() { impl_->start(); }

FaultServerStats FaultServer::stats() const {
  const std::lock_guard<std::mutex> lock{impl_->mutex_};
  FaultServerStats stats = impl_->stats_;
  stats.bytes = impl_->bytes_;
  return stats;
}

std::vector<RequestRecord> FaultServer::requests() const {
  const std::lock_guard<std::mutex> lock{impl_->mutex_};
  return {impl_->records_.begin(), impl_->records_.end()};
}

}  // namespace cent::test
