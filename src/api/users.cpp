#include <cent/api/users.hpp>

#include "api/instantiate.hpp"
#include "api/users_rows.hpp"

namespace cent {

CENT_INSTANTIATE_RESULT(ConnectionsResult);
CENT_INSTANTIATE_REQUEST(ConnectionsRequest);
CENT_INSTANTIATE_RESULT(UpdateUserStatusResult);
CENT_INSTANTIATE_REQUEST(UpdateUserStatusRequest);
CENT_INSTANTIATE_RESULT(GetUserStatusResult);
CENT_INSTANTIATE_REQUEST(GetUserStatusRequest);
CENT_INSTANTIATE_RESULT(DeleteUserStatusResult);
CENT_INSTANTIATE_REQUEST(DeleteUserStatusRequest);
CENT_INSTANTIATE_RESULT(BlockUserResult);
CENT_INSTANTIATE_REQUEST(BlockUserRequest);
CENT_INSTANTIATE_RESULT(UnblockUserResult);
CENT_INSTANTIATE_REQUEST(UnblockUserRequest);
CENT_INSTANTIATE_RESULT(RevokeTokenResult);
CENT_INSTANTIATE_REQUEST(RevokeTokenRequest);
CENT_INSTANTIATE_RESULT(InvalidateUserTokensResult);
CENT_INSTANTIATE_REQUEST(InvalidateUserTokensRequest);

}  // namespace cent
