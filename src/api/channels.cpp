#include <cent/api/channels.hpp>

#include "api/channels_rows.hpp"
#include "api/instantiate.hpp"

namespace cent {

CENT_INSTANTIATE_RESULT(PresenceResult);
CENT_INSTANTIATE_REQUEST(PresenceRequest);
CENT_INSTANTIATE_RESULT(PresenceStatsResult);
CENT_INSTANTIATE_REQUEST(PresenceStatsRequest);
CENT_INSTANTIATE_RESULT(HistoryResult);
CENT_INSTANTIATE_REQUEST(HistoryRequest);
CENT_INSTANTIATE_RESULT(HistoryRemoveResult);
CENT_INSTANTIATE_REQUEST(HistoryRemoveRequest);
CENT_INSTANTIATE_RESULT(ChannelsResult);
CENT_INSTANTIATE_REQUEST(ChannelsRequest);

}  // namespace cent
