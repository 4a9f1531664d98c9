#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "params.hpp"
#include "settings.hpp"
#include "store.hpp"

namespace cent::testing::dev {

class JsonObject;

/// The objects that a command may use. The store's mutex is held.
struct Context {
  const Settings& settings;
  Store& store;
};

/// The outcome of a command.
struct Answer {
  int error = 0;       ///< API error code; 0: done
  std::string result;  ///< JSON object; empty for a method without a result
  /// The result contains bytes that are not JSON. Real servers then fail to write the whole reply.
  bool unencodable = false;
};

inline Answer refuse(int code) { return {code, {}, false}; }

using Handler = Answer (*)(Context& context, const Params& params);

/// A method of the server API.
struct Method {
  std::string_view name;
  int number;  ///< value of `method` in a legacy command
  int since;   ///< first generation that has it
  bool pro;    ///< known by name, but not executed: answers error 104
  Handler handler;
  std::vector<Field> fields;
};

/// All methods except `batch`.
const std::vector<Method>& methods();

const Method* find_method(std::string_view name);
const Method* find_method(std::int64_t number);

Answer publish(Context& context, const Params& params);
Answer broadcast(Context& context, const Params& params);

Answer history(Context& context, const Params& params);
Answer history_remove(Context& context, const Params& params);
Answer presence(Context& context, const Params& params);
Answer presence_stats(Context& context, const Params& params);
Answer channels(Context& context, const Params& params);
Answer info(Context& context, const Params& params);
Answer rpc(Context& context, const Params& params);

Answer subscribe(Context& context, const Params& params);
Answer unsubscribe(Context& context, const Params& params);
Answer disconnect(Context& context, const Params& params);
Answer refresh(Context& context, const Params& params);

Answer map_publish(Context& context, const Params& params);
Answer map_remove(Context& context, const Params& params);
Answer map_read_state(Context& context, const Params& params);
Answer map_read_stream(Context& context, const Params& params);
Answer map_stats(Context& context, const Params& params);
Answer map_clear(Context& context, const Params& params);
Answer shared_poll_publish(Context& context, const Params& params);

/// Appends the `data` of an item if it has any. Returns false if it is not JSON.
bool write_payload(JsonObject& object, const Item& item);

}  // namespace cent::testing::dev
