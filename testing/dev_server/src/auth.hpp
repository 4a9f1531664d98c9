#pragma once

#include <string>
#include <string_view>

#include "settings.hpp"

namespace cent::testing::dev {

/// The parts of a request that may contain a key.
struct Credentials {
  std::string_view authorization;
  std::string_view x_api_key;
  std::string_view query;  ///< the text after the question mark
};

bool authorised(const Settings& settings, const Credentials& credentials);

/// The decoded value of a query's parameter; empty if missing.
std::string query_value(std::string_view query, std::string_view name);

}  // namespace cent::testing::dev
