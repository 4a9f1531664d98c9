#pragma once
#include <functional>
#include <thread>

namespace cent::detail {

/// A thread that hears no signals: they are for the program's own threads.
/// @throws RequestException (resources) if the system has no more threads.
std::thread start_worker_thread(std::function<void()> work);

}  // namespace cent::detail
