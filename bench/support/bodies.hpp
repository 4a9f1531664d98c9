#pragma once
#include <string>
#include <vector>

namespace cent::bench {

/// Bodies for bare libcurl, made before the measurement.
std::string publish_body();
std::string batch_body(int commands);
/// Returns `count` different names.
std::vector<std::string> channel_names(int count);

}  // namespace cent::bench
