#include <cent/api/server.hpp>

#include "api/instantiate.hpp"
#include "api/method_list.hpp"
#include "api/server_rows.hpp"

namespace cent {

CENT_SERVER_METHODS(CENT_INSTANTIATE)

}  // namespace cent
