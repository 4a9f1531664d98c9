#include "support/fault_connection.hpp"

#include <algorithm>

#include "support/fault_http.hpp"

namespace cent::test {

void FaultConnection::serve() {
  Fault fault;
  for (std::size_t on_connection = 0;; ++on_connection) {
    if (in_.empty() && !wait_for_request(fault)) return;
    const std::string beginning = in_ + wire_.peek();
    if (beginning.empty()) return;  // the other side has closed
    fault = host_.fault_for(number_, on_connection, beginning);
    if (!serve_one(fault)) return;
  }
}

bool FaultConnection::read_until(std::size_t size, std::size_t most) {
  while (in_.size() < size && in_.size() < most) {
    const std::size_t before = in_.size();
    // The head's end is looked for in what comes; a body is read to its end and not beyond.
    const std::size_t want = size == kAll ? 65536 : size - before;
    if (wire_.read(in_, std::min(want, most - before)) != Wire::Io::done) return false;
    host_.received(in_.size() - before);
    if (size == kAll && in_.find("\r\n\r\n") != std::string::npos) return true;
  }
  return in_.size() >= size || (size == kAll && in_.find("\r\n\r\n") != std::string::npos);
}

FaultConnection::Request FaultConnection::read_request(const Fault& fault) {
  Request request;
  if (!read_until(kAll, fault.read)) return request;
  const std::size_t head_size = in_.find("\r\n\r\n") + 4;
  request.head_text = in_.substr(0, head_size);
  request.head = parse_head(request.head_text);
  const std::size_t size = head_size + request.head.content_length;
  request.whole = !fault.answer_early && read_until(size, fault.read) && size <= fault.read;
  request.body = in_.substr(head_size, size - head_size);
  in_.erase(0, std::min(size, in_.size()));
  RequestRecord record;
  record.connection = number_;
  record.path = request.head.path;
  record.head = request.head_text;
  record.body = request.body.substr(0, 65536);
  host_.record(std::move(record));
  return request;
}

bool FaultConnection::serve_one(const Fault& fault) {
  const Request request = read_request(fault);
  if (fault.read != kAll) return end(fault);
  if (request.head_text.empty() || (!request.whole && !fault.answer_early)) return false;
  Replies replies;
  if (request.whole) replies = host_.carry_out(request.head, request.body, fault);
  if (fault.delay.count() > 0 && wire_.pause(fault.delay) != Wire::Io::done) return false;
  if (fault.latch && !wait_for(*fault.latch)) return false;
  if (!fault.silent && !send(fault, response_text(fault, replies))) return false;
  return end(fault);
}

bool FaultConnection::wait_for(const Latch& latch) {
  while (!latch.is_open()) {
    if (wire_.pause(milliseconds{1}) != Wire::Io::done) return false;
  }
  return true;
}

bool FaultConnection::send(const Fault& fault, const std::string& answer) {
  std::string_view left = std::string_view{answer}.substr(0, fault.write);
  while (!left.empty()) {
    const std::size_t part = fault.drip == 0 ? left.size() : std::min(fault.drip, left.size());
    if (wire_.write(left.substr(0, part)) != Wire::Io::done) return false;
    left.remove_prefix(part);
    if (fault.drip != 0 && wire_.pause(fault.drip_every) != Wire::Io::done) return false;
  }
  for (std::size_t sent = 0; sent < fault.endless_bytes; sent += fault.endless.size()) {
    const std::string_view part = std::string_view{fault.endless}.substr(0, fault.endless_bytes - sent);
    if (wire_.write(part) != Wire::Io::done) return false;
    if (fault.drip_every.count() > 0 && wire_.pause(fault.drip_every) != Wire::Io::done) return false;
  }
  return true;
}

bool FaultConnection::end(const Fault& fault) {
  if (fault.crash) {
    host_.crash(*fault.crash);
    return false;
  }
  switch (fault.ending) {
    case Ending::keep:
      return true;
    case Ending::reset:
      wire_.reset();
      return false;
    case Ending::hang:
      wire_.wait_gone();
      return false;
    case Ending::close:
      break;
  }
  if (fault.answer_early) {
    // As Centrifugo does: what it said must not be lost by the reset that an unread body causes.
    wire_.shutdown_writing();
    wire_.pause(fault.drain_pause);
  }
  wire_.close();
  return false;
}

bool FaultConnection::wait_for_request(const Fault& last) {
  if (last.idle_latch) {
    Wire::Io came = Wire::Io::late;
    while (came == Wire::Io::late && !last.idle_latch->is_open()) came = wire_.wait_readable(milliseconds{1});
    if (came != Wire::Io::late) return came == Wire::Io::done;
    if (!end_idle(last)) return false;
  }
  return wire_.wait_readable(last.idle) == Wire::Io::done;
}

bool FaultConnection::end_idle(const Fault& last) {
  const bool said = last.idle_text.empty() || wire_.write(last.idle_text) == Wire::Io::done;
  if (last.idle_ending == Ending::reset) wire_.reset();
  if (last.idle_ending == Ending::close) wire_.close();
  host_.idle_ended();
  return said && last.idle_ending == Ending::keep;
}

}  // namespace cent::test
