#pragma once

#include <cstdint>
#include <string_view>

#include "commands.hpp"

namespace cent::testing::dev {

/// A command of a batch, with parsed parameters.
struct BatchItem {
  std::uint32_t id = 0;  ///< read but not used by v5
  bool null = false;
  const Method* method = nullptr;  ///< null: this server does not have it
  Params params;
};

/// Returns false on a type error, which rejects the whole batch.
bool read_batch_item(std::string_view value, int generation, BatchItem& item);

/// A command of the stream to `/api`, with raw parameters.
struct StreamCommand {
  std::uint32_t id = 0;
  const Method* method = nullptr;  ///< null: this server does not have the number
  std::string_view params;         ///< empty: absent
};

/// Returns false if the request is rejected from here on.
bool read_stream_command(std::string_view value, int generation, StreamCommand& command);

}  // namespace cent::testing::dev
