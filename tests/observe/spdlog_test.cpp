#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <cent/spdlog.hpp>

#include <sstream>

namespace cent::test {
namespace {

TEST(Spdlog, GetsLinesAndLevels) {
  std::ostringstream out;
  const auto logger =
      std::make_shared<spdlog::logger>("cent", std::make_shared<spdlog::sinks::ostream_sink_mt>(out));
  logger->set_pattern("%l %v");
  logger->set_level(spdlog::level::trace);
  const auto observer = make_log_observer(logger, LogLevel::debug);
  observer->key_refused({"http://a/{}", 401});
  observer->address_changed({"http://a", true, std::chrono::milliseconds{5}});
  observer->address_changed({"http://a", false, std::chrono::milliseconds{0}});
  observer->command_ended({"info", "", Delivery::applied, nullptr, std::chrono::microseconds{1}, 0, 1});
  EXPECT_EQ(out.str(),
            "error event=key_refused address=http://a/{} status=401\n"
            "warning event=address_set_aside address=http://a for_ms=5.000\n"
            "info event=address_back address=http://a\n"
            "debug event=command method=info outcome=applied attempts=1 took_ms=0.001\n");
}

TEST(Spdlog, NeedsALogger) {
  EXPECT_THROW((void)make_log_observer(std::shared_ptr<spdlog::logger>{}), UsageError);
}

}  // namespace
}  // namespace cent::test
