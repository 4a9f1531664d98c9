#pragma once

#include <string>
#include <utility>
#include <vector>

#include "head.hpp"
#include "settings.hpp"

namespace cent::testing::dev {

using HeaderLines = std::vector<std::pair<std::string, std::string>>;

/// Headers that allow pages of any origin to read the streams, since v5. None for other paths.
HeaderLines cross_origin_headers(const Settings& settings, const Route& route, const Head& head);

}  // namespace cent::testing::dev
