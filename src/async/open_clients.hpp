#pragma once
#include <memory>

namespace cent::detail {

/// A client with a thread, in the list of clients that still exist when the process ends or when the plugin
/// that contains this library is unloaded.
class OpenClient : public std::enable_shared_from_this<OpenClient> {
 public:
  OpenClient(const OpenClient&) = delete;
  OpenClient& operator=(const OpenClient&) = delete;

  /// Adds this client to the list. The destructor removes it. With `uses_tls` it is closed in an atexit()
  /// handler. That handler is registered after libcurl was initialized, so it runs before OpenSSL's own.
  void enter(bool uses_tls) noexcept;

  /// Closes, as the client's destructor would.
  virtual void close_at_exit() noexcept = 0;
  /// Stops the thread without another callback, since the objects that callbacks use may be gone.
  virtual void abandon() noexcept = 0;

 protected:
  OpenClient() = default;
  virtual ~OpenClient();

 private:
  friend struct OpenClients;
  OpenClient* next_ = nullptr;
  OpenClient** link_ = nullptr;  ///< The pointer that points to this one; null while not on the list.
  bool uses_tls_ = false;
  int ended_ = 0;  ///< The last of OpenClients' stages that ended it.
};

}  // namespace cent::detail
