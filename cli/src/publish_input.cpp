// `cent publish CHANNEL -`: publishes the lines of standard input.
#include <cent/api/idempotency_key.hpp>
#include <cent/async_client.hpp>
#include <cent/values.hpp>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <memory>
#include <string>
#include <system_error>

#include "api/publish_rows.hpp"
#include "checkpoint.hpp"
#include "input_records.hpp"
#include "interrupts.hpp"
#include "progress.hpp"
#include "read_request.hpp"
#include "sent_lines.hpp"
#include "subcommands.hpp"
#include "system/random.hpp"
#include "terminal.hpp"

namespace cent::cli {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

struct InputOptions {
  InputForm form = InputForm::json;
  std::string checkpoint;
  bool keep_going = false;
  bool allow_repeats = false;
};

/// A signal ended the wait for input.
struct Interrupted {};

AsyncClientOptions client_options(Context& context) {
  AsyncClientOptions defaults;
  defaults.timeout = std::chrono::seconds{60};  // survives the restart of a server
  AsyncClientOptions options = context.connection.options<AsyncClientOptions>(std::move(defaults));
  options.lanes = 1;  // there is one channel
  options.when_full = WhenFull::wait;
  options.max_queue_commands = 4 * options.max_batch_commands;
  options.close_timeout = milliseconds{0};
  return options;
}

std::string random_name() {
  std::string name;
  for (std::uint64_t bits = detail::random_bits(); bits != 0; bits /= 36) {
    name += "0123456789abcdefghijklmnopqrstuvwxyz"[bits % 36];
  }
  return name;
}

std::int64_t unix_time() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

/// The run of the subcommand.
class Publisher {
 public:
  Publisher(PublishRequest request, const InputOptions& options, Context& context)
      : request_(std::move(request)),
        options_(options),
        context_(context),
        start_(starting_point()),
        sent_(std::make_shared<SentLines>(start_.position, options.keep_going)),
        progress_(context.err, is_terminal(STDERR_FILENO), columns_of(STDERR_FILENO)),
        client_(context.connection.addresses(), client_options(context)) {}

  ExitCode run();

 private:
  Checkpoint starting_point() const;
  void send_all();
  void send(Json payload);
  void save(bool at_end);
  void pump();
  std::size_t read(char* buffer, std::size_t size);
  void worst(ExitCode code) { code_ = std::max(code_, code); }
  void fault(const std::string& text) {
    worst(ExitCode::wrong_use);
    progress_.message("publish: " + text);
  }
  std::string progress_line();
  ExitCode conclude();

  PublishRequest request_;
  const InputOptions& options_;
  Context& context_;
  const Checkpoint start_;
  std::shared_ptr<SentLines> sent_;
  Progress progress_;
  AsyncClient client_;
  RecordReader records_{[this](char* buffer, std::size_t size) { return read(buffer, size); }, options_.form};
  const Clock::time_point began_ = Clock::now();
  Clock::time_point saved_ = Clock::now();
  std::uint64_t bad_ = 0;
  bool is_at_end_ = false;
  ExitCode code_ = ExitCode::applied;
  Interrupts interrupts_{{[this] { client_.close(milliseconds{0}); },
                          [this] {
                            if (progress_.is_shown()) progress_.show(progress_line());
                          }}};
};

Checkpoint Publisher::starting_point() const {
  Checkpoint fresh;
  fresh.channel = request_.channel;
  fresh.form = name_of(options_.form);
  fresh.run = random_name();
  if (options_.checkpoint.empty()) return fresh;
  const std::optional<Checkpoint> known = read_checkpoint(options_.checkpoint);
  if (!known) {
    write_checkpoint(options_.checkpoint, fresh);
    return fresh;
  }
  if (known->channel != fresh.channel || known->form != fresh.form) {
    throw UsageError("the checkpoint is of channel " + known->channel + " and input in the form " +
                     known->form);
  }
  // Servers remember keys for 300 s, see PublishRequest::idempotency_key.
  constexpr std::int64_t kKeysLive = 280;
  if (known->in_doubt_since != 0 && unix_time() - known->in_doubt_since > kKeysLive &&
      !options_.allow_repeats) {
    throw UsageError("the lines from " + std::to_string(known->position.lines + 1) +
                     " on may have been published, and it is too long ago for servers to recognize them: "
                     "compare with the history, then use --allow-repeats");
  }
  return *known;
}

std::size_t Publisher::read(char* buffer, std::size_t size) {
  while (true) {
    pollfd waiting[] = {{STDIN_FILENO, POLLIN, 0}, {interrupts_.descriptor(), POLLIN, 0}};
    const int ready = ::poll(waiting, 2, 1000);
    if (interrupts_.any()) throw Interrupted{};
    pump();
    if (ready <= 0 || waiting[0].revents == 0) continue;
    const ssize_t count = ::read(STDIN_FILENO, buffer, size);
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR && errno != EAGAIN) {
      throw InputFailed("the input cannot be read: " + std::generic_category().message(errno));
    }
  }
}

