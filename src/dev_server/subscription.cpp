#include "dev_server/subscription.hpp"

#include "dev_server/go_json.hpp"

namespace cent::testing::dev {

std::optional<NewSubscription> new_subscription(Context& context, const std::string& channel,
                                                const ChannelRules& rules, const Params& params,
                                                bool base64) {
  NewSubscription made;
  made.subscription.info = params.info;
  made.frame.data = params.data;
  if (base64) {
    if (!params.b64info.empty() && !go::decode_base64(params.b64info, made.subscription.info)) return {};
    if (!params.b64data.empty() && !go::decode_base64(params.b64data, made.frame.data)) return {};
  }
  made.subscription.presence = params.override_.presence.value_or(rules.presence);
  made.frame.recoverable = params.override_.recovery.value_or(false);
  made.frame.positioned = params.override_.positioning.value_or(false);
  if (made.frame.recoverable || made.frame.positioned) {
    made.frame.position = context.store.history.read(channel, {}, context.store.now()).position;
  }
  return made;
}

}  // namespace cent::testing::dev
