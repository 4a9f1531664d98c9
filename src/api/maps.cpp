#include <cent/api/maps.hpp>

#include "api/instantiate.hpp"
#include "api/maps_rows.hpp"

namespace cent {

CENT_INSTANTIATE_RESULT(MapPublishResult);
CENT_INSTANTIATE_REQUEST(MapPublishRequest);
CENT_INSTANTIATE_RESULT(MapRemoveResult);
CENT_INSTANTIATE_REQUEST(MapRemoveRequest);
CENT_INSTANTIATE_RESULT(MapReadStateResult);
CENT_INSTANTIATE_REQUEST(MapReadStateRequest);
CENT_INSTANTIATE_RESULT(MapReadStreamResult);
CENT_INSTANTIATE_REQUEST(MapReadStreamRequest);
CENT_INSTANTIATE_RESULT(MapStatsResult);
CENT_INSTANTIATE_REQUEST(MapStatsRequest);
CENT_INSTANTIATE_RESULT(MapClearResult);
CENT_INSTANTIATE_REQUEST(MapClearRequest);
CENT_INSTANTIATE_RESULT(SharedPollPublishResult);
CENT_INSTANTIATE_REQUEST(SharedPollPublishRequest);

}  // namespace cent
