#include "support/plain_api.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <string_view>

namespace cent::test {
namespace {

std::string base64_url(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  while (!text.empty() && text.back() == '=') text.pop_back();
  for (char& c : text) {
    if (c == '+') c = '-';
    if (c == '/') c = '_';
  }
  return text;
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out.append({'%', kHex[byte >> 4U], kHex[byte & 15U]});
  }
  return out;
}

}  // namespace

RawRequest api_request(const std::string& target, const std::string& body) {
  return {"POST", target, {{"Authorization", "apikey api_key"}, {"Content-Type", "application/json"}}, body};
}

nlohmann::json command(std::uint16_t port, const std::string& method, const nlohmann::json& params) {
  const nlohmann::json text = {{"method", method}, {"params", params}};
  return nlohmann::json::parse(exchange(port, api_request("/api", text.dump())).body);
}

RawRequest stream_request(const nlohmann::json& connect) {
  return {"POST", "/connection/uni_http_stream", {{"Content-Type", "application/json"}}, connect.dump()};
}

RawRequest event_request(const nlohmann::json& connect) {
  return {"GET",
          "/connection/uni_sse?cf_connect=" + percent_encoded(connect.dump()),
          {{"Accept", "text/event-stream"}},
          {}};
}

nlohmann::json subscriptions(const std::string& channel) {
  return {{"subs", {{channel, nlohmann::json::object()}}}};
}

std::string make_token(const nlohmann::json& claims, const std::string& secret) {
  return make_token_of(claims.dump(), secret);
}

std::string make_token_of(const std::string& claims, const std::string& secret) {
  const std::string text = base64_url(R"({"alg":"HS256","typ":"JWT"})") + "." + base64_url(claims);
  unsigned char signature[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), signature, &size);
  return text + "." + base64_url({reinterpret_cast<const char*>(signature), size});
}

}  // namespace cent::test
