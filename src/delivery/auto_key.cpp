#include "delivery/auto_key.hpp"

#include "delivery/random_key.hpp"

namespace cent::detail {

void add_random_key(std::string_view method, std::string& params, Effect& effect) {
  if (effect != Effect::once || (method != "publish" && method != "broadcast")) return;
  const std::size_t inside = params.find('{') + 1;
  const bool empty = params.find_first_not_of(" \t\r\n", inside) == params.rfind('}');
  params.insert(inside, "\"idempotency_key\":\"" + random_key() + (empty ? "\"" : "\","));
  effect = Effect::keyed;
}

CommandBuffer with_random_keys(const CommandBuffer& commands) {
  CommandBuffer keyed;
  keyed.set_parallel(commands.parallel());
  std::string params;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    params.assign(commands.params(i));
    Effect effect = commands.effect(i);
    add_random_key(commands.method(i), params, effect);
    keyed.push(commands.method(i), params, effect);
  }
  return keyed;
}

}  // namespace cent::detail
