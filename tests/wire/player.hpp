#pragma once
#include <cstdint>
#include <vector>

#include "wire/recording.hpp"

namespace cent::test {

/// Plays the steps of a scenario to a server, in order, and returns what was seen, one entry a step. A pause
/// is passed over: the dev server has done what it was asked for when it answers.
std::vector<Seen> play(std::uint16_t port, const Scenario& scenario);

}  // namespace cent::test
