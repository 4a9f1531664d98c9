#pragma once
#include <cent/transport.hpp>
#include <chrono>
#include <exception>

namespace cent::detail {

/// Receives the end of a request. Exactly one of the two is called, once, by AsyncTransport::poll().
class ResponseListener {
 public:
  virtual void answered(HttpResponse response) = 0;
  virtual void failed(const std::exception& error) = 0;

 protected:
  ~ResponseListener() = default;
};

/// Sends HTTP requests without blocking. Used by one thread, except wake().
class AsyncTransport {
 public:
  AsyncTransport() = default;
  AsyncTransport(const AsyncTransport&) = delete;
  AsyncTransport& operator=(const AsyncTransport&) = delete;
  virtual ~AsyncTransport() = default;

  /// Starts a request. Its texts and the listener must stay valid until it ends.
  /// @throws std::exception if it could not be started: nothing was sent, and the listener is not called.
  virtual void start(const HttpRequest& request, ResponseListener& listener) = 0;
  /// Processes requests and calls listeners. Blocks until something happens, wake() is called or time is up.
  virtual void poll(std::chrono::milliseconds at_most) = 0;
  /// Aborts all requests under way without calling their listeners. No request is started after this.
  virtual void stop() noexcept = 0;
  /// Ends the current poll(), or else the next one. Any thread may call it.
  virtual void wake() noexcept = 0;
};

}  // namespace cent::detail
