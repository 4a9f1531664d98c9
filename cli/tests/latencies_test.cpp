// Percentiles and histograms of measured times.
#include "cli/src/latencies.hpp"

#include <gtest/gtest.h>

namespace cent::test {
namespace {

using std::chrono::microseconds;

cli::Latencies of(std::initializer_list<int> times) {
  cli::Latencies all{"publish"};
  for (const int time : times) all.add(microseconds{time});
  all.finish();
  return all;
}

TEST(Latencies, HavePercentiles) {
  const cli::Latencies all = of({400, 100, 300, 200});
  EXPECT_EQ(all.at(0.5), microseconds{200});
  EXPECT_EQ(all.at(0.51), microseconds{300});
  EXPECT_EQ(all.at(0), microseconds{100});
  EXPECT_EQ(all.at(1), microseconds{400});
  EXPECT_EQ(
      all.json(),
      R"({"of":"publish","p50_ms":0.200,"p90_ms":0.400,"p99_ms":0.400,"p99_9_ms":0.400,"max_ms":0.400})");
  EXPECT_EQ(of({}).at(0.5), microseconds{0});
  EXPECT_TRUE(of({}).histogram().empty());
}

TEST(Latencies, HaveAHistogramWithoutHoles) {
  EXPECT_EQ(of({1, 3, 4, 17, 17}).text(50),
            "publish, ms\n"
            "<=      0.001         1  ###########\n"
            "<=      0.002         0  \n"
            "<=      0.004         2  ######################\n"
            "<=      0.008         0  \n"
            "<=      0.016         0  \n"
            "<=      0.032         2  ######################\n");
}

TEST(Latencies, AreDrawn) {
  const std::string svg = cli::svg_of("a < b & c", {of({1, 3}), of({})});
  EXPECT_EQ(svg.rfind("<svg ", 0), 0U);
  EXPECT_NE(svg.find("a &lt; b &amp; c"), std::string::npos);
  EXPECT_NE(svg.find("<rect x=\"140\""), std::string::npos);
  EXPECT_NE(svg.find("</svg>\n"), std::string::npos);
}

}  // namespace
}  // namespace cent::test
