// Commands into a batch, nothing sent.
#include <cstdlib>

#include "probes/probes.hpp"

namespace cent::bench {
namespace {

/// Batches of 1,000 commands, one object for all of them: after the first it has its room.
template <class Add>
void fill(int count, const Add& add) {
  Batch batch;
  for (int i = 0; i < count; ++i) {
    if (batch.size() == 1000) batch.clear();
    add(batch);
  }
}

/// The text comes anew with each command, and is checked.
void text(int count) {
  fill(count, [](Batch& batch) { batch.publish(kChannel, Json::raw(kText)); });
}

/// The payload was made before, for example because it goes to many channels.
void ready_json(int count) {
  fill(count, [data = Json::raw(kText)](Batch& batch) { batch.publish(kChannel, data); });
}

/// The whole request made before, too: what is left is writing it.
void ready_request(int count) {
  fill(count, [request = PublishRequest{kChannel, Json::raw(kText)}](Batch& batch) { batch.call(request); });
}

void nlohmann_object(int count) {
  fill(count, [data = object()](Batch& batch) { batch.publish(kChannel, data); });
}

/// What of the above is nlohmann's own: the object's text, made and thrown away.
void nlohmann_dump(int count) {
  const nlohmann::json data = object();
  std::size_t size = 0;
  for (int i = 0; i < count; ++i) size += data.dump().size();
  if (size == 0) std::abort();
}

}  // namespace

const std::vector<Probe> kEncodeProbes = {
    {"encode_text", text},
    {"encode_ready_json", ready_json},
    {"encode_ready_request", ready_request},
    {"encode_nlohmann", nlohmann_object},
    {"nlohmann_dump", nlohmann_dump},
};

}  // namespace cent::bench
