// ClientOptions::unsupported: fields that the server is too old for.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "api/since.hpp"
#include "delivery/run.hpp"
#include "protocol/channel_of.hpp"

namespace cent::detail {
namespace {

std::string text_of(Since since) { return std::to_string(since.major) + '.' + std::to_string(since.minor); }

}  // namespace

void Run::guard(Time now) {
  const std::optional<ServerAge> age = pending_.knows_age() ? pending_.age() : service_.recent_age(now);
  const Commands& commands = pending_.commands();
  const Since version = age ? age->number() : Since{};
  std::vector<const NewField*> first(commands.size());  // of each command
  for (std::size_t at = 0; at < commands.size(); ++at) {
    const auto unknown =
        unknown_fields(commands.method(at), commands.params(at), version, commands.repeat(at).own_key);
    if (unknown.empty()) continue;
    if (!age) return;
    first[at] = unknown.front();
    if (service_.options.unsupported != Unsupported::warn || !service_.watch) continue;
    for (const NewField* const field : unknown) {
      const std::string since = text_of(field->since);
      const std::string channel = channel_of(commands.params(at));
      service_.watch.pass(&Observer::field_ignored,
                          FieldIgnored{field->method, channel, field->path, since, age->source});
    }
  }
  guarded_ = true;
  if (service_.options.unsupported != Unsupported::refuse) return;
  std::vector<const NewField*> refused = first;
  std::sort(refused.begin(), refused.end());
  refused.erase(std::unique(refused.begin(), refused.end()), refused.end());
  for (const NewField* const field : refused) {
    if (field == nullptr) continue;
    const std::string cause = age->source + "; " + field->path + " needs " + text_of(field->since);
    pending_.end(false, attempts_, FailureKind::unsupported, cause.c_str(),
                 [&](std::size_t place) { return first[place] == field; });
  }
}

}  // namespace cent::detail
