#pragma once

#include <string_view>

namespace cent::testing::dev {

/// True if the parameters of a method of the commercial edition have the right types. The open-source server
/// does not execute such methods, but it parses them, and rejects a whole batch for a type error.
bool check_pro_params(std::string_view method, std::string_view value, int generation);

/// The same for a `label_filter`.
bool is_filter(std::string_view value, int generation);

}  // namespace cent::testing::dev
