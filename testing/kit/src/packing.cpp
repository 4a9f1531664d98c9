#include "packing.hpp"

#include "json/reader.hpp"
#include "json/text_error.hpp"
#include "json/writer.hpp"

namespace cent::testing::kit {
namespace {

using detail::JsonReader;

[[noreturn]] void refuse(const std::string& cause) {
  ErrorFacts facts;
  facts.cause = "FakeTransport got an invalid request: " + cause;
  facts.delivery = Delivery::refused;
  throw RequestException(facts);
}

/// The part after the API's base address, which ends with /api.
std::string_view path_of(std::string_view url) {
  constexpr std::string_view kBase = "/api";
  url = url.substr(0, url.find('?'));
  const std::size_t at = url.rfind(kBase);
  if (at == std::string_view::npos) refuse("the address does not contain /api");
  std::string_view path = url.substr(at + kBase.size());
  if (!path.empty()) {
    if (path.front() != '/') refuse("unknown path after /api");
    path.remove_prefix(1);
  }
  return path;
}

Json read_json(JsonReader& in) {
  bool clean = true;
  return Json::raw(std::string(in.read_raw(clean)));
}

/// `{"publish":{...}}`
SeenCommand read_batched(JsonReader& in) {
  SeenCommand command;
  in.begin_object();
  for (std::string_view name; in.next_member(name);) {
    command.method.assign(name);
    command.params = read_json(in);
  }
  return command;
}

/// `{"method":"publish","params":{...}}`
SeenCommand read_streamed(JsonReader& in) {
  SeenCommand command;
  in.begin_object();
  for (std::string_view name; in.next_member(name);) {
    if (name == "method") {
      in.read_string(command.method);
    } else if (name == "params") {
      command.params = read_json(in);
    } else {
      in.skip_value();
    }
  }
  return command;
}

void read_batch(JsonReader& in, std::vector<SeenCommand>& out) {
  in.begin_object();
  for (std::string_view name; in.next_member(name);) {
    if (name != "commands") {
      in.skip_value();
      continue;
    }
    in.begin_array();
    while (in.next_element()) out.push_back(read_batched(in));
  }
  in.finish();
}

void append_error(std::string& out, const Reply& reply) {
  out.append(R"({"error":{"code":)");
  detail::write_unsigned(out, reply.code);
  out.append(R"(,"message":)");
  detail::write_string(out, reply.message);
  out.append("}}");
}

void append_reply(std::string& out, std::string_view name, const Reply& reply) {
  if (reply.code != 0) return append_error(out, reply);
  out.append("{");
  detail::write_string(out, name);
  out.append(":").append(reply.result).append("}");
}

}  // namespace

Unpacked unpack(std::string_view url, std::string_view body) {
  Unpacked request;
  try {
    const std::string_view path = path_of(url);
    if (path == "batch") {
      request.packing = Packing::batch;
      JsonReader in{body};
      read_batch(in, request.commands);
    } else if (path.empty()) {
      request.packing = Packing::stream;
      for (JsonReader in{body}; !in.at_end();) request.commands.push_back(read_streamed(in));
    } else {
      request.commands.push_back({std::string(path), Json::raw(std::string(body))});
    }
  } catch (const detail::TextError& error) {
    refuse(error.message());
  } catch (const UsageError& error) {
    refuse(error.facts().cause);
  }
  return request;
}

std::string pack(const Unpacked& request, const std::vector<Reply>& replies) {
  const bool batch = request.packing == Packing::batch;
  std::string body = batch ? R"({"replies":[)" : "";
  for (std::size_t i = 0; i < replies.size(); ++i) {
    if (i != 0) body.push_back(batch ? ',' : '\n');
    append_reply(body, batch ? std::string_view(request.commands[i].method) : "result", replies[i]);
  }
  return batch ? body + "]}" : body;
}

HttpHeaders redacted(const HttpHeaders& headers, std::string& key) {
  HttpHeaders out = headers;
  for (HttpHeader& header : out) {
    if (header.name == "X-API-Key") {
      key = header.value;
      header.value = "***";
    } else if (header.name == "Authorization") {
      const std::size_t end_of_scheme = header.value.find(' ');
      const std::size_t start = end_of_scheme == std::string::npos ? 0 : end_of_scheme + 1;
      key = header.value.substr(start);
      header.value.replace(start, std::string::npos, "***");
    }
  }
  return out;
}

std::string redacted(std::string text, std::string_view key) {
  if (key.empty()) return text;
  for (std::size_t at = 0; (at = text.find(key, at)) != std::string::npos; at += 3)
    text.replace(at, key.size(), "***");
  return text;
}

}  // namespace cent::testing::kit
