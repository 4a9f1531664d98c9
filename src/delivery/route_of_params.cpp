#include "delivery/route_of_params.hpp"

#include <string>

#include "json/reader.hpp"

namespace cent::detail {

Route route_of_params(std::string_view params) {
  Route by_channel;
  Route by_user;
  std::string name;
  JsonReader in{params};
  in.begin_object();
  for (std::string_view member; in.next_member(member);) {
    const JsonReader::Kind kind = in.peek();
    if (member == "channel" && kind == JsonReader::Kind::string) {
      in.read_string(name);
      by_channel.add(name);
    } else if (member == "channels" && kind == JsonReader::Kind::array) {
      in.begin_array();
      while (in.next_element()) {
        if (in.peek() != JsonReader::Kind::string) {
          in.skip_value();
          continue;
        }
        in.read_string(name);
        by_channel.add(name);
      }
    } else if (member == "user" && kind == JsonReader::Kind::string) {
      in.read_string(name);
      if (!name.empty()) by_user.add(name);
    } else {
      in.skip_value();
    }
  }
  return by_channel.anywhere ? by_user : by_channel;
}

}  // namespace cent::detail
