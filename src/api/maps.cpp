#include <cent/api/maps.hpp>

#include "api/instantiate.hpp"
#include "api/maps_rows.hpp"
#include "api/method_list.hpp"

namespace cent {

CENT_MAPS_METHODS(CENT_INSTANTIATE)

}  // namespace cent
