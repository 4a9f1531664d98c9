// One libFuzzer program a target: CENT_FUZZ_TARGET is its function.
#include "fuzz/targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  cent::fuzz::CENT_FUZZ_TARGET(data, size);
  return 0;
}
