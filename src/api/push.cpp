#include <cent/api/push.hpp>

#include <cent/detail/method_list.hpp>
#include "api/instantiate.hpp"
#include "api/push_rows.hpp"

namespace cent {

CENT_PUSH_METHODS(CENT_INSTANTIATE)

}  // namespace cent
