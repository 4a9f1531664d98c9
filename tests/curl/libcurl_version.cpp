// Says which libcurl the test programs run with: its version, a tab, and its file.
#include <curl/curl.h>
#include <dlfcn.h>

#include <cstdio>

int main() {
  // Asked for by name: &curl_version may be a stub of this program.
  void* const function = dlsym(RTLD_NEXT, "curl_version");
  Dl_info found{};
  if (function == nullptr || dladdr(function, &found) == 0) return 1;
  std::printf("%s\t%s\n", curl_version(), found.dli_fname);
}
