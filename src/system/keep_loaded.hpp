#pragma once

namespace cent::detail {

/// Keeps the plugin or shared library that contains `address` mapped until the process ends, for a thread
/// that may still run its code. Does nothing for the program itself.
///
/// Waits for a dlclose() under way in another thread. So it must not be called where that thread waits for
/// the caller without a time limit.
void keep_loaded(const void* address) noexcept;
/// The same for this library's own code.
void keep_loaded() noexcept;

}  // namespace cent::detail
