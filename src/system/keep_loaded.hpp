#pragma once

namespace cent::detail {

/// Keeps the plugin or shared library that `address` is part of mapped until the process ends, for a thread
/// that may run its code for longer than anybody waits. Does nothing for the program itself.
///
/// Waits for a dlclose() that is under way in another thread, so a client calls it where nothing waits
/// without bound for the caller.
void keep_loaded(const void* address) noexcept;
/// The same for this library's own code.
void keep_loaded() noexcept;

}  // namespace cent::detail
