// `cent bench CHANNEL`: measures publishing, and delivery to a subscriber of its own.
#include <cent/async_client.hpp>
#include <cent/values.hpp>

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <fstream>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "interrupts.hpp"
#include "json/reader.hpp"
#include "latencies.hpp"
#include "publication_stream.hpp"
#include "subcommands.hpp"
#include "terminal.hpp"

namespace cent::cli {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;
using Event = PublicationStream::Event;

struct BenchOptions {
  std::string channel;
  std::string duration = "10s";
  std::size_t messages = 10'000;
  std::size_t rate = 0;
  std::size_t size = 100;
  std::size_t under_way = 100;
  std::string address;
  std::string svg;
  bool publish_only = false;
  bool yes = false;
};

/// Filled by callbacks, which may outlive the run.
struct Published {
  explicit Published(std::size_t most) { latencies.reserve(most); }
  std::mutex mutex;
  std::vector<Latencies::Time> latencies;  ///< Of those that were applied.
  std::atomic<std::size_t> ended{0};
};

class Bench {
 public:
  Bench(const BenchOptions& options, Context& context)
      : options_(options),
        context_(context),
        duration_(read_duration("--duration", options.duration)),
        client_(context.connection.addresses(), client_options()) {}

  ExitCode run();

 private:
  [[nodiscard]] AsyncClientOptions client_options() const;
  [[nodiscard]] bool ask() const;
  void subscribe();
  void publish_due();
  /// When a message is to be published.
  [[nodiscard]] Clock::time_point due(std::size_t number) const;
  [[nodiscard]] bool may_publish(std::size_t number) const;
  void receive(milliseconds at_most);
  void measure();
  ExitCode report();

