#include "params.hpp"

#include <algorithm>
#include <map>

#include "go_json.hpp"
#include "params.hpp"

namespace cent::testing::dev {

namespace {

using Reader = bool (*)(std::string_view value, int generation, Params& out);

bool read_since(std::string_view value, std::optional<Position>& out) {
  if (go::is_null(value)) {
    out.reset();
    return true;
  }
  if (!out) out.emplace();
  return go::each_member(value, [&](std::string_view name, std::string_view member) {
    if (name == "offset") return go::read(member, out->offset);
    if (name == "epoch") return go::read(member, out->epoch);
    return true;
  });
}

bool read_disconnect(std::string_view value, int generation, Params& out) {
  if (go::is_null(value)) {
    out.disconnect.reset();
    return true;
  }
  // No defaults: an object without a code means code 0.
  if (!out.disconnect) out.disconnect = Disconnect{0, {}, false};
  return go::each_member(value, [&](std::string_view name, std::string_view member) {
    if (name == "code") return go::read(member, out.disconnect->code);
    if (name == "reason") return go::read(member, out.disconnect->reason);
    if (name == "reconnect" && generation <= 4) return go::read(member, out.disconnect->reconnect);
    return true;
  });
}

bool read_switch(std::string_view value, std::optional<bool>& out) {
  if (go::is_null(value)) {
    out.reset();
    return true;
  }
  bool on = false;
  const bool fine = go::each_member(value, [&](std::string_view name, std::string_view member) {
    return name != "value" || go::read(member, on);
  });
  out = on;
  return fine;
}

bool read_override(std::string_view value, int generation, Params& out) {
  const bool early = generation == 3;
  return go::each_member(value, [&](std::string_view name, std::string_view member) {
    if (name == "presence") return read_switch(member, out.override_.presence);
    if (name == (early ? "recover" : "force_recovery")) return read_switch(member, out.override_.recovery);
    if (name == (early ? "position" : "force_positioning"))
      return read_switch(member, out.override_.positioning);
    if (name == "join_leave") return read_switch(member, out.override_.join_leave);
    if (!early && name == "force_push_join_leave")
      return read_switch(member, out.override_.force_push_join_leave);
    return true;
  });
}

template <auto Member>
bool plain(std::string_view value, int, Params& out) {
  return go::read(value, out.*Member);
}

template <auto Member>
bool raw(std::string_view value, int, Params& out) {
  return go::read_raw(value, out.*Member);
}

template <auto Member>
bool position(std::string_view value, int, Params& out) {
  return read_since(value, out.*Member);
}

Position& since_of(Params& out) {
  if (!out.since) out.since.emplace();
  return *out.since;
}

// Only the type is checked, since the open-source server does not use it.
bool label_filter(std::string_view value, int generation, Params&) { return is_filter(value, generation); }

// In the map methods the position consists of two plain fields.
bool flat_offset(std::string_view value, int, Params& out) { return go::read(value, since_of(out).offset); }
bool flat_epoch(std::string_view value, int, Params& out) { return go::read(value, since_of(out).epoch); }

const std::map<std::string_view, Reader>& readers() {
  static const std::map<std::string_view, Reader> all = {
      {"channel", plain<&Params::channel>},
      {"channels", plain<&Params::channels>},
      {"data", raw<&Params::data>},
      {"b64data", plain<&Params::b64data>},
      {"tags", plain<&Params::tags>},
      {"skip_history", plain<&Params::skip_history>},
      {"idempotency_key", plain<&Params::idempotency_key>},
      {"delta", plain<&Params::delta>},
      {"version", plain<&Params::version>},
      {"version_epoch", plain<&Params::version_epoch>},
      {"user", plain<&Params::user>},
      {"client", plain<&Params::client>},
      {"session", plain<&Params::session>},
      {"whitelist", plain<&Params::whitelist>},
      {"expire_at", plain<&Params::expire_at>},
      {"expired", plain<&Params::expired>},
      {"info", raw<&Params::info>},
      {"b64info", plain<&Params::b64info>},
      {"override", read_override},
      {"label_filter", label_filter},
      {"all_users", plain<&Params::all_users>},
      {"recover_since", position<&Params::recover_since>},
      {"disconnect", read_disconnect},
      {"limit", plain<&Params::limit>},
      {"reverse", plain<&Params::reverse>},
      {"since", position<&Params::since>},
      {"pattern", plain<&Params::pattern>},
      {"method", plain<&Params::method>},
      {"params", raw<&Params::rpc_params>},
      {"key", plain<&Params::key>},
      {"key_mode", plain<&Params::key_mode>},
      {"stream_data", raw<&Params::stream_data>},
      {"b64stream_data", plain<&Params::b64stream_data>},
      {"score", plain<&Params::score>},
      {"cursor", plain<&Params::cursor>},
      {"asc", plain<&Params::asc>},
      {"epoch", plain<&Params::epoch>},
      {"revision_offset", flat_offset},
      {"revision_epoch", flat_epoch},
      {"since_offset", flat_offset},
      {"since_epoch", flat_epoch},
  };
  return all;
}

}  // namespace

bool read_params(std::string_view value, const std::vector<Field>& fields, int generation, Params& out) {
  return go::each_member(value, [&](std::string_view name, std::string_view member) {
    const auto known = std::find_if(fields.begin(), fields.end(), [&](const Field& field) {
      return field.name == name && field.since <= generation;
    });
    return known == fields.end() || readers().at(known->name)(member, generation, out);
  });
}

}  // namespace cent::testing::dev
