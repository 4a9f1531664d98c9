#pragma once
#include <string>
#include <vector>

namespace cent::bench {

/// Bodies as bare libcurl sends them: made before, with nothing left to do.
std::string publish_body();
std::string batch_body(int commands);
/// `count` names, all different.
std::vector<std::string> channel_names(int count);

}  // namespace cent::bench
