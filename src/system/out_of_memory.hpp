#pragma once
#include <cent/errors.hpp>
#include <memory>

namespace cent::detail {

/// The error of a command that ends since memory ran out, `not_sent` or `unknown`. Service creates both in
/// advance, so that reporting them needs no memory.
const std::shared_ptr<const RequestException>& out_of_memory(Delivery delivery);

}  // namespace cent::detail
