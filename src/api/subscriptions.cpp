#include <cent/api/subscriptions.hpp>

#include <cent/detail/method_list.hpp>
#include "api/instantiate.hpp"
#include "api/subscriptions_rows.hpp"

namespace cent {

CENT_SUBSCRIPTIONS_METHODS(CENT_INSTANTIATE)

}  // namespace cent
