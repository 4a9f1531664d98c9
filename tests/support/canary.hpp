#pragma once

namespace cent::test {

/// The API key of clients under test. `scripts/test` searches all that tests write for it, so nothing may
/// show it, and no other text holds it.
inline constexpr const char* kCanary = "CANARY-5f1d";

}  // namespace cent::test
