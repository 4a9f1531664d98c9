#pragma once
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

}  // namespace cent::test
