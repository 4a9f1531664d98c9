#pragma once
#include <cstddef>

namespace cent::test {

enum class Memory {
  heap,  ///< operator new
  curl,  ///< libcurl's allocator
};

/// Must come before anything else asks for libcurl.
void take_over_curls_memory();

/// While this lives, one allocation fails: the `nth` (from 1) of that kind made by the calling thread and by
/// threads that it started, or that those started, while `Tortured` lived in them.
class FailingMemory {
 public:
  FailingMemory(Memory which, std::size_t nth);
  ~FailingMemory();
  FailingMemory(const FailingMemory&) = delete;
  FailingMemory& operator=(const FailingMemory&) = delete;
  /// True once it has failed; false in the end means that there are not so many allocations.
  [[nodiscard]] bool struck() const;
  /// From here on nothing fails.
  static void over() noexcept;
};

/// Threads that the calling thread starts while this lives suffer with it; others, such as a server's, do
/// not.
class Tortured {
 public:
  Tortured();
  ~Tortured();
  Tortured(const Tortured&) = delete;
  Tortured& operator=(const Tortured&) = delete;
};

/// The calling thread's own allocations do not count while this lives: what the test itself needs.
class Spared {
 public:
  Spared();
  ~Spared();
  Spared(const Spared&) = delete;
  Spared& operator=(const Spared&) = delete;

 private:
  bool before_;
};

/// Blocks of libcurl's that were not given back.
std::size_t blocks_of_curl();

}  // namespace cent::test
