#include <cent/api/users.hpp>

#include "api/instantiate.hpp"
#include "api/method_list.hpp"
#include "api/users_rows.hpp"

namespace cent {

CENT_USERS_METHODS(CENT_INSTANTIATE)

}  // namespace cent
