#pragma once
#include <cstdint>
#include <string>

namespace cent::test {

/// The configuration of a real server, as server.hpp describes it, for a generation from 2 to 6. Those of v3,
/// v4 and v5 are one: each passes over what it does not know.
std::string real_config(int generation, std::uint16_t port);

}  // namespace cent::test
