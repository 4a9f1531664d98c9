#include <cent/api/devices.hpp>

#include "api/devices_rows.hpp"
#include "api/instantiate.hpp"
#include "api/method_list.hpp"

namespace cent {

CENT_DEVICES_METHODS(CENT_INSTANTIATE)

}  // namespace cent
