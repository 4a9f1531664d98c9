#include <cent/api/channels.hpp>

#include <cent/detail/method_list.hpp>
#include "api/channels_rows.hpp"
#include "api/instantiate.hpp"

namespace cent {

CENT_CHANNELS_METHODS(CENT_INSTANTIATE)

}  // namespace cent
