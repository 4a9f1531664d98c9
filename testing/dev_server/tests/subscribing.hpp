#pragma once
#include <cent/testing/dev_server.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "support/plain_http.hpp"

/// Subscribers of a dev server, for the tests about what they see.
namespace cent::test {

inline testing::DevServerOptions of(testing::Generation generation) {
  testing::DevServerOptions options;
  options.generation = generation;
  return options;
}

/// The next frame; a text if the stream ended.
inline nlohmann::json next(RawStream& stream) {
  const auto line = stream.next();
  return line ? nlohmann::json::parse(*line) : nlohmann::json("the stream ended");
}

/// The code of a disconnect frame; 0: another frame.
inline int code_of(const nlohmann::json& frame) {
  return frame.is_object() ? frame.value("disconnect", nlohmann::json::object()).value("code", 0) : 0;
}

/// A connection with the frames of v4 and later, its first one not read.
inline RawStream connect(const testing::DevServer& server, const nlohmann::json& request) {
  RawRequest post = stream_request(request);
  post.target += "?cf_protocol_version=v2";
  return {server.port(), post};
}

inline RawStream with_claims(const testing::DevServer& server, const nlohmann::json& claims) {
  return connect(server, {{"token", make_token(claims)}});
}

/// A user's connection, past its first frame.
inline RawStream user(const testing::DevServer& server, const std::string& name,
                      const std::vector<std::string>& channels = {}) {
  RawStream stream = with_claims(server, {{"sub", name}, {"channels", channels}});
  next(stream);
  return stream;
}

/// The error code of a command; 0: it succeeded.
inline int error_of(const testing::DevServer& server, const std::string& method,
                    const nlohmann::json& params) {
  return command(server.port(), method, params).value("error", nlohmann::json::object()).value("code", 0);
}

}  // namespace cent::test
