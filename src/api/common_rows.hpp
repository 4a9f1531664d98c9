#pragma once
#include <cent/api/common.hpp>

#include "api/checks.hpp"
#include "json/encode.hpp"
#include "json/row.hpp"

#include "api/row_macros.hpp"

namespace cent::detail {

template <>
struct Row<ErrorInfo> {
  using T = ErrorInfo;
  static constexpr std::tuple fields{R(code), F(message)};
};
template <>
struct Row<StreamPosition> {
  using T = StreamPosition;
  static constexpr std::tuple fields{F(offset), F(epoch)};
};
template <>
struct Row<ClientInfo> {
  using T = ClientInfo;
  static constexpr std::tuple fields{R(user), R(client), F(conn_info), F(chan_info)};
};
template <>
struct Row<Publication> {
  using T = Publication;
  static constexpr std::tuple fields{F(data), F(info), S(offset, 3, 0), S(tags, 3, 2), F(uid)};
};
template <>
struct Row<FilterNode> {
  using T = FilterNode;
  static constexpr std::tuple fields{F(op), F(key), F(cmp), F(val), F(vals), F(nodes)};
};

}  // namespace cent::detail

#include "api/row_macros.hpp"
