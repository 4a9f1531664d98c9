#include "system/keep_loaded.hpp"

#if !defined(_WIN32)
#include <dlfcn.h>
#endif

namespace cent::detail {

void keep_loaded([[maybe_unused]] const void* address) noexcept {
#if defined(RTLD_NODELETE) && defined(RTLD_NOLOAD)
  Dl_info found{};
  if (dladdr(address, &found) == 0 || found.dli_fname == nullptr) return;
  dlopen(found.dli_fname, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
#endif
}

void keep_loaded() noexcept {
  static const char here = 0;
  keep_loaded(&here);
}

}  // namespace cent::detail
