#include <cent/api/topics.hpp>

#include "api/instantiate.hpp"
#include "api/method_list.hpp"
#include "api/topics_rows.hpp"

namespace cent {

CENT_TOPICS_METHODS(CENT_INSTANTIATE)

}  // namespace cent
