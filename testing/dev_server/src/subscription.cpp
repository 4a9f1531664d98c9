#include "subscription.hpp"

#include "go_json.hpp"

namespace cent::testing::dev {

namespace {

/// The start position of a recoverable or positioned subscription.
void take_position(Context& context, const std::string& channel, const std::optional<Position>& since,
                   NewSubscription& made) {
  const auto now = context.store.now();
  const Position top = context.store.history.read(channel, {}, now).position;
  made.frame.position = top;
  made.subscription.positioned = true;
  made.subscription.position = top;
  if (!made.frame.recoverable || !since) return;
  const Page missed = context.store.history.read(channel, {since, -1, false}, now);
  if (missed.error != ReadError::none) return;
  const bool recovered =
      missed.items.empty() ? top.offset == since->offset : missed.items.front()->offset == since->offset + 1;
  if (!recovered) return;
  made.frame.recovered = true;
  made.frame.publications = missed.items;
  // Missed publications follow this offset. A subscribe frame has no field for them, so there they are lost.
  made.frame.position.offset = since->offset;
}

}  // namespace

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
  const Override& override = params.override_;
  made.subscription.presence = override.presence.value_or(rules.presence);
  made.subscription.emits_join_leave = override.join_leave.value_or(false);
  // v3 has one switch for both.
  made.subscription.shows_join_leave = context.settings.major() == 3
                                           ? made.subscription.emits_join_leave
                                           : override.force_push_join_leave.value_or(false);
  made.subscription.expire_at = params.expire_at;
  made.frame.recoverable = override.recovery.value_or(false);
  made.frame.positioned = override.positioning.value_or(false);
  made.frame.was_recovering = params.recover_since.has_value();
  if (made.frame.recoverable || made.frame.positioned) {
    take_position(context, channel, params.recover_since, made);
  }
  return made;
}

bool is_past(const Context& context, std::int64_t unix_time) {
  return unix_time > 0 && unix_time <= context.store.unix_now();
}

}  // namespace cent::testing::dev
