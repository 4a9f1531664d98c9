#pragma once
#include <cent/transport.hpp>
#include <chrono>
#include <exception>

namespace cent::detail {

/// Hears how a request ended: one of the two, once, from within AsyncTransport::poll().
class ResponseListener {
 public:
  virtual void answered(HttpResponse response) = 0;
  virtual void failed(const std::exception& error) = 0;

 protected:
  ~ResponseListener() = default;
};

/// Sends HTTP requests without waiting for them. Used by one thread, but for wake().
class AsyncTransport {
 public:
  AsyncTransport() = default;
  AsyncTransport(const AsyncTransport&) = delete;
  AsyncTransport& operator=(const AsyncTransport&) = delete;
  virtual ~AsyncTransport() = default;

  /// Begins a request whose texts and listener stay where they are until it ends.
  /// @throws std::exception if it could not begin: it was not sent, and the listener hears nothing.
  virtual void start(const HttpRequest& request, ResponseListener& listener) = 0;
  /// Moves requests on and tells listeners; waits until something happens, wake() is called, or time is up.
  virtual void poll(std::chrono::milliseconds at_most) = 0;
  /// Breaks off what is under way; its listeners hear nothing of it. Nothing is started after this.
  virtual void stop() noexcept = 0;
  /// Ends the poll() that waits now, or the next one. From any thread.
  virtual void wake() noexcept = 0;
};

}  // namespace cent::detail
