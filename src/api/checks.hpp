#pragma once
#include <cent/command.hpp>
#include <cent/errors.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// What several requests have in common: guards before sending, and what repeating them does.
namespace cent::detail {

[[noreturn]] inline void refuse(std::string_view method, const char* cause) {
  throw UsageError(cause, std::string(method));
}

/// Servers since v3 take an empty user for the anonymous ones, all of them.
template <class Request>
void check_user(const Request& request) {
  if (!request.user.empty() || request.anonymous_users || request.all_users) return;
  refuse(Request::kMethod, "an empty user means all anonymous users: set anonymous_users if that is meant");
}

inline void check_names(std::string_view method, const std::vector<std::string>& names, const char* cause) {
  for (const std::string& name : names) {
    if (name.empty()) refuse(method, cause);
  }
}

template <class Request>
void check_payload(const Request& request) {
  if (!request.data.has_value() && request.b64data.empty()) {
    refuse(Request::kMethod, "data is required (or b64data)");
  }
}

inline void check_topic_op(std::string_view method, std::string_view op) {
  if (op != "add" && op != "remove" && op != "set") refuse(method, "op must be add, remove or set");
}

/// A publication is repeated safely if the server can tell by its key that it is the same. A version alone is
/// forgotten when another writer publishes without one or with another epoch.
inline Effect effect_of_publication(const std::string& key, std::uint64_t version) {
  if (!key.empty()) return Effect::keyed;
  return version > 0 ? Effect::versioned : Effect::once;
}

}  // namespace cent::detail
