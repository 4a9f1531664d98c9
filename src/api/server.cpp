#include <cent/api/server.hpp>

#include "api/instantiate.hpp"
#include "api/server_rows.hpp"

namespace cent {

CENT_INSTANTIATE_RESULT(InfoResult);
CENT_INSTANTIATE_REQUEST(InfoRequest);
CENT_INSTANTIATE_RESULT(RPCResult);
CENT_INSTANTIATE_REQUEST(RPCRequest);

}  // namespace cent
