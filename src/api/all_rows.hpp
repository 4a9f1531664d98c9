#pragma once
// The rows of all types.
#include "api/channels_rows.hpp"
#include "api/common_rows.hpp"
#include "api/devices_rows.hpp"
#include "api/maps_rows.hpp"
#include "api/publish_rows.hpp"
#include "api/push_rows.hpp"
#include "api/server_rows.hpp"
#include "api/subscriptions_rows.hpp"
#include "api/topics_rows.hpp"
#include "api/users_rows.hpp"
