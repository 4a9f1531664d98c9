// with-tls-front COMMAND... ADDRESS: puts TLS before the plain address and runs the command with its address,
// the authority's file, and a client's certificate and key in place of ADDRESS.
#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "support/tls.hpp"

int main(int count, char** arguments) {
  if (count < 3) return 2;
  const std::string plain = arguments[count - 1];
  cent::test::TestCa ca;
  cent::test::TlsFrontOptions options;
  options.own = ca.issue("IP:127.0.0.1");
  options.client_ca = ca.file();
  const auto port = static_cast<std::uint16_t>(std::stoul(plain.substr(plain.rfind(':') + 1)));
  const cent::test::TlsFront front{options, port};
  const cent::test::CertificateFiles client = ca.issue("DNS:client.test");

  std::vector<std::string> texts(arguments + 1, arguments + count - 1);
  texts.insert(texts.end(), {front.address(), ca.file(), client.certificate, client.key});
  std::vector<char*> command;
  for (std::string& text : texts) command.push_back(text.data());
  command.push_back(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    execv(command[0], command.data());
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
