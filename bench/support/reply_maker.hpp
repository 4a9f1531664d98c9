#pragma once
#include <string>
#include <string_view>

namespace cent::bench {

/// The replies of the bench server: the shortest reply that a client accepts, made without work.
///
/// `/api/batch` gets one `{}` for each command, `/api/history` as many publications as its limit asks for,
/// `/api/broadcast` one `{}` for each channel, everything else the fixed reply. The legacy path gets the same
/// for a history or broadcast, else one `{"result":{}}` for each command of the stream.
class ReplyMaker {
 public:
  explicit ReplyMaker(bool fixed) : fixed_(fixed) {}
  /// Returns the reply to a request, valid until the next call.
  std::string_view body(std::string_view path, std::string_view request);

 private:
  std::string_view repeated(std::string_view head, std::string_view item, std::string_view tail,
                            std::size_t count, std::string_view between = ",");
  std::string_view history(std::size_t limit);

  const bool fixed_;  ///< True: the fixed reply for every request.
  std::string storage_;
};

}  // namespace cent::bench
