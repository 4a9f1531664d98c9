// Every code of libcurl, with every evidence: which kind, which delivery.
#include "curl/curl_error.hpp"

#include "curl/http_fixture.hpp"

namespace cent::test {
namespace {

using detail::transfer_error;
using detail::TransferEvidence;

TransferEvidence evidence(int starts, bool body_sent) {
  TransferEvidence made;
  made.starts = starts;
  made.body_sent = body_sent;
  return made;
}

TEST(TransferError, KindFollowsTheCode) {
  const std::pair<CURLcode, FailureKind> cases[] = {
      {CURLE_COULDNT_RESOLVE_HOST, FailureKind::resolve},
      {CURLE_COULDNT_RESOLVE_PROXY, FailureKind::connect},
      {CURLE_COULDNT_CONNECT, FailureKind::connect},
      {CURLE_PROXY, FailureKind::connect},
      {CURLE_SSL_CONNECT_ERROR, FailureKind::tls},
      {CURLE_PEER_FAILED_VERIFICATION, FailureKind::tls},
      {CURLE_SSL_CERTPROBLEM, FailureKind::tls},
      {CURLE_SSL_CIPHER, FailureKind::tls},
      {CURLE_SSL_CACERT_BADFILE, FailureKind::tls},
      {CURLE_SSL_ISSUER_ERROR, FailureKind::tls},
      {CURLE_SSL_INVALIDCERTSTATUS, FailureKind::tls},
      {CURLE_SSL_PINNEDPUBKEYNOTMATCH, FailureKind::tls},
      {CURLE_SSL_CLIENTCERT, FailureKind::tls},
      {CURLE_USE_SSL_FAILED, FailureKind::tls},
      {CURLE_OPERATION_TIMEDOUT, FailureKind::timeout},
      {CURLE_SEND_ERROR, FailureKind::cut},
      {CURLE_RECV_ERROR, FailureKind::cut},
      {CURLE_GOT_NOTHING, FailureKind::cut},
      {CURLE_PARTIAL_FILE, FailureKind::cut},
      {CURLE_HTTP2, FailureKind::cut},
      {CURLE_HTTP2_STREAM, FailureKind::cut},
      {CURLE_WEIRD_SERVER_REPLY, FailureKind::unreadable},
      {CURLE_UNSUPPORTED_PROTOCOL, FailureKind::unreadable},
      {CURLE_BAD_CONTENT_ENCODING, FailureKind::unreadable},
      {CURLE_ABORTED_BY_CALLBACK, FailureKind::cancelled},
      {CURLE_OUT_OF_MEMORY, FailureKind::resources},
      {CURLE_URL_MALFORMAT, FailureKind::other},
  };
  for (const auto& [code, kind] : cases) {
    EXPECT_EQ(transfer_error(code, evidence(1, true), "h", "").kind(), kind) << code;
  }
}

TEST(TransferError, DeliveryFollowsTheEvidenceWhateverTheCode) {
  for (int code = 1; code < CURL_LAST; ++code) {
    const auto delivery = [&](int starts, bool sent) {
      return transfer_error(static_cast<CURLcode>(code), evidence(starts, sent), "h", "").delivery();
    };
    EXPECT_EQ(delivery(0, false), Delivery::not_sent) << code;
    EXPECT_EQ(delivery(0, true), Delivery::not_sent) << code;  // an empty body counts as sent
    EXPECT_EQ(delivery(1, false), Delivery::not_sent) << code;
    EXPECT_EQ(delivery(1, true), Delivery::unknown) << code;
    EXPECT_EQ(delivery(2, true), Delivery::unknown) << code;
  }
}

TEST(TransferError, OurOwnLimitsComeBeforeTheCode) {
  TransferEvidence seen = evidence(1, true);
  seen.too_large = true;
  EXPECT_EQ(transfer_error(CURLE_WRITE_ERROR, seen, "h", "x").kind(), FailureKind::too_large);
  EXPECT_TRUE(has(transfer_error(CURLE_WRITE_ERROR, seen, "h", "x").what(), "max_reply_bytes (h)"));
  seen = evidence(1, true);
  seen.bad_header = true;
  EXPECT_EQ(transfer_error(CURLE_WRITE_ERROR, seen, "h", "x").kind(), FailureKind::unreadable);
  EXPECT_TRUE(has(transfer_error(CURLE_WRITE_ERROR, seen, "h", "x").what(), "headers exceed 64 KiB (h)"));
  seen = evidence(1, true);
  seen.out_of_memory = true;
  EXPECT_EQ(transfer_error(CURLE_WRITE_ERROR, seen, "h", "x").kind(), FailureKind::resources);
  EXPECT_EQ(transfer_error(CURLE_ABORTED_BY_CALLBACK, evidence(2, true), "h", "x").kind(), FailureKind::cut);
}

TEST(TransferError, FailuresBeforeTheRequestAreOfTheConnection) {
  EXPECT_EQ(transfer_error(CURLE_RECV_ERROR, evidence(0, false), "h", "").kind(), FailureKind::connect);
  EXPECT_EQ(transfer_error(CURLE_OPERATION_TIMEDOUT, evidence(0, false), "h", "").kind(),
            FailureKind::timeout);
}

TEST(TransferError, NamesTheEndpointAndTheDetail) {
  EXPECT_STREQ(transfer_error(CURLE_COULDNT_CONNECT, evidence(0, false), "h:1", "refused").what(),
               "cent: no connection (h:1: refused)");
  EXPECT_STREQ(
      transfer_error(CURLE_COULDNT_CONNECT, evidence(0, false), "h:1", "").what(),
      (std::string("cent: no connection (h:1: ") + curl_easy_strerror(CURLE_COULDNT_CONNECT) + ")").c_str());
}

TEST(TransferError, AnOptionThatIsNotTakenIsNotSent) {
  EXPECT_NO_THROW(detail::check_option(CURLE_OK, "X"));
  const auto error = error_of([] { detail::check_option(CURLE_UNKNOWN_OPTION, "SOMETHING"); });
  EXPECT_EQ(error.delivery(), Delivery::not_sent);
  EXPECT_EQ(error.kind(), FailureKind::other);
  EXPECT_TRUE(has(error.what(), "SOMETHING"));
  EXPECT_EQ(error_of([] { detail::check_option(CURLE_OUT_OF_MEMORY, "X"); }).kind(), FailureKind::resources);
}

TEST(TransferError, AddressesThatLibcurlRepeatsAreCutOut) {
  const std::pair<const char*, const char*> cases[] = {
      {"Unsupported proxy syntax in 'http://user:CANARY@h:1'",
       "Unsupported proxy syntax in 'http://***@h:1'"},
      {"in 'http://a:p@CANARY://x@h' and 'x'", "in 'http://***@h' and 'x'"},
      {"in 'user:CANARY@h:1'", "in '***@h:1'"},
      {"user:CANARY@h:1", "***@h:1"},
      {"http://h:1 is fine", "http://h:1 is fine"},
      {"a\r\nb\x01\xff", "a??b??"},
  };
  for (const auto& [said, shown] : cases) {
    const auto error = transfer_error(CURLE_COULDNT_RESOLVE_PROXY, evidence(0, false), "h", said);
    EXPECT_EQ(error.facts().cause, std::string("no connection (h: ") + shown + ")");
  }
}

TEST(TransferError, AClientKeyThatIsNoKeyIsTlsWithEveryLibcurl) {
  EXPECT_EQ(transfer_error(CURLE_BAD_FUNCTION_ARGUMENT, evidence(0, false), "h", "").kind(),
            FailureKind::tls);  // since 8.16
}

}  // namespace
}  // namespace cent::test
