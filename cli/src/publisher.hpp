#pragma once
#include <cent/api/publish.hpp>
#include <cent/async_client.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "checkpoint.hpp"
#include "context.hpp"
#include "input_records.hpp"
#include "interrupts.hpp"
#include "progress.hpp"
#include "sent_lines.hpp"

namespace cent::cli {

struct InputOptions {
  InputForm form = InputForm::json;
  std::string checkpoint;
  bool keep_going = false;
  bool allow_repeats = false;
};

/// Publishes the lines of standard input, with one AsyncClient.
class Publisher {
 public:
  /// @param request A publication with all but its payload. @throws UsageError
  Publisher(PublishRequest request, const InputOptions& options, Context& context);
  /// Ends with the input, a fault or a signal, and prints the counts of outcomes.
  ExitCode run();

 private:
  using Clock = std::chrono::steady_clock;

  [[nodiscard]] Checkpoint starting_point() const;
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
  Interrupts interrupts_{{[this] { client_.close(std::chrono::milliseconds{0}); },
                          [this] {
                            if (progress_.is_shown()) progress_.show(progress_line());
                          }}};
};

}  // namespace cent::cli
