#include "support/test_ca.hpp"

#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace cent::test {
namespace {

constexpr const char* kNewKey = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes ";

}  // namespace

TestCa::TestCa() {
  openssl(std::string("req -x509 ") + kNewKey +
          "-keyout ca.key -out ca.pem -days 30 -subj '/CN=cent test authority'");
}

void TestCa::openssl(const std::string& arguments) {
  const std::string command =
      "cd '" + folder_.path() + "' && openssl " + arguments + " >>log 2>&1 </dev/null";
  if (std::system(command.c_str()) != 0) {  // NOLINT(cert-env33-c): a test's own words
    std::ifstream log{folder_.path("log")};
    throw std::runtime_error("openssl " + arguments + "\n" +
                             std::string(std::istreambuf_iterator<char>(log), {}));
  }
}

CertificateFiles TestCa::issue(const std::string& names, Validity validity) {
  const std::string base = "issued" + std::to_string(++issued_);
  openssl(std::string("req ") + kNewKey + "-keyout " + base + ".key -out " + base + ".csr -subj /CN=" + base);
  sign(base, names, validity);
  return {folder_.path(base + ".pem"), folder_.path(base + ".key")};
}

void TestCa::sign(const std::string& base, const std::string& names, Validity validity) {
  std::ofstream{folder_.path(base + ".ext")} << "subjectAltName=" << names << "\n";
  const std::string files = " -in " + base + ".csr -out " + base + ".pem -extfile " + base + ".ext";
  if (validity != Validity::not_yet) {
    openssl("x509 -req -CA ca.pem -CAkey ca.key -CAcreateserial -days " +
            std::string(validity == Validity::expired ? "-1" : "30") + files);
    return;
  }
  // Only the program's larger sister takes a first day.
  std::ofstream{folder_.path("index.txt")};
  std::ofstream{folder_.path("ca.conf")}
      << "[ca]\ndefault_ca=own\n[own]\ndatabase=index.txt\nrand_serial=yes\n"
         "new_certs_dir=.\ndefault_md=sha256\npolicy=any\nunique_subject=no\n"
         "[any]\ncommonName=supplied\n";
  openssl(
      "ca -batch -notext -config ca.conf -cert ca.pem -keyfile ca.key -startdate 20900101000000Z -enddate "
      "20910101000000Z" +
      files);
}

std::string TestCa::encrypted(const CertificateFiles& files) {
  openssl("ec -aes256 -passout pass:secret -in " + files.key + " -out encrypted.key");
  return folder_.path("encrypted.key");
}

}  // namespace cent::test
