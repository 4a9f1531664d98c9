#pragma once

#include <string_view>

namespace cent::testing::dev {

/// Whether the parameters of a method of the commercial edition have the right types. The open-source server
/// does not carry them out, but reads them, and refuses a whole batch for them.
bool check_pro_params(std::string_view method, std::string_view value, int generation);

/// The same for a `label_filter`.
bool is_filter(std::string_view value, int generation);

}  // namespace cent::testing::dev
