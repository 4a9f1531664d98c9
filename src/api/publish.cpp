#include <cent/api/publish.hpp>

#include <cent/detail/method_list.hpp>
#include "api/instantiate.hpp"
#include "api/publish_rows.hpp"

namespace cent {

CENT_PUBLISH_METHODS(CENT_INSTANTIATE)

}  // namespace cent
