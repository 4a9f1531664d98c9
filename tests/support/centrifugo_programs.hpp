#pragma once
#include <string>
#include <vector>

namespace cent::test {

/// Paths of real Centrifugo programs, each once: those of `CENTRIFUGO_BIN` (separated by `:`), `centrifugo`
/// of `PATH`, and `CENT_CENTRIFUGO`, which scripts/lib/centrifugo.sh sets.
std::vector<std::string> centrifugo_programs();

/// The one that tests of a cluster run on: `CENT_CENTRIFUGO`, else the first; empty: there is none.
std::string centrifugo_program();

}  // namespace cent::test
