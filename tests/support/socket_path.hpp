#pragma once
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

namespace cent::test {

/// The path of a Unix socket. Test programs that run at the same time have different ones.
inline std::string socket_path(const std::string& name) {
  return testing::TempDir() + "/cent-" + name + "-" + std::to_string(::getpid()) + ".sock";
}

}  // namespace cent::test
