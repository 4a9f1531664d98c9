#pragma once
#include <gtest/gtest.h>

#include <cent/cent.hpp>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "conformance/server_under_test.hpp"
#include "support/plain_http.hpp"

namespace cent::test {

using nlohmann::json;

/// A case for every server. It says what each generation does rather than skip one.
class Conformance : public ::testing::TestWithParam<std::string> {
 protected:
  [[nodiscard]] const Server& server() const { return servers().find(GetParam()); }
  [[nodiscard]] bool since(int generation) const { return server().generation() >= generation; }

  /// Requests made by hand go to the server itself, so that a front has no part in them.
  void SetUp() override;

  /// Options with the right key and way to the server, patient enough for a busy machine, one attempt each.
  [[nodiscard]] ClientOptions options() const;
  [[nodiscard]] Client client(const ClientOptions& with) const { return Client{server().address(), with}; }
  [[nodiscard]] Client client() const { return client(options()); }
  /// A name that no other case uses: `NAME-17`.
  static std::string fresh(const std::string& name);

  /// A connection of a user, subscribed to channels by its token, past its first frame. Since v3.
  [[nodiscard]] RawStream subscriber(const std::string& user,
                                     const std::vector<std::string>& channels = {}) const;
  [[nodiscard]] RawStream connect(const json& claims) const;
};

/// The next frame of a subscriber.
json next_frame(RawStream& stream);

/// The code of the ResponseError that a call ends with; 0: it succeeds. Other errors pass.
template <class Call>
std::uint32_t code_of(const Call& call) {
  try {
    call();
    return 0;
  } catch (const ResponseError& error) {
    return error.code();
  }
}

/// The HTTP status of the RequestException that a call ends with; 0: there is none.
template <class Call>
int status_of(const Call& call) {
  try {
    call();
    return 0;
  } catch (const RequestException& error) {
    EXPECT_EQ(error.kind(), FailureKind::http_status) << error.what();
    return error.status();
  }
}

}  // namespace cent::test
