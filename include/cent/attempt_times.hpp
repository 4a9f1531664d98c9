#pragma once
#include <chrono>

namespace cent {

/// How long the phases of an attempt took, each from its own start. 0: the phase did not happen, or its
/// length is not known. A kept connection has no `name`, `connect` and `tls`; a custom transport reports only
/// `whole`.
struct AttemptTimes {
  std::chrono::microseconds name{0};        ///< Looking up the host name.
  std::chrono::microseconds connect{0};     ///< Making the connection, without TLS.
  std::chrono::microseconds tls{0};         ///< The TLS handshake.
  std::chrono::microseconds first_byte{0};  ///< From the ready connection to the first byte of the response.
  std::chrono::microseconds whole{0};       ///< The whole attempt.
};

}  // namespace cent
