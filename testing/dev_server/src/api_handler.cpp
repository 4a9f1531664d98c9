#include "api_handler.hpp"

#include <utility>
#include <vector>

#include "go_json.hpp"
#include "incoming.hpp"

namespace cent::testing::dev {

namespace {

Response bad_request() { return text_response(400, "Bad Request"); }
Response cannot_encode() { return text_response(500, "Internal Server Error"); }
Response json(std::string body) { return {200, kJsonType, std::move(body), {}}; }

constexpr std::string_view kUnknownMethod = "(unknown method)";

/// The channels or the user of a command, for the page.
std::string subject_of(const Params& params) {
  if (!params.channel.empty()) return params.channel;
  if (params.channels.empty()) return params.user.empty() ? params.method : params.user;
  const std::size_t count = params.channels.size();
  return params.channels.front() + (count > 1 ? " and " + std::to_string(count - 1) + " more" : "");
}

unsigned status_of(int code) {
  switch (code) {
    case 102:
    case 104:
      return 404;
    case 107:
    case 108:
      return 400;
    case 112:
      return 416;
    case 113:
      return 409;
    default:
      return 500;
  }
}

}  // namespace

Api::Api(const Settings& settings, Store& store, OnCommand on_command)
    : settings_(settings), store_(store), on_command_(std::move(on_command)) {}

std::string Api::error_object(int code) const {
  JsonObject error;
  error.number("code", code);
  error.string("message", settings_.error_text(code));
  return error.done();
}

Answer Api::execute(const Method& method, const Params& params) const {
  if (method.pro) return reject(method.name, 104);
  const std::lock_guard<std::mutex> lock(store_.mutex);
  store_.catch_up();
  on_command_(method.name);
  Context context{settings_, store_};
  Answer answer = method.handler(context, params);
  show(method.name, params, answer);
  return answer;
}

/// Shows a call on the page. The store's mutex is held.
void Api::show(std::string_view name, const Params& params, const Answer& answer) const {
  Feed& feed = store_.hub.feed;
  if (!feed.is_open()) return;
  const std::string_view outcome = answer.error != 0 ? settings_.error_text(answer.error) : answer.result;
  feed.call({name, subject_of(params), 200, answer.error, outcome});
}

/// Refuses a command that has no handler or whose parameters are invalid.
Answer Api::reject(std::string_view name, int code) const {
  const std::lock_guard<std::mutex> lock(store_.mutex);
  show(name, {}, refuse(code));
  return refuse(code);
}

/// Executes a command of the stream. Invalid parameters fail the command, not the request.
Answer Api::execute_command(std::string_view text, const Method& method) const {
  if (method.pro) return reject(method.name, 104);
  const bool early = settings_.major() == 2;
  const bool ignores_params = method.name == "info" || (early && method.name == "channels");
  Params params;
  if (!ignores_params) {
    if (text.empty() || (early && go::is_null(text))) return reject(method.name, 107);
    if (!read_params(text, method.fields, settings_.major(), params)) return reject(method.name, 107);
  }
  return execute(method, params);
}

Response Api::stream(std::string_view body) const {
  if (body.empty()) return bad_request();
  const int generation = settings_.major();
  std::string replies;
  std::size_t at = go::skip_space(body, 0);
  while (at < body.size()) {
    const std::size_t end = go::checked_value_end(body, at);
    StreamCommand command;
    if (end == go::npos || !read_stream_command(body.substr(at, end - at), generation, command)) {
      return bad_request();
    }
    const Answer answer = command.method == nullptr ? reject(kUnknownMethod, 104)
                                                    : execute_command(command.params, *command.method);
    if (answer.unencodable) return cannot_encode();
    JsonObject reply;
    if (command.id != 0) reply.number("id", command.id);
    if (answer.error != 0) {
      reply.raw("error", error_object(answer.error));
    } else if (!answer.result.empty() || generation >= 4) {
      reply.raw("result", answer.result.empty() ? std::string_view("{}") : std::string_view(answer.result));
    }
    if (generation > 2 && !replies.empty()) replies.push_back('\n');
    replies.append(reply.done());
    if (generation == 2) replies.push_back('\n');
    at = go::skip_space(body, end);
  }
  return json(std::move(replies));
}

Response Api::single(const Method& method, std::string_view body, bool transport_errors) const {
  std::string_view value;
  Params params;
  if (!go::whole_value(body, value) || !read_params(value, method.fields, settings_.major(), params)) {
    return bad_request();
  }
  const Answer answer = execute(method, params);
  if (answer.unencodable) return cannot_encode();
  if (answer.error != 0 && transport_errors)
    return {status_of(answer.error), kJsonType, error_object(answer.error), {}};
  JsonObject reply;
  if (answer.error != 0) {
    reply.raw("error", error_object(answer.error));
  } else {
    reply.raw("result", answer.result.empty() ? std::string_view("{}") : std::string_view(answer.result));
  }
  return json(reply.done());
}

Response Api::batch(std::string_view body) const {
  std::string_view value;
  if (!go::whole_value(body, value)) return bad_request();
  std::vector<BatchItem> items;
  bool parallel = false;
  const bool fine = go::each_member(value, [&](std::string_view name, std::string_view member) {
    if (name == "parallel") return go::read(member, parallel);
    if (name != "commands") return true;
    items.clear();
    return go::each_element(member, [&](std::string_view element) {
      items.emplace_back();
      return read_batch_item(element, settings_.major(), items.back());
    });
  });
  if (!fine) return bad_request();
  if (items.empty()) return json("{}");
  std::string replies;
  bool unencodable = false;
  for (const BatchItem& item : items) {
    const Answer answer = item.method == nullptr ? reject(kUnknownMethod, item.null ? 107 : 104)
                                                 : execute(*item.method, item.params);
    unencodable = unencodable || answer.unencodable;
    JsonObject reply;
    if (answer.error != 0) {
      reply.raw("error", error_object(answer.error));
    } else {
      reply.raw(item.method->name,
                answer.result.empty() ? std::string_view("{}") : std::string_view(answer.result));
    }
    replies.append(replies.empty() ? "" : ",").append(reply.done());
  }
  // All commands have been executed by then. Only the replies are lost.
  if (unencodable) return cannot_encode();
  return json(R"({"replies":[)" + replies + "]}");
}

}  // namespace cent::testing::dev
