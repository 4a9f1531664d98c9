// One publish at a time, with nothing else to do: Client and AsyncClient in turn.
#include <cent/async_client.hpp>
#include <optional>

#include "compare/compare.hpp"
#include "probes/probes.hpp"
#include "support/server_process.hpp"

namespace cent::bench {

void latency(const Target& asked, int calls) {
  std::optional<ServerProcess> own;
  if (asked.address.empty()) own.emplace();
  const std::string address = own ? own->address() : asked.address;
  ClientOptions with = options();
  AsyncClientOptions async_with;
  async_with.api_key = with.api_key = own ? kApiKey : asked.api_key;
  async_with.generate_key = false;
  Client client{address, with};
  AsyncClient async{address, async_with};
  compare("latency",
          {{"client", [&] { client.publish(kChannel, Json::raw(kText)); }},
           {"async_future",
            [&] {
              async.publish({kChannel, Json::raw(kText)}).get();
            }}},
          calls, 1);
}

}  // namespace cent::bench
