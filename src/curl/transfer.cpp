#include "curl/transfer.hpp"

#include <algorithm>
#include <cent/errors.hpp>
#include <cerrno>
#include <limits>
#include <system_error>
#include <utility>

namespace cent::detail {
namespace {

constexpr std::size_t kMostHeaderBytes = 64 * 1024;

/// `name` has lower-case letters and hyphens only.
bool same_name(std::string_view line, std::string_view name) {
  const auto same = [](char a, char b) { return a == static_cast<char>(b | 0x20); };
  return line.size() > name.size() && line[name.size()] == ':' &&
         std::equal(name.begin(), name.end(), line.begin(), same);
}

/// For libcurl 0 means no limit, and the maximum is that of int.
long as_limit(std::chrono::milliseconds time) {
  constexpr long kMost = std::numeric_limits<int>::max();
  return static_cast<long>(std::clamp<std::chrono::milliseconds::rep>(time.count(), 1, kMost));
}

std::string_view value_of(std::string_view line, std::size_t name_size) {
  std::string_view value = line.substr(name_size + 1);
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!value.empty() && is_space(value.front())) value.remove_prefix(1);
  while (!value.empty() && is_space(value.back())) value.remove_suffix(1);
  return value;
}

/// Why socket() failed, according to errno.
bool lacks_room(int error) { return lacks_descriptors(error) || error == ENOBUFS || error == ENOMEM; }

}  // namespace

Transfer::Transfer(Handle& handle, const HttpOptions& options, HttpResponse& response)
    : handle_(handle), options_(options), response_(response) {
  handle_.transfer = this;
}

Transfer& Transfer::of(void* handle) noexcept { return *static_cast<Handle*>(handle)->transfer; }

void Transfer::set_callbacks(Handle& handle) {
  CURL* const easy = handle.easy();
  set_option(easy, CURLOPT_WRITEFUNCTION, &Transfer::on_body, "WRITEFUNCTION");
  set_option(easy, CURLOPT_HEADERFUNCTION, &Transfer::on_header, "HEADERFUNCTION");
  set_option(easy, CURLOPT_PREREQFUNCTION, &Transfer::on_request, "PREREQFUNCTION");
  set_option(easy, CURLOPT_RESOLVER_START_FUNCTION, &Transfer::on_resolve, "RESOLVER_START_FUNCTION");
  set_option(easy, CURLOPT_OPENSOCKETFUNCTION, &Transfer::on_socket, "OPENSOCKETFUNCTION");
  set_option(easy, CURLOPT_CLOSESOCKETFUNCTION, &Transfer::on_close, "CLOSESOCKETFUNCTION");
  set_option(easy, CURLOPT_WRITEDATA, &handle, "WRITEDATA");
  set_option(easy, CURLOPT_HEADERDATA, &handle, "HEADERDATA");
  set_option(easy, CURLOPT_PREREQDATA, &handle, "PREREQDATA");
  set_option(easy, CURLOPT_RESOLVER_START_DATA, &handle, "RESOLVER_START_DATA");
  set_option(easy, CURLOPT_OPENSOCKETDATA, &handle, "OPENSOCKETDATA");
  // Not the handle, since a connection of a multi handle may outlive the handle that opened it.
  set_option(easy, CURLOPT_CLOSESOCKETDATA, &handle.sockets(), "CLOSESOCKETDATA");
}

void Transfer::prepare(const HttpRequest& request) {
  CURL* const easy = handle_.easy();
  body_size_ = request.body.size();
  wants_times_ = request.wants_times;
  handle_.error_buffer()[0] = '\0';
  handle_.set_url(request.url);
  handle_.set_ip(request.ip);
  handle_.set_headers(request.headers, body_size_);
  auto connecting = std::min(request.timeout, options_.connect_timeout);
  if (request.connect_timeout > std::chrono::milliseconds{0})
    connecting = std::min(connecting, request.connect_timeout);
  handle_.set_limits(as_limit(request.timeout), as_limit(connecting));
  set_option(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body_size_), "POSTFIELDSIZE_LARGE");
  set_option(easy, CURLOPT_POSTFIELDS, request.body.data() != nullptr ? request.body.data() : "",
             "POSTFIELDS");
}

// From the first on_request() on, the request may have been sent. When a kept connection breaks before the
// first byte of the reply, libcurl sends the request again by itself, which could execute it twice. So the
// second start is stopped: on a kept connection in on_request(), on the way to a new one in on_resolve() and
// on_socket(). If the new one failed to connect, the request would seem not to have been sent.
bool Transfer::is_second_start() noexcept {
  if (evidence_.starts == 0) return false;
  ++evidence_.starts;
  evidence_.body_sent =
      true;  // the counters belong to the new connection: assume the worst for the first one
  return true;
}

int Transfer::on_request(void* handle, char*, char*, int, int local_port) noexcept {
  Transfer& transfer = of(handle);
  if (transfer.is_second_start()) return CURL_PREREQFUNC_ABORT;
  if (transfer.is_spent(local_port)) {
    transfer.spent_ = true;
    return CURL_PREREQFUNC_ABORT;
  }
  transfer.evidence_.starts = 1;
  return CURL_PREREQFUNC_OK;
}

