#include "wire/recorded_commands.hpp"

#include "testing/dev_server/src/go_json.hpp"
#include "testing/dev_server/src/incoming.hpp"

namespace cent::test {
namespace {

namespace dev = testing::dev;
namespace go = testing::go;

constexpr int kNewest = 6;

std::string name_of(const dev::Method* method) {
  return method == nullptr ? "unknown" : std::string(method->name);
}

void read_stream(const std::string& body, std::vector<std::string>& methods) {
  for (std::size_t at = go::skip_space(body, 0); at < body.size();) {
    const std::size_t end = go::checked_value_end(body, at);
    if (end == go::npos) return;
    dev::StreamCommand command;
    dev::read_stream_command(std::string_view(body).substr(at, end - at), kNewest, command);
    methods.push_back(name_of(command.method));
    at = go::skip_space(body, end);
  }
}

void read_batch(const std::string& body, std::vector<std::string>& methods) {
  std::string_view value;
  if (!go::whole_value(body, value)) return;
  go::each_member(value, [&](std::string_view name, std::string_view member) {
    if (name != "commands") return true;
    return go::each_element(member, [&](std::string_view element) {
      dev::BatchItem item;
      dev::read_batch_item(element, kNewest, item);
      methods.push_back(name_of(item.method));
      return true;
    });
  });
}

}  // namespace

RecordedCommands recorded_commands(const RawRequest& request) {
  RecordedCommands commands;
  const std::string path = request.target.substr(0, request.target.find('?'));
  if (path == "/api") {
    commands.route = Route::stream;
    read_stream(request.body, commands.methods);
  } else if (path == "/api/batch") {
    commands.route = Route::batch;
    read_batch(request.body, commands.methods);
  } else if (path.rfind("/api/", 0) == 0 && path.size() > 5) {
    commands.route = Route::single;
    commands.methods.push_back(path.substr(5));
  }
  return commands;
}

}  // namespace cent::test
