#include "curl/multi_transport.hpp"

#include <algorithm>
#include <cent/errors.hpp>
#include <cerrno>
#include <climits>
#include <new>
#include <utility>
#include <vector>

#include "curl/curl_error.hpp"
#include "curl/handle.hpp"
#include "curl/options.hpp"
#include "curl/transfer.hpp"

namespace cent::detail {
namespace {

struct MultiCleanup {
  void operator()(CURLM* multi) const noexcept { curl_multi_cleanup(multi); }
};

void check(CURLMcode code) {
  if (code == CURLM_OK) return;
  if (code == CURLM_OUT_OF_MEMORY) throw std::bad_alloc{};
  ErrorFacts facts;
  facts.kind = FailureKind::other;
  facts.delivery = Delivery::not_sent;
  facts.cause = std::string("libcurl: ") + curl_multi_strerror(code);
  throw RequestException(std::move(facts));
}

RequestException no_descriptors() {
  ErrorFacts facts;
  facts.kind = FailureKind::resources;
  facts.delivery = Delivery::not_sent;
  facts.cause = "out of file descriptors (cannot create the wake-up pipe)";
  return RequestException(std::move(facts));
}

/// An option of libcurl 8.20 and later, which older headers do not name.
void set_if_known(CURLM* multi, int number, long value) {
  const CURLMcode code = curl_multi_setopt(multi, static_cast<CURLMoption>(CURLOPTTYPE_LONG + number), value);
  if (code != CURLM_UNKNOWN_OPTION) check(code);
}

class MultiTransport final : public AsyncTransport {
 public:
  explicit MultiTransport(const HttpOptions& options) : options_(options) {
    ensure_curl();
    errno = 0;
    multi_.reset(curl_multi_init());
    // Since 8.20 it creates descriptors at once.
    if (!multi_ && lacks_descriptors(errno)) throw no_descriptors();
    if (!multi_) throw std::bad_alloc{};
    // Without descriptors libcurl creates a handle that does not react to wake().
    if (curl_multi_wakeup(multi_.get()) != CURLM_OK) throw no_descriptors();
    // Since 8.20 threads of the multi handle look up names. Its destructor must not wait for one that hangs,
    // and two that hang must not delay the others.
    constexpr int kResolveThreadsMax = 20;
    constexpr int kQuickExit = 21;
    set_if_known(multi_.get(), kResolveThreadsMax, 1000);
    set_if_known(multi_.get(), kQuickExit, 1);
    check(curl_multi_setopt(multi_.get(), CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_NOTHING)));
    const auto kept = static_cast<long>(std::min<std::size_t>(options.max_idle_connections, INT_MAX));
    check(curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, std::max(kept, 1L)));
  }

  ~MultiTransport() override { stop(); }

  void stop() noexcept override {
    for (auto& exchange : under_way_) curl_multi_remove_handle(multi_.get(), exchange->handle->easy());
    under_way_.clear();
  }

  void start(const HttpRequest& request, ResponseListener& listener) override {
    auto exchange = std::make_unique<Exchange>(take_handle(), options_, listener);
    exchange->transfer.prepare(request);
    under_way_.reserve(under_way_.size() + 1);
    idle_.reserve(under_way_.size() + 1);  // so that returning the handle cannot fail
    check(curl_multi_add_handle(multi_.get(), exchange->handle->easy()));
    under_way_.push_back(std::move(exchange));
    fresh_ = true;
  }

  void poll(std::chrono::milliseconds at_most) override {
    if (std::exchange(fresh_, false) && move_on()) return;
    const auto limit = std::clamp<std::chrono::milliseconds::rep>(at_most.count(), 0, most_sleep());
    int ready = 0;
    check(curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(limit), &ready));
    move_on();
  }

  void wake() noexcept override { curl_multi_wakeup(multi_.get()); }

 private:
  struct Exchange {
    Exchange(std::unique_ptr<Handle> with, const HttpOptions& options, ResponseListener& to)
        : handle(std::move(with)), transfer(*handle, options, response), listener(to) {}
    std::unique_ptr<Handle> handle;
    HttpResponse response{};
    Transfer transfer;
    ResponseListener& listener;
  };

  std::unique_ptr<Handle> take_handle() {
    if (idle_.empty()) return std::make_unique<Handle>(options_, &sockets_);
    auto handle = std::move(idle_.back());
    idle_.pop_back();
    return handle;
  }

  /// Milliseconds. Versions 7.88 to 8.3 set no timer for trying a name's next address when the current one is
  /// silent. They do so whenever they are called.
  [[nodiscard]] int most_sleep() const noexcept {
    constexpr int kShort = 200;
    const bool connecting = std::any_of(under_way_.begin(), under_way_.end(),
                                        [](const auto& one) { return one->transfer.is_connecting(); });
    return connecting ? kShort : INT_MAX;
  }

  /// True if a listener was called.
  bool move_on() {
    bool called = false;
    do {
      int running = 0;
      check(curl_multi_perform(multi_.get(), &running));
      int left = 0;
      while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        called = finish(message->easy_handle, message->data.result) || called;
      }
    } while (std::exchange(again_, false));
    return called;
  }

  /// False if the transfer starts again.
  bool finish(CURL* easy, CURLcode code) {
    curl_multi_remove_handle(multi_.get(), easy);
    const auto at = std::find_if(under_way_.begin(), under_way_.end(),
                                 [easy](const auto& one) { return one->handle->easy() == easy; });
    if ((*at)->transfer.met_spent_connection(code)) {
      again_ = curl_multi_add_handle(multi_.get(), easy) == CURLM_OK;
      if (again_) return false;
      code = CURLE_OUT_OF_MEMORY;
    }
    const std::unique_ptr<Exchange> exchange = std::move(*at);
    under_way_.erase(at);
    try {
      exchange->transfer.finish(code);
    } catch (const std::exception& error) {
      exchange->listener.failed(error);
      idle_.push_back(std::move(exchange->handle));
      return true;
    }
    exchange->listener.answered(std::move(exchange->response));
    idle_.push_back(std::move(exchange->handle));
    return true;
  }

  const HttpOptions options_;
  Sockets sockets_{true};  // tracks all connections until they are closed
  std::vector<std::unique_ptr<Handle>> idle_;
  std::unique_ptr<CURLM, MultiCleanup> multi_;  // destroyed before the handles, which it may still use
  std::vector<std::unique_ptr<Exchange>> under_way_;
  bool fresh_ = false;  ///< A request was started and not processed yet.
  bool again_ = false;  ///< A transfer was added once more, see finish().
};

}  // namespace

std::unique_ptr<AsyncTransport> make_multi_transport(const HttpOptions& options) {
  check_http_options(options);
  return std::make_unique<MultiTransport>(options);
}

}  // namespace cent::detail