bool Transfer::is_spent(int local_port) const noexcept {
  // With HTTP/2, bytes may arrive at any time, and an abort would not close the connection.
  if (opened_ || options_.http2 || !overlooks_ended_connections()) return false;
  // A bound, in case a libcurl does not close the aborted connection.
  constexpr std::size_t kOfOneHandle = 4;
  if (spent_met_ > std::max(options_.max_idle_connections, kOfOneHandle)) return false;
  return handle_.sockets().is_spent(local_port);
}

bool Transfer::met_spent_connection(CURLcode code) noexcept {
  if (!std::exchange(spent_, false) || code != CURLE_ABORTED_BY_CALLBACK) return false;
  ++spent_met_;
  evidence_ = TransferEvidence{};
  handle_.error_buffer()[0] = '\0';
  return true;
}

int Transfer::on_resolve(void*, void*, void* handle) noexcept { return of(handle).is_second_start() ? 1 : 0; }

curl_socket_t Transfer::on_socket(void* handle, curlsocktype, curl_sockaddr* address) noexcept {
  Transfer& transfer = of(handle);
  if (transfer.is_second_start()) return CURL_SOCKET_BAD;
  transfer.opened_ = true;
  try {
    const curl_socket_t made = transfer.handle_.sockets().open(*address);
    // In that case no other address would work.
    if (made == CURL_SOCKET_BAD && lacks_room(errno)) transfer.evidence_.out_of_descriptors = true;
    return made;
  } catch (...) {
    transfer.evidence_.out_of_memory = true;
    return CURL_SOCKET_BAD;
  }
}

int Transfer::on_close(void* sockets, curl_socket_t socket) noexcept {
  return static_cast<Sockets*>(sockets)->close(socket);
}

std::size_t Transfer::on_body(char* data, std::size_t size, std::size_t count, void* handle) noexcept {
  Transfer& transfer = of(handle);
  std::string& body = transfer.response_.body;
  const std::size_t bytes = size * count;
  if (bytes > transfer.options_.max_reply_bytes - std::min(transfer.options_.max_reply_bytes, body.size())) {
    transfer.evidence_.too_large = true;
    return 0;
  }
  try {
    body.append(data, bytes);
  } catch (...) {
    transfer.evidence_.out_of_memory = true;
    return 0;
  }
  return bytes;
}

std::size_t Transfer::on_header(char* data, std::size_t size, std::size_t count, void* handle) noexcept {
  Transfer& transfer = of(handle);
  const std::size_t bytes = size * count;
  transfer.header_bytes_ += bytes;
  if (transfer.header_bytes_ > kMostHeaderBytes) {
    transfer.evidence_.bad_header = true;
    return 0;
  }
  try {
    transfer.take_header({data, bytes});
  } catch (...) {
    transfer.evidence_.out_of_memory = true;
    return 0;
  }
  return bytes;
}

void Transfer::take_header(std::string_view line) {
  switch (line.empty() ? '\0' : line.front()) {
    case 'H':
      if (line.substr(0, 5) == "HTTP/") {  // an interim response may come first
        for (std::string* text :
             {&response_.body, &response_.content_type, &response_.retry_after, &response_.location}) {
          text->clear();
        }
      }
      return;
    case 'R':
    case 'r':
      if (same_name(line, "retry-after")) response_.retry_after = value_of(line, 11);
      return;
    case 'L':
    case 'l':
      if (same_name(line, "location")) response_.location = value_of(line, 8);
      return;
    case 'C':
    case 'c':
      if (same_name(line, "content-type")) response_.content_type = value_of(line, 12);
      return;
    default:
      return;
  }
}

std::string Transfer::endpoint() const {
  if (!options_.unix_socket.empty()) return "Unix socket " + options_.unix_socket;
  const std::string& url = handle_.url();
  const std::size_t host = url.find("://") + 3;
  std::string authority = url.substr(host, url.find_first_of("/?#", host) - host);
  const std::size_t at = authority.rfind('@');
  if (at != std::string::npos) authority.erase(0, at + 1);  // remove user and password
  if (!handle_.ip().empty()) authority += " at " + handle_.ip();
  return authority;
}

void Transfer::finish(CURLcode code) {
  CURL* const easy = handle_.easy();
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  response_.status = static_cast<int>(status);
  if (wants_times_) take_times();
  if (code == CURLE_OK) return;
  curl_off_t sent = 0;
  curl_easy_getinfo(easy, CURLINFO_SIZE_UPLOAD_T, &sent);
  evidence_.body_sent = evidence_.body_sent || static_cast<std::size_t>(sent) >= body_size_;
  // An answer sent before the request was read, such as a 401, is valid even if sending failed.
  const bool broke_while_sending =
      code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR || code == CURLE_PARTIAL_FILE;
  if (broke_while_sending && evidence_.starts == 1 && status >= 300) return;
  if (!options_.unix_socket.empty() && code == CURLE_COULDNT_CONNECT) {
    // libcurl's text would name host and port of the address, which were not used.
    long reason = 0;
    curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &reason);
    const std::string text = reason == 0 ? "" : std::generic_category().message(static_cast<int>(reason));
    throw transfer_error(code, evidence_, endpoint(), text.c_str());
  }
  throw transfer_error(code, evidence_, endpoint(), handle_.error_buffer());
}

}  // namespace cent::detail
