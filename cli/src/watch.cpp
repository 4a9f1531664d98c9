// `cent watch`: nodes, channels, subscribers and rates, again and again.
#include <cent/batch.hpp>
#include <cent/client.hpp>

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "interrupts.hpp"
#include "subcommands.hpp"
#include "terminal.hpp"
#include "value_table.hpp"
#include "watch_view.hpp"

namespace cent::cli {
namespace {

using std::chrono::milliseconds;

struct WatchOptions {
  std::string pattern;
  std::string interval = "1s";
  std::size_t most = 20;
  bool once = false;
};

WatchSample take_sample(Client& client, const WatchOptions& options) {
  WatchSample sample;
  sample.nodes = client.info().nodes;
  ChannelsRequest request;
  request.pattern = options.pattern;
  const ChannelsResult channels = client.channels(request);
  sample.num_channels = channels.channels.size();
  sample.channels = busiest(channels.channels, options.most);
  sample.time = std::chrono::steady_clock::now();
  if (sample.channels.empty()) return sample;
  Batch batch;
  std::vector<Ticket<HistoryResult>> tickets;
  for (const WatchSample::Channel& channel : sample.channels) {
    HistoryRequest top;
    top.channel = channel.name;
    tickets.push_back(batch.history(top));
  }
  const Replies replies = client.send(batch);
  for (std::size_t i = 0; i < tickets.size(); ++i) {
    const auto reply = replies[tickets[i]];
    if (reply) sample.offsets[sample.channels[i].name] = reply->offset;
  }
  return sample;
}

/// The other screen of the terminal, which leaves the user's own as it was.
class Screen {
 public:
  explicit Screen(Output& output) : output_(output) { output_.text("\x1b[?1049h\x1b[?25l"); }
  ~Screen() {
    try {
      output_.text("\x1b[?25h\x1b[?1049l");
    } catch (...) {  // NOLINT(bugprone-empty-catch): nobody sees it
    }
  }
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  /// Shows as many lines as there is room for.
  void draw(const std::string& text) {
    const std::size_t rows = rows_of(STDOUT_FILENO);
    std::string shown = "\x1b[H";
    std::size_t begin = 0;
    for (std::size_t row = 1; row < rows && begin < text.size(); ++row) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      shown += text.substr(begin, end - begin) + "\x1b[K\r\n";
      begin = end + 1;
    }
    output_.text(shown + "\x1b[J");
  }

 private:
  Output& output_;
};

class Watcher {
 public:
  Watcher(const WatchOptions& options, Context& context)
      : options_(options),
        context_(context),
        interval_(read_duration("--interval", options.interval)),
        client_(context.connection.addresses(), context.connection.options<ClientOptions>()) {}

  ExitCode run() {
    WatchSample before = take_sample(client_, options_);  // the first fault ends it
    if (options_.once) {
      interrupts_.wait(interval_);
      context_.output.value(watch_json(take_sample(client_, options_), before));
      return ExitCode::applied;
    }
    if (context_.output.is_table()) screen_ = std::make_unique<Screen>(context_.output);
    while (!interrupts_.wait(interval_)) step(before);
    return ExitCode::applied;
  }

 private:
  void step(WatchSample& before) {
    try {
      WatchSample now = take_sample(client_, options_);
      show(watch_json(now, before));
      before = std::move(now);
    } catch (const CentException& error) {
      if (!screen_) context_.err << printable(error.what()) << std::endl;
      if (screen_) screen_->draw(printable(error.what()) + "\n\n" + last_);
    }
  }
  void show(const std::string& json) {
    if (!screen_) return context_.output.value(json);
    last_ = table_of(json, columns_of(STDOUT_FILENO));
    screen_->draw(last_);
  }

  const WatchOptions& options_;
  Context& context_;
  const milliseconds interval_;
  Client client_;
  Interrupts interrupts_{{}};
  std::unique_ptr<Screen> screen_;
  std::string last_;
};

}  // namespace

void add_watch(::CLI::App& program, Context& context) {
  const auto options = std::make_shared<WatchOptions>();
  ::CLI::App* const app =
      program
          .add_subcommand(
              "watch",
              "Shows nodes, channels, their subscribers, and how many publications a second the channels "
              "with a history get, until it is interrupted. Not on a terminal: a line of JSON each time.")
          ->group(kTools);
  app->add_option("pattern", options->pattern, "Glob of channels. Default: all.");
  app->add_option("--interval", options->interval, "Time between two looks: 500ms, 2s. Default: 1s")
      ->type_name("TIME");
  app->add_option("--most", options->most,
                  "How many channels are listed, those with the most subscribers. Default: 20")
      ->check(::CLI::Range(std::size_t{1}, std::size_t{1000}))
      ->type_name("NUMBER");
  app->add_flag("--once", options->once, "Looks twice, so that rates are known, shows them and ends.");
  app->callback([options, &context] {
    context.run = [options, &context] { return Watcher{*options, context}.run(); };
  });
}

}  // namespace cent::cli
