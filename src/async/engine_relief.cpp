// How the client ends in time although a callback keeps its thread: another one does what is left.
#include <thread>
#include <utility>

#include "async/engine.hpp"

namespace cent::detail {

using std::chrono::milliseconds;

void Engine::relieve() {
  constexpr milliseconds kLook{20};
  std::size_t untold = inbox_.untold();
  while (!inbox_.wait_ended(clock_.now() + kLook)) {
    const std::size_t now = inbox_.untold();
    if (std::exchange(untold, now) != now) continue;  // callbacks return, one after another
    Hands busy = Hands::in_callback;
    if (!hands_.compare_exchange_strong(busy, Hands::taken_over)) continue;
    signals_.open();
    relief_ = std::this_thread::get_id();
    while (true) {
      try {
        end_everything();
        break;
      } catch (const std::exception&) {  // memory ran out: it goes on where it stopped
        clock_.sleep_for(kLook);
      }
    }
    relief_ = std::thread::id{};
    hands_ = Hands::relieved;
    return;
  }
}

bool Engine::is_in_callback() const noexcept {
  const Hands hands = hands_;
  return hands == Hands::in_callback || hands == Hands::relieved ||
         (hands == Hands::taken_over && relief_in_callback_);
}

bool Engine::abandon() {
  constexpr milliseconds kLook{10};
  constexpr int kLooks = 20;
  abandoned_ = true;
  transport_->wake();
  for (int blocked = 0; blocked < kLooks; blocked += is_in_callback() ? 1 : 0) {
    Hands busy = Hands::in_callback;
    if (hands_.compare_exchange_strong(busy, Hands::taken_over)) inbox_.set_ended();
    if (inbox_.wait_left(clock_.now() + kLook)) return true;
  }
  return false;
}

}  // namespace cent::detail
