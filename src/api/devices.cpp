#include <cent/api/devices.hpp>

#include <cent/detail/method_list.hpp>
#include "api/devices_rows.hpp"
#include "api/instantiate.hpp"

namespace cent {

CENT_DEVICES_METHODS(CENT_INSTANTIATE)

}  // namespace cent
