#include <gtest/gtest.h>

#include <ctime>

#include "delivery/classify.hpp"

namespace {

using namespace std::chrono_literals;

std::string as_http_date(std::time_t time) {
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[40];
  std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return text;
}

TEST(HttpDate, IsTheSameSecondAsTheSystemsCalendarSays) {
  constexpr std::time_t kDay = 86400;
  for (std::time_t time = 100; time < 280 * 366 * kDay; time += kDay + 61) {  // to the year 2250
    const auto before = std::chrono::system_clock::from_time_t(time - 100);
    ASSERT_EQ(cent::detail::parse_retry_after(as_http_date(time), before), 100s) << as_http_date(time);
  }
}

}  // namespace
