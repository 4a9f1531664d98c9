#include <cent/errors.hpp>
#include <cent/outbox/records.hpp>
#include <string_view>

namespace cent::outbox {
namespace {

[[noreturn]] void refuse(std::string_view method, const char* cause) {
  throw UsageError(cause, std::string(method));
}

bool has_control_character(std::string_view text) noexcept {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return true;
  }
  return false;
}

/// All but the channels, which the two requests spell differently.
template <class Request>
Record record_of(const Request& request, const std::vector<std::string>& channels) {
  static_cast<void>(to_command(request));  // its checks
  if (request.skip_history) refuse(Request::kMethod, "publication data mode cannot carry skip_history");
  if (!request.b64data.empty()) refuse(Request::kMethod, "publication data mode: use data, not b64data");
  Record record;
  const auto set = [&](const std::string& name, const std::string& value) {
    if (has_control_character(value)) refuse(Request::kMethod, "a field has a control character");
    record.fields.emplace_back("centrifugo-" + name, value);
  };
  std::string list;
  for (const std::string& channel : channels) {
    if (channel.find(',') != std::string::npos) {
      refuse(Request::kMethod, "publication data mode cannot carry a channel with a comma");
    }
    if (!list.empty()) list += ',';
    list += channel;
  }
  set("channels", list);
  if (!request.idempotency_key.empty()) set("idempotency-key", request.idempotency_key);
  if (request.delta) set("delta", "true");
  if (request.version != 0) set("version", std::to_string(request.version));
  if (!request.version_epoch.empty()) set("version-epoch", request.version_epoch);
  for (const auto& [name, value] : request.tags) {
    if (has_control_character(name) || name.find_first_of(": ") != std::string::npos) {
      refuse(Request::kMethod, "publication data mode cannot carry a tag of this name");
    }
    set("tag-" + name, value);
  }
  record.value = request.data.text();
  return record;
}

}  // namespace

std::string record_text(const Row& row) {
  std::string text = R"({"method":")";
  text.append(row.method).append(R"(","payload":)").append(row.payload).append(1, '}');
  return text;
}

Fields redis_entry(const Row& row) { return {{"method", row.method}, {"payload", row.payload}}; }

Fields redis_entry(const Record& record) {
  Fields fields = record.fields;
  fields.emplace_back("payload", record.value);
  return fields;
}

Record record(const Row& row) { return {{{"centrifugo-method", row.method}}, row.payload}; }

Record publication_record(const PublishRequest& request) { return record_of(request, {request.channel}); }

Record publication_record(const BroadcastRequest& request) { return record_of(request, request.channels); }

}  // namespace cent::outbox
