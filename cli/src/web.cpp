#include "web.hpp"

#include <curl/curl.h>
#include <cent/errors.hpp>
#include <cent/version.hpp>

#include <poll.h>

#include <algorithm>

namespace cent::cli {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

struct Free {
  void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
struct FreeMulti {
  void operator()(CURLM* multi) const noexcept { curl_multi_cleanup(multi); }
};
using Easy = std::unique_ptr<CURL, Free>;
using List = std::unique_ptr<curl_slist, Free>;

template <class Value>
void set(const Easy& easy, CURLoption option, Value value) {
  if (const CURLcode code = curl_easy_setopt(easy.get(), option, value); code != CURLE_OK) {
    throw UsageError(std::string("libcurl refuses a setting: ") + curl_easy_strerror(code));
  }
}

/// A handle with its request, which must outlive it.
struct Prepared {
  explicit Prepared(const WebRequest& request) : easy(curl_easy_init()) {
    for (const std::string& header : request.headers) add(header);
    add("Expect:");
    set(easy, CURLOPT_URL, request.url.c_str());
    set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    set(easy, CURLOPT_NOSIGNAL, 1L);
    set(easy, CURLOPT_ERRORBUFFER, error);
    set(easy, CURLOPT_USERAGENT, (std::string("cent/") + std::string(kVersion)).c_str());
    if (!request.body.empty()) {
      set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
      set(easy, CURLOPT_POSTFIELDS, request.body.c_str());
      add("Content-Type: application/json");
    }
    set(easy, CURLOPT_HTTPHEADER, headers.get());
    set_connection(request.http);
  }

  Easy easy;
  List headers;
  List route;
  char error[CURL_ERROR_SIZE] = {};

 private:
  void add(const std::string& header) { headers.reset(curl_slist_append(headers.release(), header.c_str())); }
  void set_connection(const HttpOptions& http) {
    set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(http.connect_timeout.count()));
    set(easy, CURLOPT_SSL_VERIFYPEER, http.verify ? 1L : 0L);
    set(easy, CURLOPT_SSL_VERIFYHOST, http.verify ? 2L : 0L);
    if (!http.ca_file.empty()) set(easy, CURLOPT_CAINFO, http.ca_file.c_str());
    if (!http.client_certificate.empty()) {
      set(easy, CURLOPT_SSLCERT, http.client_certificate.c_str());
      set(easy, CURLOPT_SSLKEY,
          (http.client_key.empty() ? http.client_certificate : http.client_key).c_str());
    }
    if (!http.proxy_from_environment) {
      set(easy, CURLOPT_PROXY, http.proxy.c_str());
      set(easy, CURLOPT_NOPROXY, "");
    }
    if (!http.unix_socket.empty()) set(easy, CURLOPT_UNIX_SOCKET_PATH, http.unix_socket.c_str());
    if (http.ip != IpVersion::any) {
      set(easy, CURLOPT_IPRESOLVE,
          static_cast<long>(http.ip == IpVersion::v4 ? CURL_IPRESOLVE_V4 : CURL_IPRESOLVE_V6));
    }
    if (!http.connect_to.empty()) {
      route.reset(curl_slist_append(nullptr, ("::" + http.connect_to).c_str()));
      set(easy, CURLOPT_CONNECT_TO, route.get());
    }
  }
};

std::string text_of(CURLcode code, const char* detail) {
  return *detail != '\0' ? detail : curl_easy_strerror(code);
}

const char* stage_of(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return "resolve";
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY:
      return "proxy";
    case CURLE_COULDNT_CONNECT:
      return "connect";
    case CURLE_OPERATION_TIMEDOUT:
      return "timeout";
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
      return "tls";
    default:
      return "transfer";
  }
}

std::size_t append(char* data, std::size_t size, std::size_t count, void* to) {
  constexpr std::size_t kMost = 1U << 20U;
  auto& text = *static_cast<std::string*>(to);
  if (text.size() < kMost) text.append(data, size * count);
  return size * count;
}

std::string header(CURL* easy, const char* name) {
  curl_header* found = nullptr;
  return curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &found) == CURLHE_OK ? found->value : "";
}

template <class Value>
Value info(CURL* easy, CURLINFO which) {
  Value value{};
  curl_easy_getinfo(easy, which, &value);
  return value;
}

std::vector<Certificate> certificates(CURL* easy) {
  const auto* const all = info<curl_certinfo*>(easy, CURLINFO_CERTINFO);
  std::vector<Certificate> chain;
  for (int i = 0; all != nullptr && i < all->num_of_certs; ++i) {
    Certificate& one = chain.emplace_back();
    for (const curl_slist* line = all->certinfo[i]; line != nullptr; line = line->next) {
      const std::string text = line->data;
      const std::size_t colon = text.find(':');
      one.emplace_back(text.substr(0, colon), text.substr(colon + 1));
    }
  }
  return chain;
}

