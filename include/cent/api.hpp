#pragma once
/// Requests and results of all methods, those of Centrifugo PRO too.
#include <cent/api/channels.hpp>
#include <cent/api/common.hpp>
#include <cent/api/devices.hpp>
#include <cent/api/idempotency_key.hpp>
#include <cent/api/maps.hpp>
#include <cent/api/publish.hpp>
#include <cent/api/push.hpp>
#include <cent/api/server.hpp>
#include <cent/api/subscriptions.hpp>
#include <cent/api/topics.hpp>
#include <cent/api/users.hpp>
