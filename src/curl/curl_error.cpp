#include "curl/curl_error.hpp"

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

FailureKind kind_of(CURLcode code, const TransferEvidence& evidence) {
  if (evidence.out_of_memory || code == CURLE_OUT_OF_MEMORY) return FailureKind::resources;
  // One of a name's addresses may have been tried before, or after, with a socket.
  if (evidence.out_of_descriptors && code == CURLE_COULDNT_CONNECT) return FailureKind::resources;
  if (evidence.too_large) return FailureKind::too_large;
  if (evidence.bad_header) return FailureKind::unreadable;
  if (evidence.starts > 1) return FailureKind::cut;  // the silent second send, stopped
  const FailureKind kind = kind_of_code(code);
  // What breaks before the request is about to go out, such as a proxy's refusal, was never a connection.
  return kind == FailureKind::cut && evidence.starts == 0 ? FailureKind::connect : kind;
}

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
      return "the reply is larger than max_reply_bytes";
    case FailureKind::resources:
      return "out of memory or descriptors";
    case FailureKind::unreadable:
      return "the reply is not HTTP as it should be";
    case FailureKind::cancelled:
      return "cancelled";
    default:
      return "the transfer failed";
  }
}

}  // namespace

RequestException transfer_error(CURLcode code, const TransferEvidence& evidence, const std::string& endpoint,
                                const char* detail) {
  ErrorFacts facts;
  facts.kind = kind_of(code, evidence);
  // Before the request was about to go out, or without its last byte, the server's handler has not seen it:
  // it reads the whole body first.
  facts.delivery = evidence.starts > 0 && evidence.body_sent ? Delivery::unknown : Delivery::not_sent;
  facts.cause = std::string(sentence_of(facts.kind)) + " (" + endpoint;
  const bool ours = evidence.starts > 1 || evidence.too_large || evidence.bad_header;
  if (!ours) facts.cause.append(": ").append(*detail != '\0' ? detail : curl_easy_strerror(code));
  facts.cause.push_back(')');
  return RequestException(std::move(facts));
}

void check_option(CURLcode code, const char* name) {
  if (code == CURLE_OK) return;
  ErrorFacts facts;
  facts.kind = code == CURLE_OUT_OF_MEMORY ? FailureKind::resources : FailureKind::other;
  facts.delivery = Delivery::not_sent;
  facts.cause = std::string("libcurl refused option ") + name + ": " + curl_easy_strerror(code);
  throw RequestException(std::move(facts));
}

}  // namespace cent::detail
