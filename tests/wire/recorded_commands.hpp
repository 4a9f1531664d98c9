#pragma once
#include <string>
#include <vector>

#include "wire/recording.hpp"

namespace cent::test {

/// How a recorded request was put.
enum class Route { none, stream, single, batch };

/// The commands of a recorded request as cent would know them: names in their order, one for each answer.
struct RecordedCommands {
  Route route = Route::none;
  std::vector<std::string> methods{};  ///< `unknown` for what the server had no name for.
};

/// Reads the request with the dev server's reader, so that the client's own judges none of its own work.
RecordedCommands recorded_commands(const RawRequest& request);

}  // namespace cent::test
