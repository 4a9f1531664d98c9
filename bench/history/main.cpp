// cent-bench-history ROUNDS: reads 1,000 publications of a history by cent and by simdjson, into the same
// fields. Prints lines as compare() does.
#include <malloc.h>
#include <simdjson.h>

#include <cent/client.hpp>
#include <cent/history_view.hpp>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "compare/compare.hpp"
#include "probes/probes.hpp"
#include "support/reply_maker.hpp"

namespace cent::bench {
namespace {

constexpr int kPublications = 1000;
constexpr int kTimes = 10;  // in a run

/// The structs that a user of simdjson would declare.
struct Publisher {
  std::string user{};
  std::string client{};
};
struct Message {
  std::string data{};
  std::optional<Publisher> info{};
  std::uint64_t offset = 0;
};
struct History {
  std::vector<Message> messages{};
  std::uint64_t offset = 0;
  std::string epoch{};
};

/// On demand: what is inside of `data` is skipped unchecked, as in a HistoryView.
History on_demand(simdjson::ondemand::parser& parser, const std::string& body) {
  const simdjson::padded_string text{body};
  simdjson::ondemand::document document = parser.iterate(text);
  History history;
  for (auto part : document["result"].get_object()) {
    const std::string_view name = part.unescaped_key();
    if (name == "publications") {
      for (auto publication : part.value().get_array()) {
        Message& message = history.messages.emplace_back();
        for (auto member : publication.get_object()) {
          const std::string_view key = member.unescaped_key();
          if (key == "data") {
            const std::string_view data = simdjson::to_json_string(member.value());
            message.data = data;
          } else if (key == "info") {
            Publisher& publisher = message.info.emplace();
            for (auto field : member.value().get_object()) {
              const std::string_view who = field.unescaped_key();
              if (who == "user") publisher.user = std::string_view(field.value());
              if (who == "client") publisher.client = std::string_view(field.value());
            }
          } else if (key == "offset") {
            message.offset = member.value();
          }
        }
      }
    } else if (name == "offset") {
      history.offset = part.value();
    } else if (name == "epoch") {
      history.epoch = std::string_view(part.value());
    }
  }
  return history;
}

/// By its DOM: `data` is checked, as by `history()`.
History dom(simdjson::dom::parser& parser, const std::string& body) {
  const simdjson::dom::element result = parser.parse(body)["result"];
  History history;
  for (const auto publication : result["publications"].get_array()) {
    Message& message = history.messages.emplace_back();
    for (const auto member : publication.get_object()) {
      if (member.key == "data") {
        message.data = simdjson::minify(member.value);
      } else if (member.key == "info") {
        message.info = Publisher{std::string(member.value["user"]), std::string(member.value["client"])};
      } else if (member.key == "offset") {
        message.offset = member.value;
      }
    }
  }
  history.offset = result["offset"];
  history.epoch = std::string(result["epoch"]);
  return history;
}

void check(std::size_t size, std::uint64_t offset) {
  if (size != kPublications || offset != 12345) std::abort();
}

void histories(int rounds) {
  // As in a program that runs for long: what was freed stays in the process.
  mallopt(M_MMAP_THRESHOLD, 64 << 20);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
  ReplyMaker maker{false};
  const std::string body{maker.body("/api/history", "\"limit\":" + std::to_string(kPublications))};
  Client client = answering(body);
  simdjson::ondemand::parser demanding;
  simdjson::dom::parser whole;
  const auto repeated = [](const auto& read) {
    return [read] {
      for (int i = 0; i < kTimes; ++i) read();
    };
  };
  compare("history",
          {{"owned", repeated([&] {
              const HistoryResult result = client.history({kChannel, kPublications});
              check(result.publications.size(), result.offset);
            })},
           {"views", repeated([&] {
              const HistoryView view = client.call(HistoryViewRequest{{kChannel, kPublications}});
              check(view.size(), view.position().offset);
            })},
           {"simdjson_on_demand", repeated([&] {
              const History history = on_demand(demanding, body);
              check(history.messages.size(), history.offset);
            })},
           {"simdjson_dom", repeated([&] {
              const History history = dom(whole, body);
              check(history.messages.size(), history.offset);
            })}},
          rounds, kPublications * kTimes);
}

}  // namespace
}  // namespace cent::bench

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  std::printf("version %s\n", SIMDJSON_STRINGIFY(SIMDJSON_VERSION));
  cent::bench::histories(std::atoi(argv[1]));
  return 0;
}
