// `cent tail CHANNEL…`: follows publications, across broken connections.
#include <cent/client.hpp>
#include <cent/no_throw.hpp>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <ctime>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "followed_channel.hpp"
#include "interrupts.hpp"
#include "publication_stream.hpp"
#include "publications.hpp"
#include "subcommands.hpp"
#include "terminal.hpp"

namespace cent::cli {
namespace {

using std::chrono::milliseconds;
using Event = PublicationStream::Event;

struct TailOptions {
  std::vector<std::string> channels;
  std::string address;
  std::string token_file;
  std::string visible_token;
  std::string user;
  std::string since;
  std::uint64_t count = 0;
};

/// `17:wbXqLkzr`; the epoch may be left out.
std::optional<StreamPosition> read_since(const std::string& text) {
  if (text.empty()) return std::nullopt;
  StreamPosition position;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, position.offset);
  if (error != std::errc{} || (rest != end && *rest != ':')) {
    throw UsageError("--since must be OFFSET:EPOCH, such as 17:wbXqLkzr");
  }
  if (rest != end) position.epoch.assign(rest + 1, end);
  return position;
}

/// Enough has been shown.
struct Enough {};

class Tail {
 public:
  Tail(const TailOptions& options, Context& context);
  ExitCode run();

 private:
  std::string connect_message();
  void show(const std::string& channel, const Publication& publication);
  void say(const std::string& text) { context_.err << "cent: tail: " << printable(text) << std::endl; }
  /// Follows one stream. Returns false to end.
  bool follow(PublicationStream& stream);
  bool begin(const std::vector<std::string>& subscribed);
  bool lost(const Event& event);
  FollowedChannel* find(const std::string& name);

