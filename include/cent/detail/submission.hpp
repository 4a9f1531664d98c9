#pragma once
#include <cent/call_options.hpp>
#include <cent/detail/codec.hpp>
#include <cent/detail/command_buffer.hpp>
#include <cent/detail/completion.hpp>
#include <cent/detail/route.hpp>
#include <chrono>
#include <cstddef>
#include <string_view>

namespace cent::detail {

/// A command on its way from a method of AsyncClient to its lane.
struct Submission {
  std::string_view method{};
  std::string_view params{};  ///< JSON object.
  Repeat repeat{};
  Route route{};
  CompletionPtr completion{};
  std::size_t completion_bytes = 0;  ///< Memory that it takes in the queue.
  std::chrono::steady_clock::time_point deadline{};
  Retry retry = Retry::by_policy;
  bool is_cancellable = false;  ///< Its completion may be cancelled.
};

}  // namespace cent::detail
