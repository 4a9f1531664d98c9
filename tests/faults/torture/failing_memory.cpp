#include "faults/torture/failing_memory.hpp"

#include <gtest/gtest.h>

#include <curl/curl.h>
#include <dlfcn.h>
#include <pthread.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <stdexcept>
#include <utility>

namespace cent::test {
namespace {

constexpr std::size_t kNever = SIZE_MAX;
std::atomic<std::size_t> left[2] = {{kNever}, {kNever}};  // until the failure, by kind
std::atomic<bool> has_struck{false};
std::atomic<std::size_t> live_blocks{0};
thread_local bool suffers = false;

bool fails(Memory which) noexcept {
  auto& count = left[static_cast<unsigned>(which)];
  if (!suffers || count.load(std::memory_order_relaxed) == kNever) return false;
  if (count.fetch_sub(1) != 1) return false;
  count = kNever;
  has_struck = true;
  return true;
}

void* curl_malloc(std::size_t size) {
  if (fails(Memory::curl)) return nullptr;
  ++live_blocks;
  return std::malloc(size);
}
void* curl_calloc(std::size_t count, std::size_t size) {
  if (fails(Memory::curl)) return nullptr;
  ++live_blocks;
  return std::calloc(count, size);
}
void* curl_realloc(void* old, std::size_t size) {
  if (fails(Memory::curl)) return nullptr;
  if (old == nullptr) ++live_blocks;
  return std::realloc(old, size);
}
char* curl_strdup(const char* text) {
  if (fails(Memory::curl)) return nullptr;
  ++live_blocks;
  return strdup(text);
}
void curl_free_block(void* block) {
  if (block != nullptr) --live_blocks;
  std::free(block);
}

void* allocate(std::size_t size, std::size_t alignment) noexcept {
  if (fails(Memory::heap)) return nullptr;
  if (alignment == 0) return std::malloc(size == 0 ? 1 : size);
  void* block = nullptr;
  return posix_memalign(&block, alignment, size) == 0 ? block : nullptr;
}

void* required(std::size_t size, std::size_t alignment = 0) {
  void* const block = allocate(size, alignment);
  if (block == nullptr) throw std::bad_alloc{};
  return block;
}

struct Start {
  void* (*work)(void*);
  void* argument;
};

void* start_suffering(void* start) {
  const Start it = *static_cast<Start*>(start);
  std::free(start);
  suffers = true;
  return it.work(it.argument);
}

}  // namespace

void take_over_curls_memory() {
  if (curl_global_init_mem(CURL_GLOBAL_DEFAULT, curl_malloc, curl_free_block, curl_realloc, curl_strdup,
                           curl_calloc) != CURLE_OK) {
    throw std::runtime_error("libcurl cannot be initialized");
  }
}

FailingMemory::FailingMemory(Memory which, std::size_t nth) {
  has_struck = false;
  left[static_cast<unsigned>(which)] = nth;
}
FailingMemory::~FailingMemory() { over(); }
void FailingMemory::over() noexcept {
  for (auto& count : left) count = kNever;
}
bool FailingMemory::struck() const { return has_struck; }

Tortured::Tortured() { suffers = true; }
Tortured::~Tortured() { suffers = false; }
Spared::Spared() : before_(std::exchange(suffers, false)) {}
Spared::~Spared() { suffers = before_; }

std::size_t blocks_of_curl() { return live_blocks; }

}  // namespace cent::test

void* operator new(std::size_t size) { return cent::test::required(size); }
void* operator new[](std::size_t size) { return cent::test::required(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return cent::test::allocate(size, 0); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return cent::test::allocate(size, 0);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  return cent::test::required(size, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
  return cent::test::required(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* block) noexcept { std::free(block); }
void operator delete[](void* block) noexcept { std::free(block); }
void operator delete(void* block, std::size_t) noexcept { std::free(block); }
void operator delete[](void* block, std::size_t) noexcept { std::free(block); }
void operator delete(void* block, const std::nothrow_t&) noexcept { std::free(block); }
void operator delete[](void* block, const std::nothrow_t&) noexcept { std::free(block); }
void operator delete(void* block, std::align_val_t) noexcept { std::free(block); }
void operator delete[](void* block, std::align_val_t) noexcept { std::free(block); }
void operator delete(void* block, std::size_t, std::align_val_t) noexcept { std::free(block); }
void operator delete[](void* block, std::size_t, std::align_val_t) noexcept { std::free(block); }

/// Stands before the C library's: threads suffer as those do that start them.
extern "C" int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*work)(void*),
                              void* argument) noexcept {
  using Create = int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
  static const auto real = reinterpret_cast<Create>(dlsym(RTLD_NEXT, "pthread_create"));
  if (!cent::test::suffers) return real(thread, attributes, work, argument);
  auto* const start = static_cast<cent::test::Start*>(std::malloc(sizeof(cent::test::Start)));
  if (start == nullptr) return EAGAIN;
  *start = {work, argument};
  const int code = real(thread, attributes, &cent::test::start_suffering, start);
  if (code != 0) std::free(start);
  return code;
}

int main(int argc, char** argv) {
  cent::test::take_over_curls_memory();
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
