#pragma once
#include <functional>
#include <thread>

namespace cent::detail {

/// Starts a thread named `cent`. It blocks the signals meant for the program's own threads, except those that
/// a thread raises itself (SIGSEGV, SIGABRT, …) and that of profilers.
/// @throws RequestException (resources) if the system cannot start another thread.
std::thread start_worker_thread(std::function<void()> work);

}  // namespace cent::detail
