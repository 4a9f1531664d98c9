#include "async/completion_pool.hpp"

#include <new>

namespace cent::detail {
namespace {

class Heap final : public CompletionMemory {
 public:
  void* take(std::size_t bytes) override { return ::operator new(bytes); }
  void give_back(void* memory, std::size_t) noexcept override { ::operator delete(memory); }
};

}  // namespace

Completion::~Completion() = default;

void Completion::keep(CompletionPtr& completion, CompletionMemory& memory) {
  Completion& from = *completion;
  if (from.memory_ != nullptr) return;
  Completion* const kept = from.move_to(memory.take(from.size()));
  kept->memory_ = &memory;
  completion.reset(kept);
}

void EndCompletion::operator()(Completion* completion) const noexcept {
  CompletionMemory* const memory = completion->memory_;
  if (memory == nullptr) return;
  const std::size_t bytes = completion->size();
  void* const begin = dynamic_cast<void*>(completion);
  completion->~Completion();
  memory->give_back(begin, bytes);
}

CompletionMemory& heap_memory() noexcept {
  static Heap heap;
  return heap;
}

void* CompletionPool::take(std::size_t bytes) {
  if (bytes > kLargest) return heap_memory().take(bytes);
  Shelf& shelf = shelves_[shelf_of(bytes)];
  if (shelf.free == nullptr) shelf.free = shelf.returned.exchange(nullptr, std::memory_order_acquire);
  if (shelf.free == nullptr) add_chunk(shelf, shelf_of(bytes) + 1);
  Block* const block = shelf.free;
  shelf.free = block->next;
  return block;
}

void CompletionPool::give_back(void* memory, std::size_t bytes) noexcept {
  if (bytes > kLargest) return heap_memory().give_back(memory, bytes);
  std::atomic<Block*>& returned = shelves_[shelf_of(bytes)].returned;
  auto* const block = ::new (memory) Block{returned.load(std::memory_order_relaxed)};
  while (!returned.compare_exchange_weak(block->next, block, std::memory_order_release,
                                         std::memory_order_relaxed)) {
  }
}

void CompletionPool::add_chunk(Shelf& shelf, std::size_t steps) {
  shelf.chunks.reserve(shelf.chunks.size() + 1);
  std::unique_ptr<Step[]> chunk{new Step[kBlocks * steps]};
  for (std::size_t i = kBlocks; i > 0; --i) {
    shelf.free = ::new (static_cast<void*>(&chunk[(i - 1) * steps])) Block{shelf.free};
  }
  shelf.chunks.push_back(std::move(chunk));
}

std::size_t CompletionPool::count(const Block* block) noexcept {
  std::size_t blocks = 0;
  for (; block != nullptr; block = block->next) ++blocks;
  return blocks;
}

void CompletionPool::trim() noexcept {
  constexpr std::size_t kKept = 128;  // chunks: up to 2 MiB
  for (Shelf& shelf : shelves_) {
    if (shelf.chunks.size() <= kKept) continue;
    const std::size_t blocks = shelf.chunks.size() * kBlocks;
    // Those that were given back meanwhile are not counted: then another call frees them.
    if (count(shelf.free) + count(shelf.returned.load(std::memory_order_acquire)) != blocks) continue;
    shelf.free = nullptr;
    shelf.returned.store(nullptr, std::memory_order_relaxed);
    shelf.chunks.clear();
  }
}

}  // namespace cent::detail
