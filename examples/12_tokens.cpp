// Tokens with which your users' browsers and apps connect to Centrifugo. Only tokens need OpenSSL.
#include <cent/token.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

using nlohmann::json;
using namespace std::chrono_literals;

int main() {
  const auto key = cent::token::Key::secret("secret");  // the server's client.token.hmac_secret_key

  cent::token::ConnectionClaims user;
  user.sub = "user-42";
  user.exp = cent::token::expires_in(10min);
  user.info = json{{"name", "Ada"}};
  user.channels = {"news"};  // subscribed by the server at once
  std::cout << "connection token: " << sign(user, key) << '\n';

  cent::token::SubscriptionClaims visit;
  visit.sub = "user-42";
  visit.channel = "private:orders";
  visit.exp = cent::token::expires_in(10min);
  std::cout << "subscription token: " << sign(visit, key) << '\n';

  // A private RSA or EC key can sign, too. The server then needs only its public half:
  //   const auto key = cent::token::Key::pem(text_of_the_pem_file);
}
