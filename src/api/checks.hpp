#pragma once
#include <cent/command.hpp>
#include <cent/errors.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Shared by several requests: checks before sending, and effects.
namespace cent::detail {

[[noreturn]] inline void refuse(std::string_view method, const char* cause) {
  throw UsageError(cause, std::string(method));
}

/// For servers since v3 an empty user means all anonymous users.
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

/// Repeating a publication is safe if it has a key by which the server recognizes it. A version alone is not
/// enough: the server forgets it when another writer publishes without one or with another epoch.
inline Effect effect_of_publication(const std::string& key, std::uint64_t version) {
  if (!key.empty()) return Effect::keyed;
  return version > 0 ? Effect::versioned : Effect::once;
}

}  // namespace cent::detail
