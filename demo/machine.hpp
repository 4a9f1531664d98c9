#pragma once
#include <nlohmann/json.hpp>

namespace demo {

/// Returns this machine's current load and memory, from /proc:
/// `{"load":0.42,"free_mb":1234,"total_mb":4096}`.
nlohmann::json machine_figures();

}  // namespace demo
