#include "latencies.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace cent::cli {
namespace {

using Time = Latencies::Time;

std::string milliseconds_of(Time time) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", std::chrono::duration<double, std::milli>(time).count());
  return text;
}

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : std::string(1, c);
  }
  return out;
}

std::string svg_text(std::size_t x, std::size_t y, const std::string& text, const std::string& more = {}) {
  return "<text x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) + "\"" + more + ">" +
         escaped(text) + "</text>\n";
}

}  // namespace

void Latencies::finish() { std::sort(times_.begin(), times_.end()); }

Time Latencies::at(double share) const {
  if (times_.empty()) return Time{0};
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(times_.size())));
  return times_[std::min(std::max<std::size_t>(rank, 1), times_.size()) - 1];
}

std::string Latencies::json() const {
  return R"({"of":")" + name_ + R"(","p50_ms":)" + milliseconds_of(at(0.5)) + R"(,"p90_ms":)" +
         milliseconds_of(at(0.9)) + R"(,"p99_ms":)" + milliseconds_of(at(0.99)) + R"(,"p99_9_ms":)" +
         milliseconds_of(at(0.999)) + R"(,"max_ms":)" + milliseconds_of(at(1)) + '}';
}

std::vector<Latencies::Bar> Latencies::histogram() const {
  std::vector<Bar> bars;
  Time up_to = std::chrono::microseconds{1};
  for (const Time time : times_) {
    while (time > up_to) {
      up_to *= 2;
      if (!bars.empty()) bars.push_back({up_to, 0});
    }
    if (bars.empty()) bars.push_back({up_to, 0});
    ++bars.back().count;
  }
  return bars;
}

std::string Latencies::text(std::size_t columns) const {
  constexpr std::size_t kBeside = 28;
  const std::size_t widest = columns > kBeside + 10 ? columns - kBeside : 10;
  const std::vector<Bar> bars = histogram();
  std::size_t most = 1;
  for (const Bar& bar : bars) most = std::max(most, bar.count);
  std::string out = name_ + ", ms\n";
  for (const Bar& bar : bars) {
    char head[64];
    std::snprintf(head, sizeof head, "<= %10s %9zu  ", milliseconds_of(bar.up_to).c_str(), bar.count);
    out += head;
    const std::size_t length = (bar.count * widest + most - 1) / most;
    out += std::string(length, '#') + '\n';
  }
  return out;
}

std::string svg_of(const std::string& title, const std::vector<Latencies>& all) {
  constexpr std::size_t kWidth = 720;
  constexpr std::size_t kRow = 20;
  constexpr std::size_t kLeft = 140;
  constexpr std::size_t kLongest = 480;
  std::string body = svg_text(16, 28, title, " font-size=\"16\"");
  std::size_t y = 64;
  for (const Latencies& one : all) {
    body += svg_text(16, y,
                     one.name() + ": p50 " + milliseconds_of(one.at(0.5)) + " ms, p99 " +
                         milliseconds_of(one.at(0.99)) + " ms, max " + milliseconds_of(one.at(1)) + " ms");
    const std::vector<Latencies::Bar> bars = one.histogram();
    std::size_t most = 1;
    for (const Latencies::Bar& bar : bars) most = std::max(most, bar.count);
    for (const Latencies::Bar& bar : bars) {
      y += kRow;
      const std::size_t length = bar.count * kLongest / most;
      body += svg_text(kLeft - 8, y, "\xe2\x89\xa4 " + milliseconds_of(bar.up_to) + " ms",
                       " text-anchor=\"end\"");
      body += "<rect x=\"" + std::to_string(kLeft) + "\" y=\"" + std::to_string(y - 12) + "\" width=\"" +
              std::to_string(length) + "\" height=\"14\" fill=\"#3b7dd8\"/>\n";
      body += svg_text(kLeft + length + 6, y, std::to_string(bar.count));
    }
    y += 2 * kRow;
  }
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + std::to_string(kWidth) + "\" height=\"" +
         std::to_string(y) + "\" font-family=\"sans-serif\" font-size=\"12\">\n" +
         "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n" + body + "</svg>\n";
}

}  // namespace cent::cli
