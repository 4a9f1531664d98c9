#include <cent/api/maps.hpp>

#include <cent/detail/method_list.hpp>
#include "api/instantiate.hpp"
#include "api/maps_rows.hpp"

namespace cent {

CENT_MAPS_METHODS(CENT_INSTANTIATE)

}  // namespace cent
