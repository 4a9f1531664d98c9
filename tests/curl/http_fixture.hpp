#pragma once
#include <gtest/gtest.h>

#include <cent/cent.hpp>
#include <chrono>
#include <string>

#include "support/canary.hpp"
#include "support/expect_error.hpp"
#include "support/fault_server.hpp"
#include "support/loopback.hpp"

namespace cent::test {

using Steady = std::chrono::steady_clock;

/// Options of a client that tries once.
inline ClientOptions one_attempt(std::chrono::milliseconds timeout = std::chrono::seconds{5}) {
  ClientOptions options;
  options.api_key = kCanary;
  options.timeout = timeout;
  options.retry.max_attempts = 1;
  return options;
}

/// Options as they come, but for calls that must succeed however busy the machine is.
inline ClientOptions unhurried() {
  ClientOptions options;
  options.timeout = std::chrono::seconds{30};
  return options;
}

inline Json id_data(const std::string& id) { return Json::raw(R"({"id":")" + id + "\"}"); }

/// A request of the transport that stands on its own.
inline HttpRequest publication_to(const std::string& url, const std::string& body,
                                  std::chrono::milliseconds timeout = std::chrono::seconds{5}) {
  HttpRequest request;
  request.url = url;
  request.body = body;
  request.headers = std::make_shared<const HttpHeaders>();
  request.timeout = timeout;
  return request;
}

inline std::string publication_body(const std::string& id) {
  return R"({"channel":"c","data":{"id":")" + id + "\"}}";
}

/// The bound that deadlines are held to: 0.2 s, and a loaded machine.
inline constexpr std::chrono::milliseconds kSlack{1000};

}  // namespace cent::test
