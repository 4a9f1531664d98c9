// Values of cent in the failed messages of Catch2: every check fails, and ctest looks at what is printed.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
#include <cent/values.hpp>

TEST_CASE("values") {
  CHECK(cent::PublishResult{7, "e"} == cent::PublishResult{8, "e"});
  CHECK(cent::Delivery::applied == cent::Delivery::unknown);
  CHECK(cent::Json::raw("[1]") == cent::Json::raw("[2]"));
  const cent::Reply<cent::PublishResult> reply{cent::PublishResult{9, ""}};
  const cent::UsageError error{"wrong"};
  CAPTURE(reply, error);
  CHECK(cent::PublishRequest{"news", cent::Json::raw("1")} == cent::PublishRequest{});
}
