#pragma once
#include "wire/recording.hpp"

namespace cent::test {

/// What a v4 server (4.1.5) would have answered: there is no recording of one, so this is v3's with the
/// changes that came with 4.0 and 4.1. What v4 does as v5 does is taken from v5's recording.
Recording derived_v4();

}  // namespace cent::test
