#pragma once
#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace cent::test {

/// The answers of the system's name service in this program. Its getaddrinfo() stands before the C library's,
/// and libcurl asks it. Safe from many threads.
namespace names {

/// The addresses of a name from now on, in the order in which they are given out.
void set(const std::string& name, std::vector<std::string> addresses, std::chrono::milliseconds delay = {});
/// How often a name was asked for.
std::size_t asked(const std::string& name);

}  // namespace names

}  // namespace cent::test