  const TailOptions& options_;
  Context& context_;
  Interrupts interrupts_{{}};
  Client client_;
  HttpOptions http_;
  std::string secret_;
  std::vector<FollowedChannel> channels_;
  std::uint64_t shown_ = 0;
  std::size_t failures_ = 0;  ///< In a row.
  bool was_connected_ = false;
  ExitCode code_ = ExitCode::applied;
};

Tail::Tail(const TailOptions& options, Context& context)
    : options_(options),
      context_(context),
      client_(context.connection.addresses(), context.connection.options<ClientOptions>()),
      http_(context.connection.options<ClientOptions>().http) {
  const std::optional<StreamPosition> since = read_since(options.since);
  if (since && options.channels.size() > 1) throw UsageError("--since is for one channel");
  if (options.token_file.empty() && options.visible_token.empty())
    secret_ = context.connection.token_secret();
  for (const std::string& name : options.channels) {
    FollowedChannel::Calls calls;
    calls.history = [this](const HistoryRequest& request) { return client_.history(request, no_throw); };
    calls.show = [this, name](const Publication& publication) { show(name, publication); };
    calls.say = [this, prefix = name + ": "](std::string text) { say(text.insert(0, prefix)); };
    channels_.emplace_back(name, since, std::move(calls));
  }
}

std::string Tail::connect_message() {
  std::string token = options_.visible_token;
  if (!options_.token_file.empty()) token = read_secret(options_.token_file, "the token");
  return cli::connect_message(options_.channels, options_.user, token, secret_);
}

void Tail::show(const std::string& channel, const Publication& publication) {
  if (context_.output.is_table()) {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    char time[16] = "";
    if (::localtime_r(&now, &parts) != nullptr) std::strftime(time, sizeof time, "%H:%M:%S", &parts);
    std::string line = std::string(time) + "  " + printable(channel);
    if (publication.offset != 0) line += "  " + std::to_string(publication.offset);
    context_.output.text(line + "  " + printable(publication.data.text()) + '\n');
  } else {
    context_.output.value(publication_json(publication, channel));
  }
  if (++shown_ == options_.count) throw Enough{};
}

FollowedChannel* Tail::find(const std::string& name) {
  const auto found = std::find_if(channels_.begin(), channels_.end(),
                                  [&](const FollowedChannel& channel) { return channel.name() == name; });
  return found == channels_.end() ? nullptr : &*found;
}

bool Tail::begin(const std::vector<std::string>& subscribed) {
  for (FollowedChannel& channel : channels_) {
    if (std::find(subscribed.begin(), subscribed.end(), channel.name()) == subscribed.end()) {
      say("the server does not subscribe this client to " + channel.name() +
          ": its token does not name the channel, or clients may not subscribe");
      code_ = ExitCode::refused;
      return false;
    }
  }
  if (was_connected_) say("connected again");
  was_connected_ = true;
  failures_ = 0;
  for (FollowedChannel& channel : channels_) channel.connected();
  return true;
}

bool Tail::lost(const Event& event) {
  const bool goes_on =
      was_connected_ && event.may_return && (event.status == 0 || event.status == 200 || event.status >= 500);
  std::string text = event.text;
  if (event.status == 404) text += ": the server has no uni_http_stream, enable it in its configuration";
  if (failures_++ == 0 || !goes_on) say(goes_on ? text + "; connecting again" : text);
  if (goes_on) return true;
  const bool is_answer = event.kind == Event::Kind::disconnected || event.status != 0;
  code_ = is_answer ? ExitCode::refused : ExitCode::not_sent;
  return false;
}

bool Tail::follow(PublicationStream& stream) {
  while (true) {
    const Event event = stream.next(interrupts_.descriptor(), std::chrono::hours{1});
    switch (event.kind) {
      case Event::Kind::connected:
        if (!begin(event.channels)) return false;
        break;
      case Event::Kind::publication:
        if (FollowedChannel* const channel = find(event.channel)) channel->take(event.publication);
        break;
      case Event::Kind::unsubscribed:
        if (find(event.channel) == nullptr) break;
        say("the server ended the subscription to " + event.channel + "; connecting again");
        return true;
      case Event::Kind::disconnected:
      case Event::Kind::failed:
        return lost(event);
      case Event::Kind::woken:
        return false;
      case Event::Kind::timeout:
        break;
    }
  }
}

ExitCode Tail::run() {
  const std::vector<std::string> addresses =
      options_.address.empty() ? context_.connection.addresses() : std::vector<std::string>{options_.address};
  constexpr milliseconds kLongest{10000};
  try {
    for (std::size_t number = 0;; ++number) {
      PublicationStream stream{client_address(addresses[number % addresses.size()]), http_,
                               connect_message()};
      if (!follow(stream)) return code_;
      const auto pause = std::min(kLongest, milliseconds{250} * (1 << std::min<std::size_t>(failures_, 6)));
      if (interrupts_.wait(pause)) return code_;
    }
  } catch (const Enough&) {
    return code_;
  }
}

}  // namespace

void add_tail(::CLI::App& program, Context& context) {
  const auto options = std::make_shared<TailOptions>();
  ::CLI::App* const app =
      program
          .add_subcommand(
              "tail",
              "Shows what is published to channels, as a subscriber sees it, until it is interrupted. The "
              "server needs uni_http_stream. Missing publications are read from the history; if some are "
              "lost, it says so.")
          ->group(kTools);
  app->add_option("channels", options->channels, "Required. The channels.")->required();
  app->add_option("--since", options->since,
                  "Begin behind this position of the history: OFFSET:EPOCH. By default it shows what is "
                  "published from now on.")
      ->type_name("OFFSET:EPOCH");
  app->add_option("--count", options->count, "End after so many publications.")->type_name("NUMBER");
  app->add_option("--client-address", options->address,
                  "Address for clients, if it is not that of the server API.")
      ->type_name("URL");
  context.connection.add_token_options(*app);
  app->add_option("--user", options->user, "User in the token that is made with the secret. Default: none")
      ->type_name("TEXT");
  auto* const token_file = app->add_option("--token-file", options->token_file,
                                           "File with a connection token, in place of a secret.")
                               ->type_name("FILE");
  app->add_option("--token", options->visible_token,
                  "The token itself. Everybody on this machine can read it in the list of processes (ps).")
      ->type_name("TOKEN")
      ->excludes(token_file);
  app->callback([options, &context] {
    context.run = [options, &context] { return Tail{*options, context}.run(); };
  });
}

}  // namespace cent::cli
