// Loads the plugin, lets it make a call, unloads it, and lives on for a while. Its own name service is slow,
// so that a look-up may be under way when the plugin is unloaded.
#include <dlfcn.h>
#include <netdb.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string>
#include <thread>

extern "C" int getaddrinfo(const char* name, const char* service, const addrinfo* hints, addrinfo** found) {
  using Real = int (*)(const char*, const char*, const addrinfo*, addrinfo**);
  static const auto real = reinterpret_cast<Real>(dlsym(RTLD_NEXT, "getaddrinfo"));
  if (name == nullptr || std::strcmp(name, "slow.test") != 0) return real(name, service, hints, found);
  std::this_thread::sleep_for(std::chrono::milliseconds{1500});
  std::puts("looked up");
  std::fflush(stdout);
  return EAI_NONAME;
}

namespace {

bool is_mapped(const char* file) {
  std::ifstream maps{"/proc/self/maps"};
  for (std::string line; std::getline(maps, line);) {
    if (line.find(file) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  void* const plugin = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  if (plugin == nullptr) return std::puts(dlerror()), 3;
  using Use = int (*)(const char*, const char*);
  const int used = reinterpret_cast<Use>(dlsym(plugin, "use"))(argv[2], argv[3]);
  dlclose(plugin);
  std::printf("%s, %s\n", used == 1 ? "used" : "failed", is_mapped(argv[1]) ? "mapped" : "unmapped");
  std::fflush(stdout);
  std::this_thread::sleep_for(
      std::chrono::milliseconds{std::strstr(argv[3], "hasty") != nullptr ? 3000 : 300});
  std::puts("alive");
  return 0;
}
