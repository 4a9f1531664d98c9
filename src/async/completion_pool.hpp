#pragma once
#include <array>
#include <atomic>
#include <cent/detail/completion.hpp>
#include <cstddef>
#include <memory>
#include <vector>

namespace cent::detail {

/// The heap.
CompletionMemory& heap_memory() noexcept;

/// Reuses the memory of completions, which one thread takes and another gives back. Larger ones than
/// kLargest go to the heap.
class CompletionPool final : public CompletionMemory {
 public:
  CompletionPool() = default;
  ~CompletionPool() = default;

  /// For one thread at a time.
  void* take(std::size_t bytes) override;
  void give_back(void* memory, std::size_t bytes) noexcept override;
  /// Frees memory that a long queue needed, once all of it was given back. For one thread at a time, like
  /// take().
  void trim() noexcept;

 private:
  static constexpr std::size_t kStep = 16;
  static constexpr std::size_t kLargest = 256;
  static constexpr std::size_t kBlocks = 64;  ///< In one allocation.
  struct Block {
    Block* next;
  };
  struct alignas(std::max_align_t) Step {
    char bytes[kStep];
  };
  /// Blocks of one size.
  struct Shelf {
    Block* free = nullptr;
    std::atomic<Block*> returned{nullptr};  ///< Moved to `free` when that is empty.
    std::vector<std::unique_ptr<Step[]>> chunks{};
  };
  static std::size_t shelf_of(std::size_t bytes) noexcept { return (bytes - 1) / kStep; }
  /// @param steps Size of a block.
  static void add_chunk(Shelf& shelf, std::size_t steps);
  static std::size_t count(const Block* block) noexcept;

  std::array<Shelf, kLargest / kStep> shelves_;
};

}  // namespace cent::detail
