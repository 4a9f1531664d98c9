#include "publication_stream.hpp"

#include <cent/json.hpp>
#include <cent/token.hpp>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "api/common_rows.hpp"
#include "json/decode.hpp"

namespace cent::cli {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;
using Event = PublicationStream::Event;
using detail::JsonReader;

WebRequest request_of(const std::string& address, const HttpOptions& http, const std::string& connect) {
  WebRequest request;
  // v2 of the protocol, which v3 servers must be asked for.
  request.url = address + "/connection/uni_http_stream?cf_protocol_version=v2";
  request.http = http;
  request.body = connect;
  return request;
}

/// Calls `visit(name)` for each member, which reads or skips the value.
template <class Visit>
void read_object(JsonReader& in, const Visit& visit) {
  in.begin_object();
  for (std::string_view name; in.next_member(name);) visit(std::string(name));
}

void read_connect(JsonReader& in, Event& event, milliseconds& silence) {
  read_object(in, [&](const std::string& name) {
    if (name == "subs") {
      read_object(in, [&](const std::string& channel) {
        event.channels.push_back(channel);
        in.skip_value();
      });
    } else if (name == "ping") {
      const std::uint64_t seconds = in.read_unsigned();
      silence = seconds == 0 ? milliseconds::max()
                             : std::chrono::seconds{std::min<std::uint64_t>(seconds, 3600) + 10};
    } else {
      in.skip_value();
    }
  });
}

void read_disconnect(JsonReader& in, Event& event) {
  std::uint64_t code = 0;
  std::string reason;
  read_object(in, [&](const std::string& name) {
    if (name == "code") {
      code = in.read_unsigned();
    } else if (name == "reason") {
      in.read_string(reason);
    } else {
      in.skip_value();
    }
  });
  event.text = "the server closed the connection: " + reason + " (" + std::to_string(code) + ")";
  const bool is_final = (code >= 3500 && code < 4000) || (code >= 4500 && code < 5000);
  event.may_return = !is_final;
}

}  // namespace

std::string client_address(std::string address) {
  while (!address.empty() && address.back() == '/') address.pop_back();
  constexpr std::string_view kApi = "/api";
  if (address.size() > kApi.size() && address.compare(address.size() - kApi.size(), kApi.size(), kApi) == 0) {
    address.resize(address.size() - kApi.size());
  }
  return address;
}

std::string connect_message(const std::vector<std::string>& channels, const std::string& user,
                            const std::string& token, const std::string& secret) {
  if (token.empty() && !secret.empty()) {
    token::ConnectionClaims claims;
    claims.sub = user;
    claims.channels = channels;
    claims.exp = token::expires_in(std::chrono::hours{1});  // for this connection; the next has its own
    return R"({"token":")" + sign(claims, token::Key::secret(secret)) + "\"}";
  }
  std::string message = token.empty() ? "{" : R"({"token":)" + Json::of(token).text() + ',';
  message += R"("subs":)";
  char before = '{';
  for (const std::string& name : channels) {
    message += before + Json::of(name).text() + ":{}";
    before = ',';
  }
  return message + "}}";
}

PublicationStream::PublicationStream(const std::string& address, const HttpOptions& http,
                                     const std::string& connect)
    : stream_(request_of(address, http, connect)) {}

Event PublicationStream::read(const std::string& line) {
  Event event;
  JsonReader in{line};
  if (in.peek() != JsonReader::Kind::object) return event;  // v3 pings with null
  read_object(in, [&](const std::string& name) {
    if (name == "channel") {
      in.read_string(event.channel);
    } else if (name == "pub") {
      event.kind = Event::Kind::publication;
      detail::decode(in, event.publication);
    } else if (name == "connect") {
      event.kind = Event::Kind::connected;
      read_connect(in, event, silence_);
    } else if (name == "unsubscribe") {
      event.kind = Event::Kind::unsubscribed;
      in.skip_value();
    } else if (name == "disconnect") {
      event.kind = Event::Kind::disconnected;
      read_disconnect(in, event);
    } else {
      in.skip_value();
    }
  });
  return event;
}

Event PublicationStream::end() const {
  Event event;
  event.kind = Event::Kind::failed;
  event.status = stream_.status();
  event.text = !stream_.error().empty() ? stream_.error()
               : event.status == 200    ? "the stream ended"
                                        : "HTTP " + std::to_string(event.status);
  return event;
}

Event PublicationStream::next(int descriptor, milliseconds at_most) {
  const auto until = Clock::now() + at_most;
  const auto left = [](Clock::time_point time) {
    return std::max(milliseconds{0}, std::chrono::duration_cast<milliseconds>(time - Clock::now()));
  };
  while (true) {
    const auto dead = silence_ == milliseconds::max() ? Clock::time_point::max() : last_ + silence_;
    std::string line;
    const WebStream::Event what = stream_.next(line, descriptor, left(std::min(until, dead)));
    Event event;
    if (what == WebStream::Event::ended) return end();
    if (what == WebStream::Event::woken) {
      event.kind = Event::Kind::woken;
      return event;
    }
    if (what == WebStream::Event::timeout) {
      if (Clock::now() < dead) return event;
      event.kind = Event::Kind::failed;
      event.text = "the server has sent nothing for " +
                   std::to_string(std::chrono::duration_cast<std::chrono::seconds>(silence_).count()) + " s";
      return event;
    }
    last_ = Clock::now();
    if (stream_.status() != 200) continue;  // the body of an error
    try {
      event = read(line);
      if (event.kind != Event::Kind::timeout) return event;
    } catch (const detail::TextError& error) {
      event.kind = Event::Kind::failed;
      event.text = "the stream cannot be read: " + error.message();
      return event;
    }
  }
}

}  // namespace cent::cli
