#pragma once

#include <cstdint>
#include <string_view>

#include "dev_server/commands.hpp"

namespace cent::testing::dev {

/// A command as it comes in a batch, its parameters read.
struct BatchItem {
  std::uint32_t id = 0;  ///< v5 reads it and makes no use of it
  bool null = false;
  const Method* method = nullptr;  ///< null: none that this server has
  Params params;
};

/// False on a type error, which refuses the whole batch.
bool read_batch_item(std::string_view value, int generation, BatchItem& item);

/// A command as it comes in the stream to `/api`, its parameters not looked at yet.
struct StreamCommand {
  std::uint32_t id = 0;
  const Method* method = nullptr;  ///< null: a number that is none of this server's
  std::string_view params;         ///< empty: absent
};

/// False: the whole request is refused from here on.
bool read_stream_command(std::string_view value, int generation, StreamCommand& command);

}  // namespace cent::testing::dev
