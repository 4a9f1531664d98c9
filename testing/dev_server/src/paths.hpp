#pragma once

#include <string>
#include <string_view>

#include "commands.hpp"
#include "page.hpp"

namespace cent::testing::dev {

enum class Place { nowhere, redirect, server, health, page, feed, stream, single, batch, sse, http_stream };

/// The target of a request.
struct Route {
  Place place = Place::nowhere;
  const Method* method = nullptr;  ///< for `single`
  std::string location;            ///< for `redirect`
  const PageFile* file = nullptr;  ///< for `page`

  bool is_api() const { return place == Place::stream || place == Place::single || place == Place::batch; }
  bool is_subscription() const { return place == Place::sse || place == Place::http_stream; }
};

/// Routes by path only, like the generation of the settings. Paths are exact except for escapes.
Route find_route(const Settings& settings, std::string_view path);

/// True if every `%` of a path begins an escape.
bool is_escaped_rightly(std::string_view path);

}  // namespace cent::testing::dev
