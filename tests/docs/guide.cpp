#include "docs/guide.hpp"

#include <cent/testing/dev_server.hpp>

namespace docs {

const std::string& address() {
  static const cent::testing::DevServer server;
  static const std::string address = server.address();
  return address;
}

void run(void (*snippet)()) {
  for (int tries_left = 4;; --tries_left) {
    try {
      return snippet();
    } catch (const cent::RequestException& error) {
      if (error.kind() != cent::FailureKind::timeout || tries_left == 0) throw;
    }
  }
}

}  // namespace docs
