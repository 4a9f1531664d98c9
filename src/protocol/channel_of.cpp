#include "protocol/channel_of.hpp"

#include "json/reader.hpp"

namespace cent::detail {

std::string channel_of(std::string_view params) noexcept {
  std::string channel;
  try {
    JsonReader in{params};
    in.begin_object();
    for (std::string_view name; in.next_member(name);) {
      if (name == "channel" && in.peek() == JsonReader::Kind::string) {
        in.read_string(channel);
        return channel;
      }
      in.skip_value();
    }
  } catch (...) {  // TextError, or out of memory
    channel.clear();
  }
  return channel;
}

}  // namespace cent::detail
