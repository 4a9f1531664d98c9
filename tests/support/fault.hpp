#pragma once
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cent::test {

using std::chrono::milliseconds;

inline constexpr std::size_t kAll = SIZE_MAX;

/// How an answer states the length of its body.
enum class Framing {
  right,
  too_short,      ///< Content-Length says half of it.
  too_long,       ///< Content-Length says ten bytes more; then the connection ends.
  twice,          ///< Two Content-Lengths that differ, the first right.
  garbage,        ///< Content-Length: banana.
  negative,       ///< Content-Length: -5.
  absent,         ///< None; the end of the connection is the end of the body.
  chunked,        ///< In good chunks.
  broken_chunks,  ///< A chunk whose size is no number.
};

/// Holds answers back until it is opened, for good. Copies are the same latch. Safe from many threads.
class Latch {
 public:
  void open() { *open_ = true; }
  [[nodiscard]] bool is_open() const { return *open_; }

 private:
  std::shared_ptr<std::atomic<bool>> open_ = std::make_shared<std::atomic<bool>>(false);
};

/// The end of the connection, after everything else.
enum class Ending { keep, close, reset, hang };

/// The fault server's behaviour for one request. By default all is well; each member is one way to differ,
/// and they combine. Use the makers below for the usual ones.
struct Fault {
  std::string name = "ok";

  // While the request comes in.
  std::size_t read = kAll;    ///< Bytes of the request that are read; then nothing but the ending.
  bool answer_early = false;  ///< Answers when the header is there; the body is neither read nor executed.

  // Execution.
  std::size_t execute = kAll;  ///< Commands of the request, from the first.

  // The answer.
  milliseconds delay{0};         ///< Before its first byte.
  std::optional<Latch> latch{};  ///< Its first byte comes when this is open.
  bool silent = false;           ///< None at all.
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers{};
  std::optional<std::string> body{};  ///< In place of the replies.
  int replies = 0;                    ///< So many more, or fewer if negative, than there were commands.
  Framing framing = Framing::right;
  std::optional<std::string> raw{};  ///< The whole answer as it goes out, header and all.
  std::size_t write = kAll;          ///< Bytes of the answer that are sent.
  std::size_t drip = 0;              ///< Bytes at a time; 0: at once.
  milliseconds drip_every{0};
  std::string endless{};          ///< Sent again and again behind the answer …
  std::size_t endless_bytes = 0;  ///< … until it is so much, or the client goes.

  // Afterwards.
  Ending ending = Ending::keep;
  /// After an early answer: how long the connection outlives it. Centrifugo waits so that the reset that an
  /// unread body causes does not overtake the answer; 0 does not.
  milliseconds drain_pause{500};
  std::optional<milliseconds> idle{};   ///< The kept connection is closed when no request came for so long.
  std::optional<Latch> idle_latch{};    ///< The kept connection meets its end when this is open: …
  std::string idle_text{};              ///< … these bytes, then …
  Ending idle_ending = Ending::close;   ///< … this; `keep`: it stays open.
  std::optional<milliseconds> crash{};  ///< The whole server goes away for so long, then is back on its port.
};

namespace faults {

Fault ok();
/// Everything is executed, and the client gets no answer.
Fault execute_then_close();
Fault execute_then_reset();
/// The first `commands` are carried out, then the connection ends without an answer.
Fault execute_some_then_close(std::size_t commands);
/// The same, and the server is gone for a while.
Fault crash(std::size_t commands, milliseconds down);
/// Reads so much of the request, carries nothing out, and ends the connection.
Fault close_after_request_bytes(std::size_t bytes);
Fault reset_after_request_bytes(std::size_t bytes);
/// Carries everything out and sends so much of the answer.
Fault close_after_response_bytes(std::size_t bytes);
Fault reset_after_response_bytes(std::size_t bytes);
/// Never answers and leaves the connection open.
Fault hang(bool executed = true);
/// Answers well, but late.
Fault delay(milliseconds time);
/// Answers well, but not before the latch is open, so that a test's actions meanwhile are no race.
Fault held(const Latch& latch);
/// Answers well, `bytes` at a time.
Fault drip(std::size_t bytes, milliseconds every);
/// Carries nothing out and answers with this status.
Fault status(int code, std::vector<std::pair<std::string, std::string>> headers = {}, std::string body = {});
/// The same, but everything was carried out before.
Fault executed_status(int code, std::vector<std::pair<std::string, std::string>> headers = {},
                      std::string body = {});
Fault redirect(int code, std::string location);
/// A 401 (or another) as soon as the header is there; the body stays unread, and the connection ends.
Fault early_status(int code);
/// 200 with this in place of the replies; everything was carried out.
Fault body(std::string text);
Fault replies(int more);
Fault framing(Framing how);
/// These bytes are the answer; then the connection ends.
Fault raw(std::string bytes);
Fault http09();
Fault huge_headers(std::size_t bytes);
/// Interim responses without end.
Fault endless_1xx();
/// A body of so many bytes, most of them white space, which a client must not take in whole.
Fault huge_body(std::size_t bytes);
/// A reply whose result is nested so deeply.
Fault deep_json(std::size_t depth);
/// `Content-Encoding: gzip`, small on the wire, of this size when it is unpacked.
Fault gzip_bomb(std::size_t unpacked);
/// Answers well and closes the connection after so long without a further request.
Fault idle_close(milliseconds after);
/// Answers well. When the latch opens, the idle connection gets these bytes, which nobody asked for, and
/// ends.
Fault idle_end(const Latch& latch, Ending how, std::string text = {});

/// A fault for request `number` of the schedule `seed`, the same each time. `share` of the requests, from 0
/// to 1, meet one; of those about half are carried out. None lasts longer than `longest`, hangs aside.
Fault scheduled(std::uint64_t seed, std::uint64_t number, double share, milliseconds longest);

}  // namespace faults

}  // namespace cent::test
