// Decodes replies into results. A function replaces the network, so only reading is measured.
#include <cstdlib>

#include "probes/probes.hpp"
#include "support/reply_maker.hpp"

namespace cent::bench {
namespace {

constexpr std::string_view kReply = R"({"publish":{"offset":1234,"epoch":"abcd"}})";

Client answering(std::string body) {
  ClientOptions with = options();
  with.transport = make_transport([body = std::move(body)](const HttpRequest&) {
    HttpResponse response;
    response.status = 200;
    response.body = body;
    return response;
  });
  return Client{"http://127.0.0.1:1", with};
}

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

/// Reads `count` publications, 1,000 in a reply, with their data as text.
void history(int count) {
  ReplyMaker maker{false};
  Client client = answering(std::string(maker.body("/api/history", "\"limit\":" + std::to_string(kAtOnce))));
  for (int read = 0; read < count; read += kAtOnce) {
    if (client.history({kChannel, kAtOnce}).publications.size() != kAtOnce) std::abort();
  }
}

}  // namespace

const std::vector<Probe> kDecodeProbes = {
    {"decode_replies", replies},
    {"decode_history", history},
};

}  // namespace cent::bench
