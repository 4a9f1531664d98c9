#include "delivery/auto_key.hpp"

#include "delivery/key_source.hpp"
#include "json/reader.hpp"
#include "json/text_error.hpp"
#include "system/ascii.hpp"

namespace cent::detail {

bool wants_key(std::string_view method, Effect effect) noexcept {
  return (effect == Effect::once || effect == Effect::versioned) &&
         (method == "publish" || method == "broadcast");
}

bool names_key(std::string_view params) {
  try {
    JsonReader in{params};
    in.begin_object();
    for (std::string_view name; in.next_member(name);) {
      if (is_in_any_case(name, "idempotency_key")) return true;  // servers ignore the case, too
      in.skim_raw();
    }
    return false;
  } catch (const TextError&) {
    return true;  // not understood, so it stays as it is
  }
}

void add_key(std::string& params, std::string_view key) {
  constexpr std::string_view kName = "\"idempotency_key\":\"";
  const std::size_t inside = params.find('{') + 1;
  const bool empty = params.find_first_not_of(" \t\r\n", inside) == params.rfind('}');
  const std::string_view end = empty ? "\"" : "\",";
  params.insert(inside, kName.size() + key.size() + end.size(), ' ');
  params.replace(inside, kName.size(), kName);
  params.replace(inside + kName.size(), key.size(), key);
  params.replace(inside + kName.size() + key.size(), end.size(), end);
}

void add_random_key(std::string_view method, std::string& params, Repeat& repeat) {
  if (!wants_key(method, repeat.effect) || names_key(params)) return;
  add_key(params, random_key());
  repeat = {Effect::keyed, true};
}

CommandBuffer with_random_keys(const CommandBuffer& commands) {
  CommandBuffer keyed;
  keyed.set_parallel(commands.parallel());
  std::string params;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    params.assign(commands.params(i));
    Repeat repeat = commands.repeat(i);
    add_random_key(commands.method(i), params, repeat);
    keyed.push(commands.method(i), params, repeat);
  }
  return keyed;
}

}  // namespace cent::detail
