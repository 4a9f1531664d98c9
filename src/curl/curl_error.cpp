#include "curl/curl_error.hpp"

#if !defined(_WIN32)
#include <sys/socket.h>
#include <unistd.h>
#endif

#include <cerrno>
#include <string_view>
#include <utility>

namespace cent::detail {
namespace {

FailureKind kind_of_code(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return FailureKind::resolve;
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_PROXY:
      return FailureKind::connect;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_CLIENTCERT:
    case CURLE_USE_SSL_FAILED:
    case CURLE_BAD_FUNCTION_ARGUMENT:  // a client key that OpenSSL rejects, since 8.16
      return FailureKind::tls;
    case CURLE_OPERATION_TIMEDOUT:
      return FailureKind::timeout;
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return FailureKind::cut;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_BAD_CONTENT_ENCODING:
      return FailureKind::unreadable;
    case CURLE_ABORTED_BY_CALLBACK:
      return FailureKind::cancelled;
    default:
      return FailureKind::other;
  }
}

/// True for errors about a certificate or key file, which libcurl reads while it connects.
bool is_about_certificates(CURLcode code) {
  switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_BAD_FUNCTION_ARGUMENT:
      return true;
    default:
      return false;
  }
}

/// True if this process cannot open a connection and a file at the same time. libcurl reports the same error
/// for a missing file and for a lack of descriptors.
bool lacks_descriptors_now() {
#if defined(_WIN32)
  return false;
#else
  const int first = socket(AF_UNIX, SOCK_STREAM, 0);
  const int second = first < 0 ? -1 : socket(AF_UNIX, SOCK_STREAM, 0);
  const bool lacks = second < 0 && lacks_descriptors(errno);
  if (first >= 0) close(first);
  if (second >= 0) close(second);
  return lacks;
#endif
}

/// True if only a person can mend it: with this address and this libcurl it will fail again.
bool is_permanent(CURLcode code, FailureKind kind, const TransferEvidence& evidence) {
  if (evidence.starts != 0) return false;
  return code == CURLE_UNSUPPORTED_PROTOCOL || (kind == FailureKind::tls && is_about_certificates(code));
}

FailureKind kind_of(CURLcode code, const TransferEvidence& evidence) {
  if (evidence.out_of_memory || code == CURLE_OUT_OF_MEMORY) return FailureKind::resources;
  // Another address of the same name may have got a socket.
  if (evidence.out_of_descriptors && code == CURLE_COULDNT_CONNECT) return FailureKind::resources;
  if (evidence.starts == 0 && is_about_certificates(code) && lacks_descriptors_now())
    return FailureKind::resources;
  // libcurl without TLS returns this for an https address. Otherwise the reply is not HTTP.
  if (evidence.starts == 0 && code == CURLE_UNSUPPORTED_PROTOCOL) return FailureKind::other;
  if (evidence.too_large) return FailureKind::too_large;
  if (evidence.bad_header) return FailureKind::unreadable;
  if (evidence.starts > 1) return FailureKind::cut;  // libcurl's silent second send was stopped
  const FailureKind kind = kind_of_code(code);
  // If it broke before the request was about to be sent, as by a proxy's refusal, there was no connection.
  return kind == FailureKind::cut && evidence.starts == 0 ? FailureKind::connect : kind;
}

constexpr const char* kHeadersTooLarge = "the response headers exceed 64 KiB";

const char* sentence_of(FailureKind kind) {
  switch (kind) {
    case FailureKind::resolve:
      return "the host name could not be resolved";
    case FailureKind::connect:
      return "no connection";
    case FailureKind::tls:
      return "TLS failed";
    case FailureKind::timeout:
      return "timed out";
    case FailureKind::cut:
      return "the connection broke before the reply was complete";
    case FailureKind::too_large:
      return "the reply exceeds http.max_reply_bytes";
    case FailureKind::resources:
      return "out of memory or descriptors";
    case FailureKind::unreadable:
      return "malformed HTTP response";
    case FailureKind::cancelled:
      return "cancelled";
    default:
      return "the transfer failed";
  }
}

/// libcurl's text without credentials of an address: everything between "://" and the last '@' is removed,
/// since an unescaped character in a password ends the host early. Control characters are replaced.
std::string cleaned(std::string_view text) {
  std::string shown;
  if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
    std::size_t begin = text.find("://");
    if (begin < at) {
      begin += 3;
    } else {
      const std::size_t quote = text.find('\'');
      begin = quote < at ? quote + 1 : 0;
    }
    shown.append(text.substr(0, begin)).append("***");
    text.remove_prefix(at);
  }
  shown.append(text);
  for (char& c : shown) c = c < 0x20 || c > 0x7E ? '?' : c;
  return shown;
}

}  // namespace

bool lacks_descriptors(int error) noexcept { return error == EMFILE || error == ENFILE; }

RequestException transfer_error(CURLcode code, const TransferEvidence& evidence, const std::string& endpoint,
                                const char* detail) {
  ErrorFacts facts;
  facts.kind = kind_of(code, evidence);
  // Servers read the whole body before they execute it. So if the last byte was not sent, nothing was
  // executed.
  facts.delivery = evidence.starts > 0 && evidence.body_sent ? Delivery::unknown : Delivery::not_sent;
  facts.permanent = is_permanent(code, facts.kind, evidence);
  const bool headers = facts.kind == FailureKind::unreadable && evidence.bad_header;
  facts.cause = std::string(headers ? kHeadersTooLarge : sentence_of(facts.kind)) + " (" + endpoint;
  const bool ours = evidence.starts > 1 || evidence.too_large || evidence.bad_header;
  if (!ours) facts.cause.append(": ").append(cleaned(*detail != '\0' ? detail : curl_easy_strerror(code)));
  facts.cause.push_back(')');
  return RequestException(std::move(facts));
}

void check_option(CURLcode code, const char* name) {
  if (code == CURLE_OK) return;
  ErrorFacts facts;
  facts.kind = code == CURLE_OUT_OF_MEMORY ? FailureKind::resources : FailureKind::other;
  facts.delivery = Delivery::not_sent;
  facts.permanent = facts.kind == FailureKind::other;
  facts.cause = std::string("libcurl rejected option ") + name + ": " + curl_easy_strerror(code);
  throw RequestException(std::move(facts));
}

}  // namespace cent::detail
