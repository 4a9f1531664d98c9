#pragma once
#include <cent/detail/text.hpp>
#include <cent/export.hpp>
#include <string>

namespace cent {

/// An idempotency key for a publication of `id` to `channel`: the same for the same two texts, in every
/// process.
///
///     request.idempotency_key = cent::idempotency_key("orders", "17_paid");  // "17_paid-6"
///
/// Two such keys never protect one another's publications, though servers join channel and key to one text
/// without a boundary (v5.2 to v6.9.1: memory with `_`, Redis with `.`): the key is the id, `-` and the
/// number of bytes of the channel. The digits at the end of the joined text say where its channel ends, and
/// what lies between the joining character and the last `-` is the id. So one joined text stands for one
/// channel and one id, whatever characters they hold.
///
/// @throws UsageError if the channel or the id is empty or a null pointer.
[[nodiscard]] CENT_EXPORT std::string idempotency_key(const detail::TextArgument& channel,
                                                      const detail::TextArgument& id);

/// The same for a broadcast, whose key counts in each of its channels: the id, `~` and the number of bytes of
/// the id, so that the end of the joined text says where the id begins. Never equal to a key for one channel:
/// the last character that is not a digit tells them apart.
///
///     broadcast.idempotency_key = cent::idempotency_key("order-17");  // "order-17~8"
///
/// @throws UsageError if the id is empty or a null pointer.
[[nodiscard]] CENT_EXPORT std::string idempotency_key(const detail::TextArgument& id);

}  // namespace cent
