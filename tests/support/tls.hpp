#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "support/test_folder.hpp"

namespace cent::test {

/// A certificate and its key, as PEM files.
struct CertificateFiles {
  std::string certificate{};
  std::string key{};
};

/// A certificate authority of the tests' own, made by the `openssl` program in a folder of its own that goes
/// with it. @throws std::runtime_error if openssl fails
class TestCa {
 public:
  enum class Validity { good, expired, not_yet };

  TestCa();

  /// The authority's own certificate: what a client trusts.
  [[nodiscard]] std::string file() const { return folder_.path("ca.pem"); }
  /// `names` as openssl spells them: `IP:127.0.0.1,DNS:localhost`.
  CertificateFiles issue(const std::string& names, Validity validity = Validity::good);
  /// A copy of a key under a pass phrase.
  std::string encrypted(const CertificateFiles& files);
  [[nodiscard]] std::string folder() const { return folder_.path(); }

 private:
  void openssl(const std::string& arguments);
  void sign(const std::string& base, const std::string& names, Validity validity);

  TestFolder folder_;
  int issued_ = 0;
};

struct TlsFrontOptions {
  CertificateFiles own{};
  std::string client_ca{};  ///< PEM file; not empty: a client certificate of it is demanded.
  bool old_only = false;    ///< TLS 1.1 and no newer.
  bool no_newer_than_1_2 = false;
};

/// Takes TLS connections on loopback and passes what is inside on to a plain port, which answers: TLS for the
/// fault server. A close behind it is passed on as TLS farewell and close, a reset as a reset.
class TlsFront {
 public:
  TlsFront(TlsFrontOptions options, std::uint16_t behind);
  ~TlsFront();
  TlsFront(const TlsFront&) = delete;
  TlsFront& operator=(const TlsFront&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  /// `https://127.0.0.1:PORT`.
  [[nodiscard]] std::string address() const;
  /// TLS connections that came about.
  [[nodiscard]] std::size_t handshakes() const;
  /// Of those, the ones that the front has ended since the server behind it did.
  [[nodiscard]] std::size_t ended() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cent::test
