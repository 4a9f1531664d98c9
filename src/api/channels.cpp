#include <cent/api/channels.hpp>

#include "api/channels_rows.hpp"
#include "api/instantiate.hpp"
#include "api/method_list.hpp"

namespace cent {

CENT_CHANNELS_METHODS(CENT_INSTANTIATE)

}  // namespace cent
