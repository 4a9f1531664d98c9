#include <chrono>
#include <set>

#include "commands.hpp"
#include "glob.hpp"
#include "go_json.hpp"

namespace cent::testing::dev {

namespace {

/// Error code for a call about a channel; 0 if it is allowed.
int check(const Context& context, const Params& params, const ChannelRules*& rules) {
  if (params.channel.empty()) return 107;
  rules = context.settings.rules(params.channel);
  return rules == nullptr ? 102 : 0;
}

/// Returns false if it contains bytes that are not JSON.
bool write_client(JsonObject& clients, const ClientInfo& info) {
  JsonObject object;
  object.string("user", info.user);
  object.string("client", info.client);
  const auto embed = [&](std::string_view name, std::string_view json) {
    return json.empty() || go::append_compact(object.name(name), json);
  };
  const bool fine = embed("conn_info", info.conn_info) && embed("chan_info", info.chan_info);
  clients.entry(info.client, object.done());
  return fine;
}

/// Real servers report dozens of items of the last minute. These are the ones that need no measuring.
std::string metrics(const NodeCounts& counts, std::size_t nodes) {
  JsonObject items;
  items.number("centrifugo.node.num_channels", counts.channels);
  items.number("centrifugo.node.num_clients", counts.clients);
  items.number("centrifugo.node.num_nodes", nodes);
  items.number("centrifugo.node.num_subscriptions", counts.subscriptions);
  items.number("centrifugo.node.num_users", counts.users);
  JsonObject object;
  object.raw("interval", "60");
  object.raw("items", items.done());
  return object.done();
}

std::string node_info(const Context& context, const Store::Node& node) {
  const bool early = context.settings.major() == 2;
  const NodeCounts counts = context.store.hub.counts(node.uid);
  JsonObject object;
  object.string("uid", node.uid);
  object.string("name", node.name);
  object.string("version", node.version);
  object.number("num_clients", counts.clients);
  object.number("num_users", counts.users);
  object.number("num_channels", counts.channels);
  if (!early) object.number("num_subs", counts.subscriptions);
  const auto uptime = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - node.started).count();
  if (uptime > 0 || early) object.number("uptime", uptime);
  object.raw("metrics", metrics(counts, context.store.nodes.size()));
  return object.done();
}

}  // namespace

Answer history(Context& context, const Params& params) {
  const ChannelRules* rules = nullptr;
  if (const int error = check(context, params, rules)) return refuse(error);
  if (!has_history(*rules)) return refuse(108);
  const bool early = context.settings.major() == 2;
  const ReadRange range =
      early ? ReadRange{{}, -1, false} : ReadRange{params.since, params.limit, params.reverse};
  const Page page = context.store.history.read(params.channel, range, context.store.now());
  if (page.error != ReadError::none) return refuse(page.error == ReadError::unrecoverable ? 112 : 100);
  std::string publications;
  for (const ItemPtr& item : page.items) {
    JsonObject publication;
    if (!write_payload(publication, *item)) return {0, {}, true};
    if (!early) publication.number("offset", item->offset);
    if (!item->tags.empty()) go::append_strings(publication.name("tags"), item->tags);
    publications.append(publications.empty() ? "" : ",").append(publication.done());
  }
  JsonObject result;
  result.raw("publications", "[" + publications + "]");
  if (!early) {
    result.string("epoch", page.position.epoch);
    result.number("offset", page.position.offset);
  }
  return {0, result.done(), false};
}

Answer history_remove(Context& context, const Params& params) {
  const ChannelRules* rules = nullptr;
  if (const int error = check(context, params, rules)) return refuse(error);
  if (!has_history(*rules)) return refuse(108);
  context.store.history.remove(params.channel);
  return {};
}

Answer presence(Context& context, const Params& params) {
  const ChannelRules* rules = nullptr;
  if (const int error = check(context, params, rules)) return refuse(error);
  if (!rules->presence) return refuse(108);
  JsonObject clients;
  for (const auto& [id, client] : context.store.hub.presence().of(params.channel)) {
    if (!write_client(clients, client)) return {0, {}, true};
  }
  JsonObject result;
  result.raw("presence", clients.done());
  return {0, result.done(), false};
}

Answer presence_stats(Context& context, const Params& params) {
  const ChannelRules* rules = nullptr;
  if (const int error = check(context, params, rules)) return refuse(error);
  if (!rules->presence) return refuse(108);
  const auto& present = context.store.hub.presence().of(params.channel);
  std::set<std::string> users;
  for (const auto& [id, client] : present) users.insert(client.user);
  JsonObject result;
  result.number("num_clients", present.size());
  result.number("num_users", users.size());
  return {0, result.done(), false};
}

Answer channels(Context& context, const Params& params) {
  const Glob glob(params.pattern.empty() ? "*" : params.pattern);
  if (!glob.valid()) return refuse(100);
  const bool early = context.settings.major() == 2;
  JsonObject counts;
  std::string names;
  for (const auto& [channel, clients] : context.store.hub.channels()) {
    if (!glob.matches(channel)) continue;
    JsonObject count;
    count.number("num_clients", clients);
    counts.entry(channel, count.done());
    if (!names.empty()) names.push_back(',');
    go::append_string(names, channel);
  }
  JsonObject result;
  result.raw("channels", early ? "[" + names + "]" : counts.done());
  return {0, result.done(), false};
}

Answer info(Context& context, const Params&) {
  std::string nodes;
  for (const Store::Node& node : context.store.nodes) {
    nodes.append(nodes.empty() ? "" : ",").append(node_info(context, node));
  }
  return {0, R"({"nodes":[)" + nodes + "]}", false};
}

Answer rpc(Context&, const Params& params) {
  // No method is registered in the open-source server.
  return refuse(params.method.empty() ? 107 : 104);
}

}  // namespace cent::testing::dev
