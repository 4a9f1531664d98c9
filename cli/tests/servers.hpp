#pragma once
#include <gtest/gtest.h>

#include <cent/testing/dev_server.hpp>
#include <memory>
#include <string>

#include "cent_process.hpp"
#include "conformance/server_under_test.hpp"
#include "faults/lib/not_run.hpp"
#include "support/centrifugo_programs.hpp"

namespace cent::test {

/// An address with a history of 100 for channels without a namespace, and the key api_key.
class AnyServer {
 public:
  explicit AnyServer(bool is_real) {
    if (is_real) {
      real_ = start_real_server(centrifugo_program());
    } else {
      dev_ = std::make_unique<testing::DevServer>();
    }
  }
  [[nodiscard]] std::string address() const { return real_ ? real_->address() : dev_->address(); }

 private:
  std::unique_ptr<Server> real_;
  std::unique_ptr<testing::DevServer> dev_;
};

/// The program with a server of its own, the dev server or a real one.
class OnAnyServer : public ::testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    if (GetParam() && centrifugo_program().empty()) {
      note_not_run("cent on a real Centrifugo: there is none");
      GTEST_SKIP() << "no real Centrifugo";
    }
    server = std::make_unique<AnyServer>(GetParam());
    cent.set("CENT_URL", server->address());
  }
  Cent cent{};
  std::unique_ptr<AnyServer> server{};
};

inline std::string name_of_server(const ::testing::TestParamInfo<bool>& info) {
  return info.param ? "real" : "dev";
}

}  // namespace cent::test
