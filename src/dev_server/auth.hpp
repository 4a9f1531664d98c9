#pragma once

#include <string>
#include <string_view>

#include "dev_server/settings.hpp"

namespace cent::testing::dev {

/// What a request shows of a key.
struct Credentials {
  std::string_view authorization;
  std::string_view x_api_key;
  std::string_view query;  ///< what follows the question mark
};

bool authorised(const Settings& settings, const Credentials& credentials);

/// The decoded value of a parameter of a query; empty if it is not there.
std::string query_value(std::string_view query, std::string_view name);

}  // namespace cent::testing::dev
