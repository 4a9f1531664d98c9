#pragma once
#include <cent/export.hpp>
#include <cent/text.hpp>
#include <string>

namespace cent {

/// Returns an idempotency key for a publication of `id` to `channel`. Equal texts give equal keys, in every
/// process.
///
///     request.idempotency_key = cent::idempotency_key("orders", "17_paid");  // "17_paid-6"
///
/// Servers join channel and key to one text without a boundary (v5.2 to v6.9.1: memory with `_`, Redis with
/// `.`), so different pairs of channel and key may collide. These keys cannot. The key is the id, `-` and the
/// number of bytes of the channel. In the joined text the digits at the end say where the channel ends, and
/// the id lies between the joining character and the last `-`. So the joined text determines channel and id,
/// whatever characters they have.
///
/// @throws UsageError if the channel or the id is empty or a null pointer.
[[nodiscard]] CENT_EXPORT std::string idempotency_key(const TextArgument& channel, const TextArgument& id);

/// The same for a broadcast, whose key is used for each of its channels. The key is the id, `~` and the
/// number of bytes of the id, so the end of the joined text says where the id begins. It never equals a key
/// for one channel, since the last character that is not a digit differs.
///
///     broadcast.idempotency_key = cent::idempotency_key("order-17");  // "order-17~8"
///
/// @throws UsageError if the id is empty or a null pointer.
[[nodiscard]] CENT_EXPORT std::string idempotency_key(const TextArgument& id);

}  // namespace cent
