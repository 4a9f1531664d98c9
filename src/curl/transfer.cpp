#include "curl/transfer.hpp"

#include <algorithm>
#include <cent/errors.hpp>

namespace cent::detail {
namespace {

constexpr std::size_t kMostHeaderBytes = 64 * 1024;

template <class Value>
void set(CURL* easy, CURLoption option, Value value, const char* name) {
  check_option(curl_easy_setopt(easy, option, value), name);
}

bool same_name(std::string_view line, std::string_view name) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return line.size() > name.size() && line[name.size()] == ':' &&
         std::equal(name.begin(), name.end(), line.begin(), [&](char a, char b) { return a == lower(b); });
}

std::string value_of(std::string_view line, std::size_t name_size) {
  std::string_view value = line.substr(name_size + 1);
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!value.empty() && is_space(value.front())) value.remove_prefix(1);
  while (!value.empty() && is_space(value.back())) value.remove_suffix(1);
  return std::string(value);
}

}  // namespace

void Transfer::prepare(const HttpRequest& request) {
  CURL* const easy = handle_.easy();
  url_.assign(request.url);
  body_size_ = request.body.size();
  handle_.error_buffer()[0] = '\0';
  const long timeout =
      static_cast<long>(std::max<std::chrono::milliseconds::rep>(request.timeout.count(), 1));
  const long connect = std::min(timeout, static_cast<long>(options_.connect_timeout.count()));
  set(easy, CURLOPT_CURLU, handle_.url(request.url), "CURLU");
  set(easy, CURLOPT_HTTPHEADER, handle_.headers(request.headers), "HTTPHEADER");
  set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()), "POSTFIELDSIZE_LARGE");
  set(easy, CURLOPT_POSTFIELDS, request.body.data() != nullptr ? request.body.data() : "", "POSTFIELDS");
  set(easy, CURLOPT_TIMEOUT_MS, timeout, "TIMEOUT_MS");
  set(easy, CURLOPT_CONNECTTIMEOUT_MS, connect, "CONNECTTIMEOUT_MS");
  set(easy, CURLOPT_WRITEFUNCTION, &Transfer::on_body, "WRITEFUNCTION");
  set(easy, CURLOPT_WRITEDATA, this, "WRITEDATA");
  set(easy, CURLOPT_HEADERFUNCTION, &Transfer::on_header, "HEADERFUNCTION");
  set(easy, CURLOPT_HEADERDATA, this, "HEADERDATA");
  set(easy, CURLOPT_PREREQFUNCTION, &Transfer::on_request, "PREREQFUNCTION");
  set(easy, CURLOPT_PREREQDATA, this, "PREREQDATA");
}

int Transfer::on_request(void* self, char*, char*, int, int) noexcept {
  // The point of no return. When a kept connection dies before the first byte of the reply, libcurl sends the
  // request again by itself, which would execute it twice: the second start is stopped.
  auto& transfer = *static_cast<Transfer*>(self);
  if (++transfer.evidence_.starts == 1) return CURL_PREREQFUNC_OK;
  transfer.evidence_.body_sent =
      true;  // the counters speak of the new connection: assume the worst of the first
  return CURL_PREREQFUNC_ABORT;
}

std::size_t Transfer::on_body(char* data, std::size_t size, std::size_t count, void* self) noexcept {
  auto& transfer = *static_cast<Transfer*>(self);
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

std::size_t Transfer::on_header(char* data, std::size_t size, std::size_t count, void* self) noexcept {
  auto& transfer = *static_cast<Transfer*>(self);
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
      if (line.substr(0, 5) == "HTTP/") {  // of an interim response first, then of the final one
        response_ = HttpResponse{};
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

std::string Transfer::endpoint() {
  const std::size_t host = url_.find("://") + 3;
  return url_.substr(host, url_.find('/', host) - host);
}

HttpResponse Transfer::finish(CURLcode code) {
  CURL* const easy = handle_.easy();
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  response_.status = static_cast<int>(status);
  if (code == CURLE_OK) return std::move(response_);
  curl_off_t sent = 0;
  curl_easy_getinfo(easy, CURLINFO_SIZE_UPLOAD_T, &sent);
  evidence_.body_sent = evidence_.body_sent || static_cast<std::size_t>(sent) >= body_size_;
  // An answer that came before the request was read, such as a 401, stands, though sending broke off.
  const bool broke_while_sending =
      code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR || code == CURLE_PARTIAL_FILE;
  if (broke_while_sending && evidence_.starts == 1 && status >= 300) return std::move(response_);
  throw transfer_error(code, evidence_, endpoint(), handle_.error_buffer());
}

}  // namespace cent::detail
