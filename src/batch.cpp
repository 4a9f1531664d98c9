#include <atomic>
#include <cent/batch.hpp>
#include <cent/errors.hpp>
#include <string>
#include <utility>

#include "delivery/reply_set.hpp"

namespace cent {
namespace {

std::uint64_t next_id() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

}  // namespace

Batch::Batch() : id_(next_id()) {}
Batch::Batch(const Batch& other) : commands_(other.commands_), id_(next_id()) {}
Batch::Batch(Batch&& other) noexcept
    : commands_(std::move(other.commands_)), id_(std::exchange(other.id_, next_id())) {
  other.commands_.clear();
}
Batch& Batch::operator=(const Batch& other) {
  if (this != &other) *this = Batch{other};
  return *this;
}
Batch& Batch::operator=(Batch&& other) noexcept {
  if (this == &other) return *this;
  commands_ = std::move(other.commands_);
  other.commands_.clear();
  id_ = std::exchange(other.id_, next_id());
  return *this;
}
Batch::~Batch() = default;

Ticket<Json> Batch::call(const Command& command) {
  commands_.push(command);
  return {commands_.size() - 1, id_, command.method};
}

void Batch::clear() {
  commands_.clear();
  id_ = next_id();
}

Replies::Replies(std::shared_ptr<const detail::ReplySet> set, std::uint64_t batch)
    : set_(std::move(set)), batch_(batch) {}
Replies::Replies(const Replies&) noexcept = default;
Replies::Replies(Replies&&) noexcept = default;
Replies& Replies::operator=(const Replies&) noexcept = default;
Replies& Replies::operator=(Replies&&) noexcept = default;
Replies::~Replies() = default;

std::size_t Replies::size() const noexcept { return set_ ? set_->size() : 0; }

Reply<Json> Replies::at(std::size_t index) const {
  if (index >= size()) {
    throw UsageError("there is no reply " + std::to_string(index) + ", the batch had " +
                     std::to_string(size()) + " commands");
  }
  Raw raw = find(index, batch_);
  if (raw.error) return std::move(raw.error);
  return detail::read_reply<Json>(raw.text, raw.call);
}

Reply<Json> Replies::Iterator::operator*() const { return replies_->at(index_); }

Replies::Raw Replies::find(std::size_t index, std::uint64_t batch) const {
  if (batch != batch_) throw UsageError("a ticket was used with the replies of another batch");
  if (index >= size()) throw UsageError("a ticket was given out after its batch was sent");
  Raw raw;
  raw.error = set_->error(index);
  if (!raw.error) raw.text = set_->text(index);
  raw.call.attempts = set_->attempts;
  raw.call.status = set_->status;
  return raw;
}

}  // namespace cent
