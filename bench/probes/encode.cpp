// Encodes commands into a batch, without sending.
#include <cstdlib>

#include "probes/probes.hpp"

namespace cent::bench {
namespace {

/// Batches of 1,000 commands in one object, which allocates for the first batch only.
template <class Add>
void fill(int count, const Add& add) {
  Batch batch;
  for (int i = 0; i < count; ++i) {
    if (batch.size() == 1000) batch.clear();
    add(batch);
  }
}

/// Each command has a new text, which is checked.
void text(int count) {
  fill(count, [](Batch& batch) { batch.publish(kChannel, Json::raw(kText)); });
}

/// The payload was made before, for example because it is sent to many channels.
void ready_json(int count) {
  fill(count, [data = Json::raw(kText)](Batch& batch) { batch.publish(kChannel, data); });
}

/// The whole request was made before, too: only writing is measured.
void ready_request(int count) {
  fill(count, [request = PublishRequest{kChannel, Json::raw(kText)}](Batch& batch) { batch.call(request); });
}

void nlohmann_object(int count) {
  fill(count, [data = object()](Batch& batch) { batch.publish(kChannel, data); });
}

/// nlohmann's share of the above: makes the object's text and discards it.
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
