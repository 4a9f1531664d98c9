#include "support/fault.hpp"

#include <zlib.h>

#include <random>
#include <stdexcept>

namespace cent::test::faults {
namespace {

Fault named(std::string name) {
  Fault fault;
  fault.name = std::move(name);
  return fault;
}

Fault silent(std::string name, Ending ending) {
  Fault fault = named(std::move(name));
  fault.silent = true;
  fault.ending = ending;
  return fault;
}

std::string gzip_of_spaces(std::size_t unpacked) {
  z_stream stream{};
  constexpr int kGzip = 15 + 16;
  if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("zlib cannot begin");
  }
  std::string packed;
  std::string block(1U << 16U, ' ');
  std::string room(1U << 16U, '\0');
  int result = Z_OK;
  for (std::size_t left = unpacked; result != Z_STREAM_END;) {
    const std::size_t part = left < block.size() ? left : block.size();
    left -= part;
    stream.next_in = reinterpret_cast<Bytef*>(block.data());
    stream.avail_in = static_cast<uInt>(part);
    do {
      stream.next_out = reinterpret_cast<Bytef*>(room.data());
      stream.avail_out = static_cast<uInt>(room.size());
      result = deflate(&stream, left == 0 ? Z_FINISH : Z_NO_FLUSH);
      packed.append(room, 0, room.size() - stream.avail_out);
    } while (stream.avail_out == 0);
  }
  deflateEnd(&stream);
  return packed;
}

}  // namespace

Fault ok() { return named("ok"); }
Fault execute_then_close() { return silent("execute-then-close", Ending::close); }
Fault execute_then_reset() { return silent("execute-then-reset", Ending::reset); }

Fault execute_some_then_close(std::size_t commands) {
  Fault fault = silent("execute-some-then-close:" + std::to_string(commands), Ending::close);
  fault.execute = commands;
  return fault;
}

Fault crash(std::size_t commands, milliseconds down) {
  Fault fault = execute_some_then_close(commands);
  fault.name = "crash:" + std::to_string(commands);
  fault.crash = down;
  return fault;
}

Fault close_after_request_bytes(std::size_t bytes) {
  Fault fault = silent("close-after-request-bytes:" + std::to_string(bytes), Ending::close);
  fault.read = bytes;
  fault.execute = 0;
  return fault;
}

Fault reset_after_request_bytes(std::size_t bytes) {
  Fault fault = close_after_request_bytes(bytes);
  fault.name = "reset-after-request-bytes:" + std::to_string(bytes);
  fault.ending = Ending::reset;
  return fault;
}

Fault close_after_response_bytes(std::size_t bytes) {
  Fault fault = named("close-after-response-bytes:" + std::to_string(bytes));
  fault.write = bytes;
  fault.ending = Ending::close;
  return fault;
}

Fault reset_after_response_bytes(std::size_t bytes) {
  Fault fault = close_after_response_bytes(bytes);
  fault.name = "reset-after-response-bytes:" + std::to_string(bytes);
  fault.ending = Ending::reset;
  return fault;
}

Fault hang(bool executed) {
  Fault fault = silent(executed ? "execute-then-hang" : "hang", Ending::hang);
  if (!executed) fault.execute = 0;
  return fault;
}

Fault delay(milliseconds time) {
  Fault fault = named("delay:" + std::to_string(time.count()) + "ms");
  fault.delay = time;
  return fault;
}

Fault held(const Latch& latch) {
  Fault fault = named("held");
  fault.latch = latch;
  return fault;
}

Fault drip(std::size_t bytes, milliseconds every) {
  Fault fault = named("drip:" + std::to_string(bytes) + "/" + std::to_string(every.count()) + "ms");
  fault.drip = bytes;
  fault.drip_every = every;
  return fault;
}

Fault executed_status(int code, std::vector<std::pair<std::string, std::string>> headers, std::string body) {
  Fault fault = named("execute-then-status:" + std::to_string(code));
  fault.status = code;
  fault.headers = std::move(headers);
  fault.body = std::move(body);
  return fault;
}

Fault status(int code, std::vector<std::pair<std::string, std::string>> headers, std::string body) {
  Fault fault = executed_status(code, std::move(headers), std::move(body));
  fault.name = "status:" + std::to_string(code);
  fault.execute = 0;
  return fault;
}

