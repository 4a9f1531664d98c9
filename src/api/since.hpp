#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "json/row.hpp"

namespace cent::detail {

/// A field of a request that some servers ignore, since they are too old.
struct NewField {
  std::string_view method;
  std::string path;  ///< `version`, or `override.force_recovery` for a member of a member.
  Since since;
};

/// All such fields, as the rows describe them, in the order of the methods.
const std::vector<NewField>& new_fields();

/// The new fields of a request that are in its params with a value other than false, 0 or empty, and that a
/// server of version `age` does not know.
/// @param own_key The idempotency key is cent's, so nobody relies on it.
std::vector<const NewField*> unknown_fields(std::string_view method, std::string_view params, Since age,
                                            bool own_key);

}  // namespace cent::detail
