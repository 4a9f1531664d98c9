// A token endpoint for browsers and apps, with the public keys for Centrifugo (jwks_public_endpoint).
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cent/token.hpp>
#include <fstream>
#include <iostream>
#include <iterator>
#include <regex>

using cent::token::Key;

/// Put your session lookup here: whoever can name a user gets that user's token. Empty: nobody is signed in.
std::string user_of(const std::string& request) {
  static const std::regex cookie{"\r\nCookie: user=([\\w-]+)"};
  std::smatch found;
  return std::regex_search(request, found, cookie) ? found[1].str() : "";
}

std::string answer(const std::string& request, const std::vector<Key>& keys) {
  if (request.rfind("GET /jwks.json ", 0) == 0) return "200 OK\r\n\r\n" + cent::token::jwks(keys);
  const std::string user = user_of(request);
  if (request.rfind("POST /token ", 0) != 0 || user.empty()) return "403 Forbidden\r\n\r\n";
  const cent::token::ConnectionClaims claims{user, cent::token::expires_in(std::chrono::minutes{10})};
  return "200 OK\r\n\r\n{\"token\":\"" + sign(claims, keys.front()) + "\"}";
}

int main(int count, char** arguments) {
  std::vector<Key> keys;  // JWK files: the first key signs, tokens of the others may still be in use
  for (int i = 1; i < count; ++i) {
    std::ifstream file{arguments[i]};
    const Key key = Key::from_jwk(std::string{std::istreambuf_iterator<char>{file}, {}});
    keys.push_back(key.with_id(key.thumbprint()));
  }
  const int listener = socket(AF_INET, SOCK_STREAM, 0);  // a real one is an HTTP server behind TLS
  sockaddr_in address{};                                 // any port of loopback
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (keys.empty() || bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0) return 1;
  listen(listener, 16);
  getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  std::cout << "listening on http://127.0.0.1:" << ntohs(address.sin_port) << std::endl;
  for (int peer = 0; (peer = accept(listener, nullptr, nullptr)) >= 0; close(peer)) {
    char text[8192];
    const auto read = static_cast<std::size_t>(std::max<ssize_t>(0, recv(peer, text, sizeof text, 0)));
    const std::string reply = "HTTP/1.0 " + answer(std::string(text, read), keys);
    send(peer, reply.data(), reply.size(), MSG_NOSIGNAL);
  }
}
