// Checks of the way to an address, by requests that are no calls.
#include <algorithm>
#include <cstdlib>
#include <ctime>

#include "doctor.hpp"
#include "web.hpp"

namespace cent::cli {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Level = Report::Level;

std::string without_password(std::string url) {
  const std::size_t begin = url.find("://");
  const std::size_t end = url.rfind('@');
  if (begin != std::string::npos && end != std::string::npos && end > begin)
    url.erase(begin + 3, end - begin - 2);
  return url;
}

std::string property(const Certificate& certificate, const std::string& name) {
  const auto found = std::find_if(certificate.begin(), certificate.end(),
                                  [&](const auto& one) { return one.first == name; });
  return found == certificate.end() ? "" : found->second;
}

/// One finding a certificate that ends soon or has ended, or one for the chain.
void check_certificates(const std::vector<Certificate>& chain, Report& report) {
  constexpr std::int64_t kDay = 24 * 3600;
  constexpr std::int64_t kSoon = 14;
  std::int64_t first_end = -1;
  for (const Certificate& one : chain) {
    const std::string subject = property(one, "Subject");
    const std::string expires = property(one, "Expire date");
    const std::int64_t end = parse_date(expires);
    const std::int64_t begin = parse_date(property(one, "Start date"));
    if (end < 0) continue;
    const std::int64_t left = end - std::time(nullptr);
    if (left <= 0) {
      report.add(Level::fault, "certificate", std::string(subject).append(" expired at ").append(expires),
                 "renew the certificate");
    } else if (begin > std::time(nullptr)) {
      report.add(Level::fault, "certificate", subject + " is not valid before " + property(one, "Start date"),
                 "compare the clocks of this machine and of the issuer");
    } else if (left < kSoon * kDay) {
      report.add(Level::warning, "certificate",
                 std::string(subject)
                     .append(" expires in ")
                     .append(std::to_string(left / kDay))
                     .append(" days, at ")
                     .append(expires),
                 "renew the certificate");
    }
    if (first_end < 0 || end < first_end) first_end = end;
  }
  if (first_end > std::time(nullptr)) {
    report.add(Level::ok, "certificate",
               std::to_string(chain.size()) + " in the chain, the first expires in " +
                   std::to_string((first_end - std::time(nullptr)) / kDay) + " days");
  }
}

void explain_failure(const WebReply& reply, const WebRequest& request, Report& report) {
  const std::string where = without_password(request.url);
  if (reply.stage == "resolve") {
    report.add(Level::fault, "name", reply.error,
               "check the host in the address, and the DNS of this machine");
  } else if (reply.stage == "proxy") {
    report.add(Level::fault, "proxy", "the proxy " + without_password(request.http.proxy) + " has no address",
               "check CENT_PROXY, or proxy in the profile");
  } else if (reply.stage == "tls") {
    report.add(Level::fault, "tls", where + ": " + reply.error,
               "check that the port speaks TLS, and the authority in ca_file or CENT_CA_FILE");
    WebRequest unverified = request;
    unverified.http.verify = false;
    check_certificates(exchange(unverified).certificates, report);
  } else if (reply.stage == "timeout") {
    report.add(Level::fault, "connection", where + ": no answer: " + reply.error,
               "check the address, and firewalls between");
  } else if (reply.stage == "connect") {
    report.add(Level::fault, "connection", where + ": " + reply.error,
               request.http.proxy.empty() ? "check that the server runs, and the port of its server API"
                                          : "check that the proxy runs");
  } else {
    report.add(Level::fault, "connection", where + ": this is no HTTP server: " + reply.error,
               "check the port, and whether it must be https");
  }
}

void check_clock(std::int64_t ahead, Report& report) {
  constexpr std::int64_t kMost = 5;
  const std::string text =
      "the server's clock is " + std::to_string(std::abs(ahead)) + " s " + (ahead < 0 ? "behind" : "ahead");
  if (std::abs(ahead) <= kMost) {
    report.add(Level::ok, "clock", "the server's clock agrees");
  } else {
    report.add(Level::warning, "clock", text,
               "set both clocks by NTP: servers compare exp and nbf of tokens without tolerance");
  }
}

void check_idle(const WebRequest& request, Report& report) {
  constexpr seconds kLongest{60};
  const milliseconds life = idle_life(request, kLongest);
  const std::string text = "idle connections are closed after " + std::to_string(life.count() / 1000) + " s";
  if (life.count() < 0) {
    report.add(Level::warning, "idle", "the idle time-out could not be measured");
  } else if (life >= kLongest) {
    report.add(Level::ok, "idle", "idle connections are kept for a minute or longer");
  } else if (life <= request.http.max_idle) {
    report.add(Level::warning, "idle", text,
               "set HttpOptions::max_idle of your programs below that (it is 25 s), or raise the keep-alive "
               "time-out there");
  } else {
    report.add(Level::ok, "idle", text);
  }
}

}  // namespace

std::optional<std::int64_t> check_network(const std::string& address, const ClientOptions& options, bool wait,
                                          Report& report) {
  WebRequest request;
  request.url = address;
  request.http = options.http;
  if (!options.http.proxy.empty()) {
    report.add(Level::note, "proxy", "requests go through " + without_password(options.http.proxy));
  }
  const WebReply reply = exchange(request);
  if (!reply.error.empty()) {
    explain_failure(reply, request, report);
    return std::nullopt;
  }
  report.add(Level::ok, "connection",
             without_password(address) + " answers" +
                 (reply.server_ip.empty() ? "" : ", at " + reply.server_ip) +
                 (reply.server.empty() ? "" : ", as " + reply.server));
  if (!reply.certificates.empty()) check_certificates(reply.certificates, report);
  if (!options.http.verify) {
    report.add(Level::warning, "tls", "certificates are not verified", "set verify again");
  }
  const std::int64_t date = parse_date(reply.date);
  const std::int64_t ahead = date < 0 ? 0 : date - std::time(nullptr);
  if (date >= 0) check_clock(ahead, report);
  if (wait) check_idle(request, report);
  return ahead;
}

}  // namespace cent::cli
