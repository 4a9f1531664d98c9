// A custom type as a payload: a JsonCodec converts it to JSON text and back. Any JSON library can be used
// this way.
#include <cent/cent.hpp>
#include <charconv>
#include <iostream>
#include <string>

struct Price {
  int cents = 0;
};

template <>
struct cent::JsonCodec<Price> {
  static std::string encode(const Price& price) { return "{\"cents\":" + std::to_string(price.cents) + "}"; }
  static Price decode(std::string_view text) {
    Price price;
    const std::size_t number = text.find(':') + 1;
    std::from_chars(text.data() + number, text.data() + text.size(), price.cents);
    return price;
  }
};

int main(int argc, char** argv) {
  cent::Client client{argc > 1 ? argv[1] : "http://localhost:8000", "api_key"};

  client.publish("prices", Price{99});
  for (const cent::Publication& publication : client.history("prices").publications) {
    std::cout << publication.data.text() << " is " << publication.data.as<Price>().cents << " cents\n";
  }
}