  const BenchOptions& options_;
  Context& context_;
  const milliseconds duration_;
  AsyncClient client_;
  Interrupts interrupts_{{}};
  const std::string run_ = std::to_string(std::random_device{}());
  std::optional<PublicationStream> stream_;
  std::shared_ptr<Published> published_ = std::make_shared<Published>(options_.messages);
  std::vector<Clock::time_point> sent_;
  std::vector<Latencies::Time> delivered_;
  Clock::time_point begin_{};
  Clock::time_point end_{};
};

AsyncClientOptions Bench::client_options() const {
  AsyncClientOptions options = context_.connection.options<AsyncClientOptions>();
  options.max_queue_commands = options_.under_way + 1;
  return options;
}

bool Bench::ask() const {
  context_.err << "This publishes up to " << options_.messages << " messages of " << options_.size
               << " bytes to the channel " << printable(options_.channel) << " of "
               << context_.connection.addresses().front() << ", for at most " << options_.duration << ", "
               << (options_.rate == 0 ? "as fast as it can" : std::to_string(options_.rate) + " a second")
               << ".\nIts subscribers receive them all, and its history keeps them. Other users of the "
                  "server may have "
                  "to wait.\n";
  if (options_.yes) return true;
  context_.err << "Go on? [y/N] " << std::flush;
  std::string answer;
  std::getline(context_.in, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

void Bench::subscribe() {
  if (options_.publish_only) return;
  const std::string address =
      options_.address.empty() ? context_.connection.addresses().front() : options_.address;
  stream_.emplace(client_address(address), context_.connection.options<AsyncClientOptions>().http,
                  connect_message({options_.channel}, {}, {}, context_.connection.token_secret()));
  const Event event = stream_->next(interrupts_.descriptor(), std::chrono::seconds{10});
  if (event.kind == Event::Kind::connected && !event.channels.empty()) return;
  throw UsageError("there is no subscriber, so delivery cannot be measured (" +
                   (event.text.empty() ? "it is not subscribed" : event.text) +
                   "): see cent tail --help, or use --publish-only");
}

Clock::time_point Bench::due(std::size_t number) const {
  if (options_.rate == 0) return Clock::now();
  const double seconds = static_cast<double>(number) / static_cast<double>(options_.rate);
  return begin_ + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}

bool Bench::may_publish(std::size_t number) const {
  const auto now = Clock::now();
  return number < options_.messages && !interrupts_.any() && now - begin_ <= duration_ &&
         number - published_->ended < options_.under_way && (options_.rate == 0 || due(number) <= now);
}

void Bench::publish_due() {
  while (may_publish(sent_.size())) {
    std::string payload = R"({"run":")" + run_ + R"(","n":)" + std::to_string(sent_.size()) + R"(,"pad":")";
    payload.append(options_.size > payload.size() + 2 ? options_.size - payload.size() - 2 : 0, 'x');
    // With a rate, from when it was due: a server that falls behind does not hide it.
    const auto begin = due(sent_.size());
    client_.publish(options_.channel, Json::raw(payload + "\"}"),
                    [published = published_, begin](const Reply<PublishResult>& reply) {
                      const auto time = Clock::now() - begin;
                      if (reply) {
                        const std::lock_guard<std::mutex> lock{published->mutex};
                        published->latencies.push_back(time);
                      }
                      ++published->ended;
                    });
    sent_.push_back(begin);
  }
}

void Bench::receive(milliseconds at_most) {
  if (!stream_) {
    interrupts_.wait(at_most);
    return;
  }
  const Event event = stream_->next(interrupts_.any() ? -1 : interrupts_.descriptor(), at_most);
  const auto now = Clock::now();
  if (event.kind == Event::Kind::failed || event.kind == Event::Kind::disconnected) {
    context_.err << "cent: bench: the subscriber has lost its connection: " << printable(event.text)
                 << std::endl;
    stream_.reset();
  }
  if (event.kind != Event::Kind::publication) return;
  const std::string& text = event.publication.data.text();
  const std::string head = R"({"run":")" + run_ + R"(","n":)";
  if (text.rfind(head, 0) != 0) return;  // somebody else's
  const auto number = detail::JsonReader{std::string_view{text}.substr(head.size())}.read_unsigned();
  if (number < sent_.size()) delivered_.push_back(now - sent_[static_cast<std::size_t>(number)]);
}

void Bench::measure() {
  begin_ = Clock::now();
  const auto may_go_on = [this] {
    return sent_.size() < options_.messages && Clock::now() - begin_ <= duration_ && !interrupts_.any();
  };
  while (may_go_on()) {
    publish_due();
    receive(milliseconds{1});
  }
  const auto rest = Clock::now() + std::chrono::seconds{10};
  while (published_->ended < sent_.size() && Clock::now() < rest) receive(milliseconds{1});
  end_ = Clock::now();
  const auto last = end_ + std::chrono::seconds{2};
  while (stream_ && delivered_.size() < sent_.size() && Clock::now() < last) receive(milliseconds{1});
  client_.close(milliseconds{0});
}

ExitCode Bench::report() {
  std::vector<Latencies> all;
  all.emplace_back("publish");
  {
    const std::lock_guard<std::mutex> lock{published_->mutex};
    for (const auto time : published_->latencies) all.back().add(time);
  }
  if (!options_.publish_only) {
    all.emplace_back("delivery");
    for (const auto time : delivered_) all.back().add(time);
  }
  const AsyncStats stats = client_.stats();
  const double seconds = std::chrono::duration<double>(end_ - begin_).count();
  std::string json = R"({"accepted":)" + std::to_string(stats.accepted) + R"(,"applied":)" +
                     std::to_string(stats.applied) + R"(,"refused":)" + std::to_string(stats.refused) +
                     R"(,"not_sent":)" + std::to_string(stats.not_sent) + R"(,"unknown":)" +
                     std::to_string(stats.unknown) + R"(,"delivered":)" + std::to_string(delivered_.size()) +
                     R"(,"seconds":)" + Json::of(seconds).text() + R"(,"per_second":)" +
                     std::to_string(static_cast<std::uint64_t>(static_cast<double>(stats.applied) / seconds));
  json += R"(,"times":)";
  char before = '[';
  for (Latencies& one : all) {
    one.finish();
    json += before + one.json();
    before = ',';
  }
  context_.output.value(json + "]}");
  if (context_.output.is_table()) {
    for (const Latencies& one : all) context_.output.text('\n' + one.text(context_.output.columns()));
  }
  if (!options_.svg.empty()) {
    std::ofstream file{options_.svg};
    file << svg_of("cent bench: " + std::to_string(stats.applied) + " messages", all) << std::flush;
    if (!file) throw OutputFailed("the file " + options_.svg + " cannot be written");
  }
  return stats.unknown > 0    ? ExitCode::unknown
         : stats.not_sent > 0 ? ExitCode::not_sent
         : stats.refused > 0  ? ExitCode::refused
                              : ExitCode::applied;
}

ExitCode Bench::run() {
  if (!ask()) return ExitCode::not_sent;
  subscribe();
  measure();
  return report();
}

}  // namespace

void add_bench(::CLI::App& program, Context& context) {
  const auto options = std::make_shared<BenchOptions>();
  ::CLI::App* const app =
      program
          .add_subcommand("bench",
                          "Publishes messages to your server and measures how long that takes, and how long "
                          "until a subscriber has them. It says what it will do and asks before it begins.")
          ->group(kTools);
  app->add_option("channel", options->channel, "Required. The channel that gets the messages.")->required();
  app->add_option("--duration", options->duration, "Ends after this time. Default: 10s")->type_name("TIME");
  app->add_option("--messages", options->messages, "Ends after so many messages. Default: 10000")
      ->check(::CLI::Range(std::size_t{1}, std::size_t{10'000'000}))
      ->type_name("NUMBER");
  app->add_option("--rate", options->rate, "Messages in a second. Default: as many as go")
      ->type_name("NUMBER");
  app->add_option("--size", options->size, "Bytes of a payload, at least about 40. Default: 100")
      ->check(::CLI::Range(std::size_t{1}, std::size_t{1'000'000}))
      ->type_name("NUMBER");
  app->add_option("--under-way", options->under_way,
                  "How many messages may be without an answer. More of them raise the rate and the times. "
                  "Default: 100")
      ->check(::CLI::Range(std::size_t{1}, std::size_t{100'000}))
      ->type_name("NUMBER");
  app->add_flag("--publish-only", options->publish_only, "Without a subscriber.");
  app->add_option("--client-address", options->address,
                  "Address for clients, if it is not that of the server API.")
      ->type_name("URL");
  context.connection.add_token_options(*app);
  app->add_option("--svg", options->svg, "Draws the histograms into this file.")->type_name("FILE");
  app->add_flag("--yes", options->yes, "Does not ask.");
  app->callback([options, &context] {
    context.run = [options, &context] {
      if (!options->yes && !is_terminal(STDIN_FILENO)) {
        throw UsageError("there is no terminal to ask on: say --yes if this server may be loaded");
      }
      return Bench{*options, context}.run();
    };
  });
}

}  // namespace cent::cli
