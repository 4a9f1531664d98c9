#pragma once
#include <memory>
#include <string>

#include "conformance/server_under_test.hpp"

namespace cent::test {

/// A real server of v6 that speaks TLS itself.
/// @throws std::runtime_error that says why it does not come up.
std::unique_ptr<Server> start_server_with_tls(const std::string& program);

}  // namespace cent::test
