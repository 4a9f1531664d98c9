#pragma once
#include <chrono>
#include <string>
#include <string_view>

#include "support/loopback.hpp"

namespace cent::test {

/// A socket that sends the given bytes and reads whatever comes, without the checks of a client.
class RawClient {
 public:
  explicit RawClient(unsigned short port, const std::string& host = "127.0.0.1");
  /// False if the other side did not take it.
  bool send(std::string_view bytes);
  /// Sends a POST of this body and gives what receive() does.
  std::string post(const std::string& path, const std::string& body, const std::string& headers = {});
  /// Everything until the other side closes, `until` is there, or time is up.
  std::string receive(std::string_view until = {}, std::chrono::milliseconds limit = std::chrono::seconds{5});
  /// True if the other side has closed or reset the connection.
  bool is_closed(std::chrono::milliseconds within = std::chrono::seconds{5});

 private:
  Signal never_;
  Wire wire_;
};

/// `POST path` with this body, as it goes out.
std::string post_text(const std::string& path, const std::string& body, const std::string& headers = {});

}  // namespace cent::test
