#pragma once

#include <string_view>

namespace cent::testing::dev {

/// The page at `/`: shows publications of a channel live, with EventSource.
extern const std::string_view kLivePage;

}  // namespace cent::testing::dev
