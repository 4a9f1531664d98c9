#include <cent/api/users.hpp>

#include <cent/detail/method_list.hpp>
#include "api/instantiate.hpp"
#include "api/users_rows.hpp"

namespace cent {

CENT_USERS_METHODS(CENT_INSTANTIATE)

}  // namespace cent
