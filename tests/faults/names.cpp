#include "faults/names.hpp"

#include <dlfcn.h>
#include <netdb.h>

#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace cent::test::names {
namespace {

struct Entry {
  std::vector<std::string> addresses{};
  std::chrono::milliseconds delay{};
  std::size_t asked = 0;
};

/// Never destroyed: a thread of libcurl may still look a name up when the program ends.
struct Table {
  std::mutex mutex{};
  std::map<std::string, Entry> entries{};
};
Table& table() {
  static Table* const all = new Table;
  return *all;
}

using Lookup = int (*)(const char*, const char*, const addrinfo*, addrinfo**);

int ask_system(const char* name, const char* service, const addrinfo* hints, addrinfo** result) {
  static const auto real = reinterpret_cast<Lookup>(dlsym(RTLD_NEXT, "getaddrinfo"));
  return real(name, service, hints, result);
}

/// The addresses as one list, as freeaddrinfo() takes it.
int answer(const std::vector<std::string>& addresses, const char* service, const addrinfo* hints,
           addrinfo** result) {
  *result = nullptr;
  addrinfo** end = result;
  for (const std::string& address : addresses) {
    if (const int code = ask_system(address.c_str(), service, hints, end); code != 0) return code;
    while (*end != nullptr) end = &(*end)->ai_next;
  }
  return *result == nullptr ? EAI_NONAME : 0;
}

}  // namespace

void set(const std::string& name, std::vector<std::string> addresses, std::chrono::milliseconds delay) {
  const std::lock_guard<std::mutex> lock{table().mutex};
  Entry& entry = table().entries[name];
  entry.addresses = std::move(addresses);
  entry.delay = delay;
}

std::size_t asked(const std::string& name) {
  const std::lock_guard<std::mutex> lock{table().mutex};
  return table().entries[name].asked;
}

}  // namespace cent::test::names

extern "C" int getaddrinfo(const char* name, const char* service, const addrinfo* hints, addrinfo** result) {
  namespace names = cent::test::names;
  names::Entry entry;
  {
    const std::lock_guard<std::mutex> lock{names::table().mutex};
    const auto found = name != nullptr ? names::table().entries.find(name) : names::table().entries.end();
    if (found == names::table().entries.end()) return names::ask_system(name, service, hints, result);
    ++found->second.asked;
    entry = found->second;
  }
  std::this_thread::sleep_for(entry.delay);
  return names::answer(entry.addresses, service, hints, result);
}
