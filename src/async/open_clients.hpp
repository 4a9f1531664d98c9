#pragma once
#include <memory>

namespace cent::detail {

/// A client with a thread, in the list of those that still exist when the process ends or when the plugin
/// that holds this library is unloaded.
class OpenClient : public std::enable_shared_from_this<OpenClient> {
 public:
  OpenClient(const OpenClient&) = delete;
  OpenClient& operator=(const OpenClient&) = delete;

  /// Puts this client on the list; it leaves by its destructor. `uses_tls`: it is closed in an atexit()
  /// handler that is registered after libcurl was initialized, so before OpenSSL ends under its thread.
  void enter(bool uses_tls) noexcept;

  /// Closes, as the client's destructor would.
  virtual void close_at_exit() noexcept = 0;
  /// Stops the thread and runs no callback any more: the objects that it knows may be gone.
  virtual void abandon() noexcept = 0;

 protected:
  OpenClient() = default;
  virtual ~OpenClient();

 private:
  friend struct OpenClients;
  OpenClient* next_ = nullptr;
  OpenClient** link_ = nullptr;  ///< Which points to this one; null while not on the list.
  bool uses_tls_ = false;
  int ended_ = 0;  ///< The last of OpenClients' stages that has come for it.
};

}  // namespace cent::detail
