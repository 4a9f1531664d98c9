#pragma once

#include <string_view>

#include "api_handler.hpp"

namespace cent::testing::dev {

// The files of testing/dev_server/page, in a source that CMake makes.
extern const std::string_view kPageHtml;
extern const std::string_view kPageCss;
extern const std::string_view kPageJs;

/// A file of the page.
struct PageFile {
  std::string_view path;  ///< of its request
  std::string_view type;
  std::string_view text;
};

/// The file for a request's path. Null: there is none.
const PageFile* find_page_file(std::string_view path);

/// Limits what browsers load for the page to its own files and events, and nothing inside its HTML.
constexpr char kPagePolicy[] =
    "default-src 'none'; connect-src 'self'; script-src 'self'; style-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Path of the page's events.
constexpr std::string_view kFeedPath = "/page/feed";

/// The answer to a request for the file. The page gets the key with which it calls the API.
Response page_response(const PageFile& file, const Settings& settings);

}  // namespace cent::testing::dev
