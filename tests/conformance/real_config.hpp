#pragma once
#include <cstdint>
#include <string>

#include "support/test_ca.hpp"

namespace cent::test {

/// The configuration of a real server, as server.hpp describes it, for a generation from 2 to 6. Those of v3,
/// v4 and v5 are one: each passes over what it does not know.
std::string real_config(int generation, std::uint16_t port);

/// The same for v6, by TLS alone.
std::string real_config_with_tls(std::uint16_t port, const CertificateFiles& files);

}  // namespace cent::test
