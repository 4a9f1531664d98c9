#include <cent/api/server.hpp>

#include <cent/detail/method_list.hpp>
#include "api/instantiate.hpp"
#include "api/server_rows.hpp"

namespace cent {

CENT_SERVER_METHODS(CENT_INSTANTIATE)

}  // namespace cent
