#include "incoming.hpp"

#include <map>
#include <string>
#include <utility>

#include "go_json.hpp"
#include "params.hpp"

namespace cent::testing::dev {

namespace {

/// The methods of a batch command. The first one found in this order is run.
constexpr std::string_view kBatchOrder[] = {"publish",
                                            "broadcast",
                                            "subscribe",
                                            "unsubscribe",
                                            "disconnect",
                                            "history",
                                            "history_remove",
                                            "presence",
                                            "presence_stats",
                                            "info",
                                            "rpc",
                                            "refresh",
                                            "channels",
                                            "map_publish",
                                            "map_remove",
                                            "map_read_state",
                                            "map_read_stream",
                                            "map_stats",
                                            "map_clear",
                                            "shared_poll_publish"};

bool is_known(const Method* method, int generation) {
  return method != nullptr && method->since <= generation;
}

/// Returns false for an unknown name, and if it is neither a name nor a number.
bool read_method(std::string_view value, int generation, const Method*& method) {
  if (value.front() == '"') {
    if (value.find('\\') != std::string_view::npos) return false;  // used as it is, without decoding escapes
    const std::string name = go::fold_key(value);
    method = find_method(name);
    return is_known(method, generation) && !(generation > 3 && name == "user_connections");
  }
  std::int64_t number = 0;
  if (go::is_null(value) || !go::read(value, number)) return false;
  method = find_method(number);
  if (!is_known(method, generation)) method = nullptr;
  return true;
}

}  // namespace

bool read_batch_item(std::string_view value, int generation, BatchItem& item) {
  if (go::is_null(value)) {
    item.null = true;
    return true;
  }
  std::map<std::string_view, Params> found;
  const bool fine = go::each_member(value, [&](std::string_view name, std::string_view member) {
    const Method* method = find_method(name);
    if (name == "id" && generation == 5) return go::read(member, item.id);
    if (!is_known(method, generation) || go::is_null(member)) return true;
    if (method->pro) return check_pro_params(method->name, member, generation);
    return read_params(member, method->fields, generation, found[method->name]);
  });
  for (const std::string_view name : kBatchOrder) {
    const auto at = found.find(name);
    if (at == found.end()) continue;
    item.method = find_method(name);
    item.params = std::move(at->second);
    break;
  }
  return fine;
}

bool read_stream_command(std::string_view value, int generation, StreamCommand& command) {
  command.method = find_method(0);  // without a method the first one is used
  bool named = true;
  const bool fine = go::each_member(value, [&](std::string_view name, std::string_view member) {
    if (name == "id") return go::read(member, command.id);
    if (name == "method") named = read_method(member, generation, command.method);
    if (name == "params") command.params = member;
    return true;
  });
  return fine && named;
}

}  // namespace cent::testing::dev
