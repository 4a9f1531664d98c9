#include "docs/page.hpp"

#include <cent/testing/dev_server.hpp>

namespace docs {

const std::string& address() {
  static const cent::testing::DevServer server;
  static const std::string address = server.address();
  return address;
}

}  // namespace docs
