#include "page.hpp"

#include <algorithm>
#include <string>

namespace cent::testing::dev {

const PageFile* find_page_file(std::string_view path) {
  static const PageFile files[] = {{"/", "text/html; charset=utf-8", kPageHtml},
                                   {"/page/page.css", "text/css; charset=utf-8", kPageCss},
                                   {"/page/page.js", "text/javascript; charset=utf-8", kPageJs}};
  const auto* const found =
      std::find_if(std::begin(files), std::end(files), [&](const PageFile& one) { return one.path == path; });
  return found == std::end(files) ? nullptr : found;
}

Response page_response(const PageFile& file, const Settings& settings) {
  constexpr std::string_view kPlace = "@page_key@";
  Response response{200, file.type, std::string(file.text), {}, true, true};
  const std::size_t place = response.body.find(kPlace);
  if (place != std::string::npos) response.body.replace(place, kPlace.size(), settings.page_key());
  return response;
}

}  // namespace cent::testing::dev