WebReply perform(const WebRequest& request, const Prepared& prepared) {
  WebReply reply;
  const Easy& easy = prepared.easy;
  set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
  set(easy, CURLOPT_CERTINFO, 1L);
  set(easy, CURLOPT_WRITEFUNCTION, &append);
  set(easy, CURLOPT_WRITEDATA, static_cast<void*>(&reply.body));
  const CURLcode code = curl_easy_perform(easy.get());
  if (code != CURLE_OK) {
    reply.error = text_of(code, prepared.error);
    reply.stage = stage_of(code);
    // A port that does not speak TLS waits for a request as the client waits for its answer.
    if (code == CURLE_OPERATION_TIMEDOUT && reply.error.find("SSL") != std::string::npos) reply.stage = "tls";
  }
  reply.status = static_cast<int>(info<long>(easy.get(), CURLINFO_RESPONSE_CODE));
  const char* const ip = info<const char*>(easy.get(), CURLINFO_PRIMARY_IP);
  reply.server_ip = ip == nullptr ? "" : ip;
  reply.date = header(easy.get(), "Date");
  reply.server = header(easy.get(), "Server");
  reply.certificates = certificates(easy.get());
  return reply;
}

}  // namespace

WebReply exchange(const WebRequest& request) { return perform(request, Prepared{request}); }

milliseconds idle_life(const WebRequest& request, milliseconds at_most) {
  const Prepared prepared{request};
  if (!perform(request, prepared).error.empty()) return milliseconds{-1};
  const auto socket = info<curl_socket_t>(prepared.easy.get(), CURLINFO_ACTIVESOCKET);
  if (socket == CURL_SOCKET_BAD) return milliseconds{0};
  const auto begin = Clock::now();
  pollfd waiting{socket, POLLIN, 0};
  ::poll(&waiting, 1, static_cast<int>(at_most.count()));
  return std::min(at_most, std::chrono::duration_cast<milliseconds>(Clock::now() - begin));
}

std::int64_t parse_date(const std::string& text) { return curl_getdate(text.c_str(), nullptr); }

struct WebStream::State {
  explicit State(const WebRequest& asked) : request(asked), prepared(request), multi(curl_multi_init()) {
    const Easy& easy = prepared.easy;
    set(easy, CURLOPT_WRITEFUNCTION, &State::on_data);
    set(easy, CURLOPT_WRITEDATA, static_cast<void*>(this));
    curl_multi_add_handle(multi.get(), easy.get());
  }
  ~State() { curl_multi_remove_handle(multi.get(), prepared.easy.get()); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  static std::size_t on_data(char* data, std::size_t size, std::size_t count, void* self) {
    static_cast<State*>(self)->text.append(data, size * count);
    return size * count;
  }
  bool take_line(std::string& line) {
    const std::size_t end = text.find('\n', begin);
    if (end == std::string::npos) {
      text.erase(0, begin);
      begin = 0;
      return false;
    }
    line.assign(text, begin, end - begin);
    begin = end + 1;
    return true;
  }
  void look_for_end() {
    int left = 0;
    while (const CURLMsg* const message = curl_multi_info_read(multi.get(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      ended = true;
      if (message->data.result != CURLE_OK) error = text_of(message->data.result, prepared.error);
    }
  }

  const WebRequest request;
  Prepared prepared;
  std::unique_ptr<CURLM, FreeMulti> multi;
  std::string text;
  std::size_t begin = 0;  ///< Of the lines that were not taken.
  bool ended = false;
  std::string error;
};

WebStream::WebStream(const WebRequest& request) : state_(std::make_unique<State>(request)) {}
WebStream::~WebStream() = default;

WebStream::Event WebStream::next(std::string& line, int descriptor, milliseconds at_most) {
  const auto until = Clock::now() + at_most;
  while (true) {
    if (state_->take_line(line)) return Event::line;
    if (state_->ended) return Event::ended;
    int running = 0;
    curl_multi_perform(state_->multi.get(), &running);
    state_->look_for_end();
    if (state_->ended || state_->text.find('\n') != std::string::npos) continue;
    const auto left = std::chrono::duration_cast<milliseconds>(until - Clock::now());
    if (left.count() <= 0) return Event::timeout;
    curl_waitfd other{descriptor, CURL_WAIT_POLLIN, 0};
    curl_multi_poll(state_->multi.get(), &other, descriptor < 0 ? 0 : 1, static_cast<int>(left.count()),
                    nullptr);
    if (other.revents != 0) return Event::woken;
  }
}

int WebStream::status() const {
  return static_cast<int>(info<long>(state_->prepared.easy.get(), CURLINFO_RESPONSE_CODE));
}
const std::string& WebStream::error() const { return state_->error; }

}  // namespace cent::cli
