#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "support/raw_http.hpp"

/// The server API by hand, for tests that must not use the client.
namespace cent::test {

/// A POST with the usual key.
RawRequest api_request(const std::string& target, const std::string& body);

/// One command by the stream to `/api`, which every generation has: the reply object.
nlohmann::json command(std::uint16_t port, const std::string& method, const nlohmann::json& params);

/// How a subscriber over plain HTTP connects: `{"subs":{...}}` or `{"token":"..."}`.
RawRequest stream_request(const nlohmann::json& connect);
/// The same by GET, as a browser's EventSource does.
RawRequest event_request(const nlohmann::json& connect);
/// `{"subs":{channel:{}}}`
nlohmann::json subscriptions(const std::string& channel);

/// A connection token: these claims, signed with HS256.
std::string make_token(const nlohmann::json& claims, const std::string& secret = "secret");
/// The same with claims as a text, for what no JSON object holds.
std::string make_token_of(const std::string& claims, const std::string& secret = "secret");

}  // namespace cent::test
