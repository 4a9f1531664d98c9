#include <cent/api/publish.hpp>

#include "api/instantiate.hpp"
#include "api/method_list.hpp"
#include "api/publish_rows.hpp"

namespace cent {

CENT_PUBLISH_METHODS(CENT_INSTANTIATE)

}  // namespace cent
