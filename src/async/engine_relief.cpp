// Ends the client in time although a callback blocks its thread: another thread does the rest.
#include <thread>
#include <utility>

#include "async/engine.hpp"

namespace cent::detail {

using std::chrono::milliseconds;

void Engine::relieve() {
  constexpr milliseconds kLook{20};
  std::size_t unreported = inbox_.unreported();
  while (!inbox_.wait_ended(clock_.now() + kLook)) {
    const std::size_t now = inbox_.unreported();
    if (std::exchange(unreported, now) != now) continue;  // callbacks still return, one after another
    CallbackOwner busy = CallbackOwner::engine;
    if (!callback_owner_.compare_exchange_strong(busy, CallbackOwner::relief)) continue;
    signals_.open();
    relief_ = std::this_thread::get_id();
    while (true) {
      try {
        end_everything();
        break;
      } catch (const std::exception&) {  // out of memory: continue where it stopped
        clock_.sleep_for(kLook);
      }
    }
    relief_ = std::thread::id{};
    callback_owner_ = CallbackOwner::relief_done;
    return;
  }
}

bool Engine::is_in_callback() const noexcept {
  const CallbackOwner owner = callback_owner_;
  return owner == CallbackOwner::engine || owner == CallbackOwner::relief_done ||
         (owner == CallbackOwner::relief && relief_in_callback_);
}

bool Engine::abandon() {
  constexpr milliseconds kLook{10};
  constexpr int kLooks = 20;
  abandoned_ = true;
  transport_->wake();
  for (int blocked = 0; blocked < kLooks; blocked += is_in_callback() ? 1 : 0) {
    CallbackOwner busy = CallbackOwner::engine;
    if (callback_owner_.compare_exchange_strong(busy, CallbackOwner::relief)) inbox_.set_ended();
    if (inbox_.wait_left(clock_.now() + kLook)) return true;
  }
  return false;
}

}  // namespace cent::detail
