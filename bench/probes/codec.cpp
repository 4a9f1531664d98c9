// Encodes commands into a batch, without sending.
#include <cent/history_view.hpp>
#include <cstdlib>

#include "probes/probes.hpp"
#include "support/reply_maker.hpp"

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

// Decodes replies into results. A function replaces the network, so only reading is measured.
namespace {

constexpr std::string_view kReply = R"({"publish":{"offset":1234,"epoch":"abcd"}})";

constexpr int kAtOnce = 1000;

/// Reads `count` replies, 1,000 in a batch, each into its type. The batch is made once.
void replies(int count) {
  const HandMade made{kAtOnce};
  std::string body = R"({"replies":[)";
  for (int i = 0; i < kAtOnce; ++i) {
    if (i != 0) body.push_back(',');
    body.append(kReply);
  }
  body.append("]}");
  Client client = answering(std::move(body));
  for (int sent = 0; sent < count; sent += kAtOnce) {
    const Replies replies = client.send(made.batch);
    for (const auto& ticket : made.tickets) {
      if (replies[ticket].value().offset != 1234) std::abort();
    }
  }
}

/// Reads `count` publications, 1,000 in a reply.
template <class Read>
void pages(int count, const Read& read) {
  ReplyMaker maker{false};
  Client client = answering(std::string(maker.body("/api/history", "\"limit\":" + std::to_string(kAtOnce))));
  for (int done = 0; done < count; done += kAtOnce) {
    if (read(client) != kAtOnce) std::abort();
  }
}

/// With their data as text.
void history(int count) {
  pages(count, [](Client& client) { return client.history({kChannel, kAtOnce}).publications.size(); });
}
/// With their data as views.
void history_view(int count) {
  pages(count, [](Client& client) { return client.call(HistoryViewRequest{{kChannel, kAtOnce}}).size(); });
}

}  // namespace

const std::vector<Probe> kDecodeProbes = {
    {"decode_replies", replies},
    {"decode_history", history},
    {"decode_history_view", history_view},
};

}  // namespace cent::bench
