// Checks of a server, by calls that change nothing.
#include <cent/client.hpp>
#include <cent/no_throw.hpp>
#include <cent/observer.hpp>
#include <cent/token.hpp>

#include <memory>
#include <set>

#include "doctor.hpp"

namespace cent::cli {
namespace {

using Level = Report::Level;

class DialectObserver final : public Observer {
 public:
  void server_found(const ServerFound& event) override { dialect = event.protocol; }
  std::string dialect{};
};

void explain_status(const RequestException& error, const std::string& key_origin, Report& report) {
  const std::string text = error.facts().cause;
  if (error.status() == 401 || error.status() == 403) {
    report.add(Level::fault, "key",
               text + "; the key is " + (key_origin.empty() ? "not set" : "from " + key_origin),
               "compare it with http_api.key of the server (api_key before v6)");
  } else if (error.status() == 404 || error.kind() == FailureKind::unreadable) {
    report.add(
        Level::fault, "api", "there is no server API: " + text,
        "check the address: internal endpoints may have a port of their own, and a proxy may add a path");
  } else if (error.kind() == FailureKind::redirect) {
    report.add(Level::fault, "api", text, "use the address that it leads to, as https or with another path");
  } else {
    report.add(Level::fault, "api", text, "look into the log of the server, and of the proxy before it");
  }
}

void check_nodes(const std::vector<NodeResult>& nodes, const ClientOptions& options, Report& report) {
  std::set<std::string> versions;
  bool is_unknown = false;
  for (const NodeResult& node : nodes) {
    const std::string version = node.version.substr(0, node.version.find(' '));
    versions.insert(version);
    is_unknown = is_unknown || version.empty() || version == "0.0.0";
    report.add(Level::ok, "node", node.name + " has version " + node.version);
  }
  if (versions.size() > 1) {
    report.add(Level::warning, "versions", "the nodes have " + std::to_string(versions.size()) + " versions",
               "finish the upgrade: until then only what the oldest node can do is relied on");
  }
  if (is_unknown && options.server_version.empty()) {
    report.add(
        Level::warning, "versions", "a node reports no version, as a build of one's own does",
        "set server_version in the profile or CENT_SERVER_VERSION, or cent does not rely on idempotency "
        "keys");
  }
}

/// A call that servers answer whatever its size is.
bool takes_bytes(Client& client, std::size_t bytes, std::string& fault) {
  Command command;
  command.method = "info";
  command.params = Json::of(std::map<std::string, std::string>{{"cent_doctor", std::string(bytes, 'x')}});
  command.effect = Effect::reads;
  try {
    static_cast<void>(client.call(command));
    return true;
  } catch (const CentException& error) {
    fault = error.facts().cause;
    return false;
  }
}

void check_size(Client& client, Report& report) {
  constexpr std::size_t kSizes[] = {256 * 1024, 2 * 1024 * 1024, 7 * 1024 * 1024};
  std::string fault;
  std::size_t passed = 0;
  for (const std::size_t size : kSizes) {
    if (!takes_bytes(client, size, fault)) break;
    passed = size;
  }
  const auto kilobytes = [](std::size_t size) { return std::to_string(size / 1024) + " KiB"; };
  if (fault.empty()) {
    report.add(Level::ok, "size", "requests of " + kilobytes(passed) + " pass");
  } else {
    report.add(Level::warning, "size",
               "requests of " + kilobytes(passed) + " pass, larger ones do not: " + fault,
               "raise the limit of the proxy (client_max_body_size of nginx), or keep payloads small");
  }
}

/// An answer about a feature of a channel.
void explain(const std::string& check, const CentException& error, const std::string& setting,
             Report& report) {
  const auto* const answer = dynamic_cast<const ResponseError*>(&error);
  const std::uint32_t code = answer == nullptr ? 0 : answer->code();
  if (code == ErrorCode::kNotAvailable) {
    report.add(Level::warning, check, "is off for this channel", "set " + setting + " if you need it");
  } else if (code == ErrorCode::kUnknownChannel) {
    report.add(Level::fault, check, "the server has no such namespace",
               "configure the namespace of the channel");
  } else if (code == ErrorCode::kInternal) {
    report.add(Level::fault, check, "the server answers an internal error",
               "check that its broker runs (Redis, NATS, PostgreSQL), and look into its log");
  } else {
    report.add(Level::fault, check, error.facts().cause, "look into the log of the server");
  }
}

}  // namespace

bool check_api(const std::string& address, const ClientOptions& options, const std::string& key_origin,
               Report& report) {
  ClientOptions own = options;
  const auto observer = std::make_shared<DialectObserver>();
  own.observer = observer;
  Client client{address, own};
  const Reply<InfoResult> info = client.info(no_throw);
  if (!info) {
    if (const auto* const error = dynamic_cast<const RequestException*>(&info.error())) {
      explain_status(*error, key_origin, report);
    } else {
      report.add(Level::fault, "api", info.error().facts().cause, "look into the log of the server");
    }
    return false;
  }
  report.add(Level::ok, "api",
             std::string("the key is accepted") +
                 (observer->dialect.empty() ? "" : ", the dialect is " + observer->dialect));
  check_nodes(info->nodes, options, report);
  check_size(client, report);
  return true;
}

void check_channel(const std::string& address, const ClientOptions& options, const std::string& channel,
                   Report& report) {
  Client client{address, options};
  HistoryRequest request;
  request.channel = channel;
  if (const auto history = client.history(request, no_throw)) {
    report.add(Level::ok, "history", "is on, the top offset is " + std::to_string(history->offset));
  } else {
    explain("history", history.error(), "history_size and history_ttl", report);
  }
  if (const auto stats = client.presence_stats(channel, no_throw)) {
    report.add(Level::ok, "presence", "is on, " + std::to_string(stats->num_clients) + " clients are there");
  } else {
    explain("presence", stats.error(), "presence", report);
  }
}

void check_token(const std::string& token, const std::string& secret, std::int64_t now, Report& report) {
  try {
    const token::Inspected found = token::inspect(token);
    const auto seconds = [](std::int64_t count) { return std::to_string(count) + " s"; };
    if (found.exp && *found.exp <= now) {
      report.add(Level::fault, "token", "expired " + seconds(now - *found.exp) + " ago", "make a new one");
    } else if (found.exp) {
      report.add(Level::ok, "token", "expires in " + seconds(*found.exp - now));
    } else {
      report.add(Level::warning, "token", "never expires", "set exp, so that it is of no use once it leaks");
    }
    if (found.nbf && *found.nbf > now) {
      report.add(Level::fault, "token", "is not valid for another " + seconds(*found.nbf - now),
                 "compare the clock of its issuer with that of the server");
    }
    if (secret.empty()) {
      report.add(Level::note, "token", "the signature was not checked",
                 "name the secret with --token-secret-file");
      return;
    }
    token::VerifyOptions options;
    options.leeway = std::chrono::hours{24 * 365};  // the times were looked at
    static_cast<void>(token::verify(token, token::Key::secret(secret), options));
    report.add(Level::ok, "token", "the signature is right");
  } catch (const UsageError& error) {
    report.add(Level::fault, "token", error.facts().cause, "make one with cent token make");
  }
}

}  // namespace cent::cli