Fault redirect(int code, std::string location) { return status(code, {{"Location", std::move(location)}}); }

Fault early_status(int code) {
  Fault fault = status(code);
  fault.name = "early-status:" + std::to_string(code);
  fault.answer_early = true;
  fault.ending = Ending::close;
  return fault;
}

Fault body(std::string text) {
  Fault fault = named("body");
  fault.body = std::move(text);
  return fault;
}

Fault replies(int more) {
  Fault fault = named("replies:" + std::to_string(more));
  fault.replies = more;
  return fault;
}

Fault framing(Framing how) {
  Fault fault = named("framing:" + std::to_string(static_cast<int>(how)));
  fault.framing = how;
  if (how != Framing::chunked && how != Framing::right) fault.ending = Ending::close;
  return fault;
}

Fault raw(std::string bytes) {
  Fault fault = named("raw");
  fault.raw = std::move(bytes);
  fault.ending = Ending::close;
  return fault;
}

Fault http09() {
  Fault fault = raw(R"({"result":{}})");
  fault.name = "http09";
  return fault;
}

Fault huge_headers(std::size_t bytes) {
  Fault fault = raw("HTTP/1.1 200 OK\r\n");
  fault.name = "huge-headers";
  fault.endless = "X-Filler: " + std::string(1000, 'x') + "\r\n";
  fault.endless_bytes = bytes;
  return fault;
}

Fault endless_1xx() {
  Fault fault = raw({});
  fault.name = "endless-1xx";
  fault.endless = "HTTP/1.1 103 Early Hints\r\n\r\n";
  fault.endless_bytes = kAll;
  fault.drip_every = milliseconds{5};
  return fault;
}

Fault huge_body(std::size_t bytes) {
  Fault fault =
      raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(bytes) +
          "\r\n\r\n");
  fault.name = "huge-body";
  fault.endless = std::string(64 * 1024, ' ');
  fault.endless_bytes = bytes;
  return fault;
}

Fault deep_json(std::size_t depth) {
  Fault fault = body(R"({"result":)" + std::string(depth, '[') + std::string(depth, ']') + "}");
  fault.name = "deep-json:" + std::to_string(depth);
  return fault;
}

Fault gzip_bomb(std::size_t unpacked) {
  Fault fault = body(gzip_of_spaces(unpacked));
  fault.name = "gzip-bomb";
  fault.headers = {{"Content-Encoding", "gzip"}};
  return fault;
}

Fault idle_close(milliseconds after) {
  Fault fault = named("idle-close:" + std::to_string(after.count()) + "ms");
  fault.idle = after;
  return fault;
}

Fault idle_end(const Latch& latch, Ending how, std::string text) {
  Fault fault = named("idle-end");
  fault.idle_latch = latch;
  fault.idle_ending = how;
  fault.idle_text = std::move(text);
  return fault;
}

Fault scheduled(std::uint64_t seed, std::uint64_t number, double share, milliseconds longest) {
  std::seed_seq mix{seed, seed >> 32U, number, number >> 32U};
  std::mt19937 random{mix};
  if (std::uniform_real_distribution<double>{}(random) >= share) return ok();
  const auto upto = [&](std::uint64_t most) {
    return std::uniform_int_distribution<std::uint64_t>{0, most}(random);
  };
  const auto some_time = [&] { return milliseconds{upto(static_cast<std::uint64_t>(longest.count()))}; };
  switch (upto(15)) {
    case 0:
      return execute_then_close();
    case 1:
      return execute_then_reset();
    case 2:
      return execute_some_then_close(upto(20));
    case 3:
      return close_after_request_bytes(upto(400));
    case 4:
      return reset_after_request_bytes(upto(400));
    case 5:
      return close_after_response_bytes(upto(200));
    case 6:
      return reset_after_response_bytes(upto(200));
    case 7:
      return hang(upto(1) == 0);
    case 8:
      return delay(some_time());
    case 9:
      return drip(1 + upto(40), milliseconds{1});
    case 10:
      return status(503, {{"Retry-After", "0"}});
    case 11:
      return executed_status(upto(1) == 0 ? 502 : 500);
    case 12:
      return replies(upto(1) == 0 ? -1 : 1);
    case 13:
      return status(429);
    case 14:
      return body("<html>Bad gateway</html>");
    default:
      return crash(upto(20), some_time());
  }
}

}  // namespace cent::test::faults
