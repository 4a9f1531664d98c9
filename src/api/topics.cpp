#include <cent/api/topics.hpp>

#include <cent/detail/method_list.hpp>
#include "api/instantiate.hpp"
#include "api/topics_rows.hpp"

namespace cent {

CENT_TOPICS_METHODS(CENT_INSTANTIATE)

}  // namespace cent
