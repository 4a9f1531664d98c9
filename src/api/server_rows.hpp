#pragma once
#include <cent/api/server.hpp>

#include "api/checks.hpp"
#include "api/common_rows.hpp"
#include "json/encode.hpp"
#include "json/row.hpp"

#include "api/row_macros.hpp"

namespace cent::detail {

template <>
struct Row<Metrics> {
  using T = Metrics;
  static constexpr std::tuple fields{F(interval), F(items)};
};
template <>
struct Row<Process> {
  using T = Process;
  static constexpr std::tuple fields{F(cpu), F(rss)};
};
template <>
struct Row<NodeResult> {
  using T = NodeResult;
  static constexpr std::tuple fields{R(uid),           R(name),         R(version),        R(num_clients),
                                     R(num_users),     R(num_channels), S(num_subs, 3, 0), F(uptime),
                                     S(metrics, 2, 1), S(process, 3, 0)};
};
template <>
struct Row<InfoResult> {
  using T = InfoResult;
  static constexpr std::tuple fields{F(nodes)};
};
template <>
struct Row<InfoRequest> {
  using T = InfoRequest;
  static constexpr std::tuple<> fields{};
  static Effect effect(const T&) { return Effect::reads; }
};
template <>
struct Row<RPCResult> {
  using T = RPCResult;
  static constexpr std::tuple fields{F(data)};
};
template <>
struct Row<RPCRequest> {
  using T = RPCRequest;
  static constexpr std::tuple fields{R(method), F(params)};
  static Effect effect(const T&) { return Effect::once; }
};

}  // namespace cent::detail

#include "api/row_macros.hpp"
