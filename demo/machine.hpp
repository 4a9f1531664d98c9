#pragma once
#include <nlohmann/json.hpp>

namespace demo {

/// This machine's load and memory at this moment, from /proc: `{"load":0.42,"free_mb":1234,"total_mb":4096}`.
nlohmann::json machine_figures();

}  // namespace demo
