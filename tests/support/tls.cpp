#include "support/tls.hpp"

#include <array>
#include <atomic>
#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>

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

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Error = boost::system::error_code;
using Secure = asio::ssl::stream<tcp::socket>;

/// Counts of all connections.
struct Counts {
  std::atomic<std::size_t> handshakes{0};
  std::atomic<std::size_t> ended{0};
};

/// One connection: both directions, until either side ends.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, asio::ssl::context& context)
      : behind_(socket.get_executor()), front_(std::move(socket), context) {}

  void start(std::uint16_t port, Counts& counts) {
    counts_ = &counts;
    front_.async_handshake(asio::ssl::stream_base::server, [self = shared_from_this(), port](Error failed) {
      if (failed) return;
      ++self->counts_->handshakes;
      self->connect(port);
    });
  }

 private:
  void connect(std::uint16_t port) {
    Error failed;
    behind_.connect({asio::ip::address_v4::loopback(), port}, failed);
    if (failed) return;
    pass(front_, behind_, inward_);
    pass(behind_, front_, outward_);
  }

  template <class From, class To>
  void pass(From& from, To& to, std::array<char, 16384>& room) {
    from.async_read_some(asio::buffer(room), [this, self = shared_from_this(), &from, &to, &room](
                                                 Error failed, std::size_t size) {
      if (failed == asio::error::connection_reset) return reset();
      if (failed) return close();
      asio::async_write(to, asio::buffer(room, size),
                        [this, self, &from, &to, &room](Error broken, std::size_t) {
                          if (broken) return close();
                          pass(from, to, room);
                        });
    });
  }

  /// Says farewell and ends the connection without waiting for the answer, as servers do.
  void close() {
    if (over_) return;
    over_ = true;
    Error ignored;
    behind_.close(ignored);
    front_.async_shutdown([self = shared_from_this()](Error) {
      Error again;
      self->front_.lowest_layer().close(again);
    });
    front_.lowest_layer().shutdown(tcp::socket::shutdown_send, ignored);  // behind the farewell
    ++counts_->ended;
  }

  void reset() {
    if (over_) return;
    over_ = true;
    Error ignored;
    behind_.close(ignored);
    front_.lowest_layer().set_option(asio::socket_base::linger(true, 0), ignored);
    front_.lowest_layer().close(ignored);
    ++counts_->ended;
  }

  tcp::socket behind_;
  Secure front_;
  Counts* counts_ = nullptr;
  bool over_ = false;
  std::array<char, 16384> inward_{};
  std::array<char, 16384> outward_{};
};

asio::ssl::context context_of(const TlsFrontOptions& options) {
  asio::ssl::context context{asio::ssl::context::tls_server};
  context.use_certificate_chain_file(options.own.certificate);
  context.use_private_key_file(options.own.key, asio::ssl::context::pem);
  if (!options.client_ca.empty()) {
    context.load_verify_file(options.client_ca);
    context.set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
  }
  if (options.old_only) {
    SSL_CTX_set_cipher_list(context.native_handle(), "ALL:@SECLEVEL=0");
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_1_VERSION);
    SSL_CTX_set_max_proto_version(context.native_handle(), TLS1_1_VERSION);
  } else if (options.no_newer_than_1_2) {
    SSL_CTX_set_max_proto_version(context.native_handle(), TLS1_2_VERSION);
  }
  return context;
}

}  // namespace

class TlsFront::Impl {
 public:
  Impl(const TlsFrontOptions& options, std::uint16_t behind)
      : context_(context_of(options)),
        acceptor_(io_, {asio::ip::address_v4::loopback(), 0}),
        behind_(behind),
        port_(acceptor_.local_endpoint().port()) {
    accept();
    thread_ = std::thread([this] { io_.run(); });
  }
  ~Impl() {
    io_.stop();
    thread_.join();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::size_t handshakes() const { return counts_.handshakes; }
  [[nodiscard]] std::size_t ended() const { return counts_.ended; }

 private:
  void accept() {
    acceptor_.async_accept([this](Error failed, tcp::socket socket) {
      if (!failed) std::make_shared<Session>(std::move(socket), context_)->start(behind_, counts_);
      accept();
    });
  }

  asio::io_context io_{1};
  asio::ssl::context context_;
  tcp::acceptor acceptor_;
  const std::uint16_t behind_;
  const std::uint16_t port_;
  Counts counts_;
  std::thread thread_;
};

TlsFront::TlsFront(TlsFrontOptions options, std::uint16_t behind)
    : impl_(std::make_unique<Impl>(options, behind)) {}
TlsFront::~TlsFront() = default;
std::uint16_t TlsFront::port() const { return impl_->port(); }
std::string TlsFront::address() const { return "https://127.0.0.1:" + std::to_string(port()); }
std::size_t TlsFront::handshakes() const { return impl_->handshakes(); }
std::size_t TlsFront::ended() const { return impl_->ended(); }

}  // namespace cent::test
