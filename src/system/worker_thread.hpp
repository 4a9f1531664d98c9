#pragma once
#include <functional>
#include <thread>

namespace cent::detail {

/// Starts a thread named `cent`. It blocks the signals that are meant for the program's own threads, and
/// leaves open those that a thread causes itself (SIGSEGV, SIGABRT, …) and that of profilers.
/// @throws RequestException (resources) if the system has no more threads.
std::thread start_worker_thread(std::function<void()> work);

}  // namespace cent::detail
