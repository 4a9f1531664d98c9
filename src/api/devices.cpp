#include <cent/api/devices.hpp>

#include "api/devices_rows.hpp"
#include "api/instantiate.hpp"

namespace cent {

CENT_INSTANTIATE_RESULT(DeviceRegisterResult);
CENT_INSTANTIATE_REQUEST(DeviceRegisterRequest);
CENT_INSTANTIATE_RESULT(DeviceUpdateResult);
CENT_INSTANTIATE_REQUEST(DeviceUpdateRequest);
CENT_INSTANTIATE_RESULT(DeviceRemoveResult);
CENT_INSTANTIATE_REQUEST(DeviceRemoveRequest);
CENT_INSTANTIATE_RESULT(DeviceListResult);
CENT_INSTANTIATE_REQUEST(DeviceListRequest);

}  // namespace cent
