#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "frames.hpp"

namespace cent::testing::dev {

/// Options that a command may override for one subscription. Unset: the channel's rules apply.
struct Override {
  std::optional<bool> presence;
  std::optional<bool> recovery;
  std::optional<bool> positioning;
  std::optional<bool> join_leave;
  std::optional<bool> force_push_join_leave;
};

/// The parameters of all methods in one struct. A method reads only its own fields.
struct Params {
  std::string channel;
  std::vector<std::string> channels;
  std::string data;
  std::string b64data;
  Tags tags;
  bool skip_history = false;
  std::string idempotency_key;
  bool delta = false;
  std::uint64_t version = 0;
  std::string version_epoch;

  std::string user;
  std::string client;
  std::string session;
  std::vector<std::string> whitelist;
  std::int64_t expire_at = 0;
  bool expired = false;
  std::string info;
  std::string b64info;
  Override override_;
  bool all_users = false;  ///< read but not used: an option of the commercial edition
  std::optional<Position> recover_since;
  std::optional<Disconnect> disconnect;

  std::int32_t limit = 0;
  bool reverse = false;
  std::optional<Position> since;
  std::string pattern;
  std::string method;
  std::string rpc_params;

  std::string key;
  std::string key_mode;
  std::string stream_data;
  std::string b64stream_data;
  std::int64_t score = 0;
  std::string cursor;
  bool asc = false;
  std::string epoch;
};

/// A field of a method and the first generation that has it. Older ones skip it without checking its type.
struct Field {
  std::string_view name;
  int since = 2;
};

/// Reads the fields of a method from a checked value. Returns false on a type error, like Go's decoder.
bool read_params(std::string_view value, const std::vector<Field>& fields, int generation, Params& out);

/// True if the parameters of a method of the commercial edition have the right types. The open-source server
/// does not execute such methods, but it parses them, and rejects a whole batch for a type error.
bool check_pro_params(std::string_view method, std::string_view value, int generation);

/// The same for a `label_filter`.
bool is_filter(std::string_view value, int generation);

}  // namespace cent::testing::dev
