#include "conformance/fixture.hpp"

#include <atomic>

namespace cent::test {

void Conformance::SetUp() {
  const std::string name = ::testing::UnitTest::GetInstance()->current_test_info()->name();
  if (server().has_front() && name.rfind("Wire", 0) == 0)
    GTEST_SKIP() << "by hand to the server itself, as done without a front";
}

ClientOptions Conformance::options() const {
  ClientOptions options;
  options.http = server().http();
  options.api_key = "api_key";
  options.timeout = std::chrono::seconds(10);
  options.retry.max_attempts = 1;
  return options;
}

std::string Conformance::fresh(const std::string& name) {
  static std::atomic<int> count{0};
  return name + "-" + std::to_string(++count);
}

RawStream Conformance::connect(const json& claims) const {
  RawRequest request = stream_request({{"token", make_token(claims)}});
  // The frames of v4 and later, on v3 too.
  request.target += "?cf_protocol_version=v2";
  return {server().port(), request};
}

RawStream Conformance::subscriber(const std::string& user, const std::vector<std::string>& channels) const {
  RawStream stream = connect({{"sub", user}, {"channels", channels}, {"info", {{"of", user}}}});
  const json first = next_frame(stream);
  EXPECT_EQ(first.at("connect").value("subs", json::object()).size(), channels.size()) << first;
  return stream;
}

json next_frame(RawStream& stream) {
  const auto line = stream.next();
  return line ? json::parse(*line) : json("the stream ended");
}

INSTANTIATE_TEST_SUITE_P(Servers, Conformance, ::testing::ValuesIn([] {
                           std::vector<std::string> names;
                           for (const Servers::One& one : servers().all) names.push_back(one.name);
                           return names;
                         }()),
                         [](const ::testing::TestParamInfo<std::string>& one) { return one.param; });

}  // namespace cent::test
