#include "auth.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

namespace cent::testing::dev {

namespace {

bool same_word(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [&](char x, char y) { return lower(x) == lower(y); });
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> found;
  while (true) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return found;
    const std::size_t end = std::min(text.find_first_of(" \t", begin), text.size());
    found.push_back(text.substr(begin, end - begin));
    text.remove_prefix(end);
  }
}

std::string url_decoded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    unsigned char byte = 0;
    if (text[at] == '%' && at + 2 < text.size() &&
        std::from_chars(text.data() + at + 1, text.data() + at + 3, byte, 16).ptr == text.data() + at + 3) {
      out.push_back(static_cast<char>(byte));
      at += 2;
    } else {
      out.push_back(text[at] == '+' ? ' ' : text[at]);
    }
  }
  return out;
}

}  // namespace

std::string query_value(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    if (url_decoded(pair.substr(0, equals)) == name) {
      return url_decoded(pair.substr(std::min(equals + 1, pair.size())));
    }
  }
  return {};
}

bool authorised(const Settings& settings, const Credentials& credentials) {
  const DevServerOptions& options = settings.options();
  if (options.insecure) return true;
  if (options.api_key.empty()) return false;
  const bool modern = settings.major() >= 5;
  if (modern && !credentials.x_api_key.empty()) {
    if (credentials.x_api_key == options.api_key) return true;
  } else {
    const auto parts = words(credentials.authorization);
    if (parts.size() == 2 && same_word(parts[0], "apikey") && parts[1] == options.api_key) return true;
  }
  // Checked last: a right key in the query is accepted despite a wrong header.
  return query_value(credentials.query, "api_key") == options.api_key;
}

}  // namespace cent::testing::dev
