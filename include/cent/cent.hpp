#pragma once
/// Everything except AsyncClient, the requests of Centrifugo PRO (<cent/api.hpp>) and the optional
/// components.
#include <cent/batch.hpp>
#include <cent/call_options.hpp>
#include <cent/client.hpp>
#include <cent/client_options.hpp>
#include <cent/command.hpp>
#include <cent/curl_transport.hpp>
#include <cent/errors.hpp>
#include <cent/json.hpp>
#include <cent/methods.hpp>
#include <cent/reply.hpp>
#include <cent/retry.hpp>
#include <cent/transport.hpp>
#include <cent/version.hpp>