void Publisher::pump() {
  for (const std::string& text : sent_->take_messages()) progress_.message("publish: " + text);
  if (Clock::now() - saved_ > std::chrono::seconds{1}) save(false);
}

void Publisher::save(bool at_end) {
  if (options_.checkpoint.empty()) return;
  const SentLines::Mark mark = sent_->mark();
  Checkpoint now = start_;
  now.position = mark.position;
  // Lines that are sent after this moment are in doubt, too, if the process ends without another checkpoint.
  now.in_doubt_since = mark.first_sent != 0 ? mark.first_sent : at_end ? 0 : unix_time();
  const AsyncStats stats = client_.stats();
  if (at_end && stats.unknown == 0) now.in_doubt_since = 0;
  write_checkpoint(options_.checkpoint, now);
  saved_ = Clock::now();
}

void Publisher::send(Json payload) {
  request_.data = std::move(payload);
  const std::uint64_t line = records_.position().lines;
  request_.idempotency_key = idempotency_key(request_.channel, start_.run + '-' + std::to_string(line));
  const std::uint64_t number = sent_->add(records_.position());
  try {
    client_.publish(request_, [sent = sent_, number, line](const Reply<PublishResult>& reply) {
      reply ? sent->applied(number) : sent->failed(number, line, reply.error());
    });
  } catch (const RequestException& error) {
    worst(error.kind() == FailureKind::too_large ? ExitCode::wrong_use : ExitCode::not_sent);
    sent_->failed(number, line, error);
  }
}

void Publisher::send_all() {
  records_.begin();
  records_.skip_to(start_.position);
  for (Json payload; !sent_->must_stop();) {
    if (interrupts_.any()) throw Interrupted{};
    try {
      is_at_end_ = !records_.next(payload);
      if (is_at_end_) return;
      send(std::move(payload));
    } catch (const BadInput& bad) {
      if (!options_.keep_going) throw;
      ++bad_;
      fault(bad.what());
      sent_->pass_over(records_.position());
    }
    pump();
  }
}

ExitCode Publisher::run() {
  try {
    send_all();
  } catch (const BadInput& bad) {
    ++bad_;
    fault(bad.what());
  } catch (const Interrupted&) {
    worst(ExitCode::not_sent);
  } catch (const std::runtime_error& error) {  // the input or the checkpoint
    fault(error.what());
  }
  while (client_.flush(milliseconds{200}) > 0) {
    try {
      pump();
    } catch (const std::runtime_error& error) {
      fault(error.what());
    }
  }
  return conclude();
}

std::string Publisher::progress_line() {
  const AsyncStats stats = client_.stats();
  const std::uint64_t ended = stats.accepted - stats.pending;
  const double seconds = std::chrono::duration<double>(Clock::now() - began_).count();
  std::string line = std::to_string(start_.position.lines + ended) + " lines";
  line += "  " + std::to_string(static_cast<std::uint64_t>(static_cast<double>(ended) / seconds)) + "/s";
  line += "  applied " + std::to_string(stats.applied);
  if (const auto others = ended - stats.applied; others > 0) line += "  others " + std::to_string(others);
  return line + "  queue " + std::to_string(stats.pending);
}

