#pragma once

#include <string_view>

namespace cent::testing::dev {

/// The page at `/`: live publications of a channel, seen through EventSource.
extern const std::string_view kLivePage;

}  // namespace cent::testing::dev
