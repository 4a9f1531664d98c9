#include "publisher.hpp"

#include <cent/api/common.hpp>
#include <cent/api/idempotency_key.hpp>

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <random>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "terminal.hpp"

namespace cent::cli {
namespace {

using std::chrono::milliseconds;

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
  std::random_device device;
  std::string name;
  while (name.size() < 16) name += "0123456789abcdefghijklmnopqrstuvwxyz"[device() % 36];
  return name;
}

}  // namespace

Publisher::Publisher(PublishRequest request, const InputOptions& options, Context& context)
    : request_(std::move(request)),
      options_(options),
      context_(context),
      start_(starting_point()),
      sent_(std::make_shared<SentLines>(start_.position, options.keep_going)),
      progress_(context.err, is_terminal(STDERR_FILENO), columns_of(STDERR_FILENO)),
      client_(context.connection.addresses(), client_options(context)) {}

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
  if (known->in_doubt_since != 0 &&
      unix_time(std::chrono::system_clock::now()) - known->in_doubt_since > kKeysLive &&
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
  now.in_doubt_since = mark.first_sent != 0 ? mark.first_sent
                       : at_end             ? 0
                                            : unix_time(std::chrono::system_clock::now());
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

}  // namespace cent::cli
