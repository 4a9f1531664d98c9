#pragma once
#include <string>

#include "support/fault.hpp"
#include "support/request_reader.hpp"

namespace cent::test {

/// The answer as it goes out: the replies, unless the fault says otherwise.
std::string response_text(const Fault& fault, const Replies& replies);

}  // namespace cent::test
