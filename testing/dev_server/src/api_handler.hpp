#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "commands.hpp"

namespace cent::testing::dev {

/// An HTTP reply.
struct Response {
  unsigned status = 200;
  std::optional<std::string_view> content_type;  ///< unset: no such header; empty: a header without a value
  std::string body;
  std::string location;   ///< target of a redirect
  bool no_guess = false;  ///< forbids browsers to guess the type
  bool of_page = false;   ///< browsers must not keep it, nor load anything for it from elsewhere
};

constexpr std::string_view kJsonType = "application/json";
constexpr std::string_view kTextType = "text/plain; charset=utf-8";

inline Response text_response(unsigned status, std::string_view text) {
  return {status, kTextType, std::string(text) + "\n", {}, true};
}

/// Executes the body of an authorised API request and returns the reply.
class Api {
 public:
  using OnCommand = std::function<void(std::string_view method)>;

  /// @param on_command Called for each executed command.
  Api(const Settings& settings, Store& store, OnCommand on_command);

  /// `/api`: a stream of commands.
  Response stream(std::string_view body) const;

  /// `/api/<method>`.
  Response single(const Method& method, std::string_view body, bool transport_errors) const;

  /// `/api/batch`.
  Response batch(std::string_view body) const;

 private:
  Answer execute(const Method& method, const Params& params) const;
  void show(std::string_view name, const Params& params, const Answer& answer) const;
  Answer reject(std::string_view name, int code) const;
  Answer execute_command(std::string_view params, const Method& method) const;
  std::string error_object(int code) const;

  const Settings& settings_;
  Store& store_;
  OnCommand on_command_;
};

}  // namespace cent::testing::dev