ExitCode Publisher::conclude() {
  try {
    pump();
    save(true);
  } catch (const std::runtime_error& error) {
    fault(error.what());
  }
  progress_.show({});
  const AsyncStats stats = client_.stats();
  if (interrupts_.any()) progress_.message("publish: interrupted");
  const SentLines::Mark mark = sent_->mark();
  if (!is_at_end_ || mark.first_sent != 0) {
    progress_.message("publish: not done from line " + std::to_string(mark.position.lines + 1) + " on");
  }
  if (stats.refused > 0) worst(ExitCode::refused);
  if (stats.not_sent > 0) worst(ExitCode::not_sent);
  if (stats.unknown > 0) worst(ExitCode::unknown);
  std::string ledger;
  const auto put = [&ledger](const char* name, std::uint64_t count) {
    ledger += (ledger.empty() ? "{\"" : ",\"") + std::string(name) + "\":" + std::to_string(count);
  };
  put("accepted", stats.accepted);
  put("applied", stats.applied);
  put("refused", stats.refused);
  put("not_sent", stats.not_sent);
  put("unknown", stats.unknown);
  put("bad_lines", bad_);
  try {
    context_.output.value(ledger + '}');
  } catch (const OutputClosed&) {  // nobody reads it
  }
  return code_;
}

void refuse_if(bool holds, const std::string& text) {
  if (holds) throw UsageError(text);
}

}  // namespace

void extend_publish(MethodCommand& publish, Context& context) {
  const auto options = std::make_shared<InputOptions>();
  ::CLI::App& app = publish.app;
  ::CLI::Option* const data = app.get_option("--data");
  data->description(data->get_description() + " - publishes each line of standard input, a JSON value.");
  const char* const group = "Lines of standard input, with - as DATA";
  auto* const lines = app.add_flag("--lines", "Each line is a text.")->group(group);
  auto* const csv = app.add_flag("--csv",
                                 "Comma-separated values with a header: each record becomes an object with "
                                 "texts as values.")
                        ->group(group)
                        ->excludes(lines);
  auto* const checkpoint =
      app.add_option("--checkpoint", options->checkpoint,
                     "File that keeps how far the input was published. The same command with the same input "
                     "continues there. Lines whose outcome was lost are sent again with the same idempotency "
                     "keys, so they are not published twice (servers since v5.2, within 300 s).")
          ->type_name("FILE")
          ->group(group);
  auto* const keep_going =
      app.add_flag(
             "--keep-going", options->keep_going,
             "Goes on after a line that is not right or that the server refuses. Exit code 2 or 1 in the "
             "end.")
          ->group(group);
  auto* const repeats =
      app.add_flag("--allow-repeats", options->allow_repeats,
                   "Continues at a checkpoint although the server no longer recognizes repeated lines.")
          ->group(group)
          ->needs(checkpoint);
  publish.run = [=, one = publish.run, command = publish.command, &app, &context] {
    const bool has_options = lines->count() + csv->count() + checkpoint->count() + keep_going->count() > 0;
    if (data->count() == 0 || data->results().front() != "-") {
      refuse_if(has_options, "--lines, --csv, --checkpoint and --keep-going need - as DATA");
      return one();
    }
    for (const char* const name : {"--json", "--b64data", "--idempotency-key", "--version"}) {
      refuse_if(app.get_option(name)->count() > 0, std::string(name) + " cannot be the same for every line");
    }
    refuse_if(::fcntl(STDIN_FILENO, F_GETFD) < 0, "standard input is closed");
    data->clear();
    data->add_result("0");  // in place of the payloads, for the check of the others
    options->form = lines->count() > 0 ? InputForm::lines
                    : csv->count() > 0 ? InputForm::csv
                                       : InputForm::json;
    PublishRequest request;
    read_value("publish", command().params.text(), request);
    return Publisher{std::move(request), *options, context}.run();
  };
  static_cast<void>(repeats);
}

}  // namespace cent::cli
