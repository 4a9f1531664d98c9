#include "faults/lib/neighbour.hpp"

#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "support/loopback.hpp"

namespace cent::test {
namespace {

/// False if it ended, since its port was taken in between.
bool becomes_ready(Child& child, unsigned short port) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (std::chrono::steady_clock::now() < end) {
    if (child.ended()) return false;
    if (accepts(port)) return !child.ended();
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  return false;
}

}  // namespace

std::string find_program(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::istringstream folders{std::string(path != nullptr ? path : "") + ":/usr/sbin:/usr/local/sbin"};
  for (std::string folder; std::getline(folders, folder, ':');) {
    const std::string file = folder + "/" + name;
    if (!folder.empty() && access(file.c_str(), X_OK) == 0) return file;
  }
  return {};
}

Neighbour::Neighbour(const Configuration& configuration, const Command& command) {
  constexpr int kTries = 5;  // its port may be taken by another test before it listens
  for (int i = 0; i < kTries; ++i) {
    folder_ = std::make_unique<TestFolder>();
    port_ = free_port();
    const std::string file = folder_->path("configuration");
    write_file(file, configuration(folder_->path(), port_));
    child_ = std::make_unique<Child>(command(folder_->path(), file), folder_->path("output"));
    if (becomes_ready(*child_, port_)) return;
  }
  throw std::runtime_error("a neighbour does not start: " + log());
}

std::string Neighbour::log() const { return child_->output() + read_file(folder_->path("log")); }

namespace {

std::string nginx_configuration(const std::string& head, const std::string& folder,
                                const std::string& inside) {
  std::string text = "daemon off;\npid " + folder + "/pid;\n" + head;
  text += "events { worker_connections 256; }\nhttp {\n  access_log off;\n";
  for (const char* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
    text += std::string("  ") + kind + "_temp_path " + folder + "/" + kind + ";\n";
  }
  return text + inside + "\n}\n";
}

std::vector<std::string> nginx_command(const std::string& folder, const std::string& file) {
  return {find_program("nginx"), "-p", folder, "-c", file, "-e", folder + "/log"};
}

}  // namespace

Neighbour Neighbour::nginx(const Configuration& of_server) {
  const auto whole = [&](const std::string& folder, unsigned short port) {
    return nginx_configuration("master_process off;\n", folder, of_server(folder, port));
  };
  return Neighbour(whole, nginx_command);
}

Neighbour Neighbour::reloadable_nginx(const Configuration& of_server) {
  const auto whole = [&](const std::string& folder, unsigned short port) {
    std::string head = "worker_processes 1;\nerror_log " + folder + "/log notice;\n";
    if (geteuid() == 0) head += "user root;\n";  // or its worker could not write into the folder
    return nginx_configuration(head, folder, of_server(folder, port));
  };
  return Neighbour(whole, nginx_command);
}

Neighbour Neighbour::haproxy(const Configuration& of_sections) {
  const auto whole = [&](const std::string& folder, unsigned short port) {
    return "global\n  maxconn 256\n  nbthread 1\n" + of_sections(folder, port) + "\n";
  };
  return Neighbour(whole, [](const std::string&, const std::string& file) {
    return std::vector<std::string>{find_program("haproxy"), "-db", "-f", file};
  });
}

Neighbour Neighbour::stunnel(const Configuration& of_service) {
  const auto whole = [&](const std::string& folder, unsigned short port) {
    return "foreground = yes\npid =\nsyslog = no\noutput = " + folder + "/log\n" + of_service(folder, port) +
           "\n";
  };
  return Neighbour(whole, [](const std::string&, const std::string& file) {
    return std::vector<std::string>{find_program("stunnel4"), file};
  });
}

Neighbour Neighbour::tinyproxy(const Configuration& more) {
  const auto whole = [&](const std::string& folder, unsigned short port) {
    return "Port " + std::to_string(port) + "\nListen 127.0.0.1\nTimeout 10\nMaxClients 50\nLogFile \"" +
           folder + "/log\"\nLogLevel Connect\n" + more(folder, port) + "\n";
  };
  return Neighbour(whole, [](const std::string&, const std::string& file) {
    return std::vector<std::string>{find_program("tinyproxy"), "-d", "-c", file};
  });
}

}  // namespace cent::test
