#include <cent/api/idempotency_key.hpp>
#include <cent/errors.hpp>

namespace cent {
namespace {

std::string key_of(std::string_view id, char mark, std::size_t size) {
  if (id.empty()) throw UsageError("idempotency_key: the id is empty");
  return std::string(id).append(1, mark).append(std::to_string(size));
}

}  // namespace

std::string idempotency_key(const TextArgument& channel_text, const TextArgument& id) {
  const std::string_view channel = channel_text.named("channel");
  if (channel.empty()) throw UsageError("idempotency_key: the channel is empty");
  return key_of(id.named("id"), '-', channel.size());
}

std::string idempotency_key(const TextArgument& id_text) {
  const std::string_view id = id_text.named("id");
  return key_of(id, '~', id.size());
}

}  // namespace cent
