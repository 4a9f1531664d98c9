#pragma once
#include <cent/errors.hpp>
#include <memory>

namespace cent::detail {

/// The error of a command that memory ran out under, `not_sent` or `unknown`. Made in time, so that telling
/// it needs no memory: Service asks for both before there is any command.
const std::shared_ptr<const RequestException>& out_of_memory(Delivery delivery);

}  // namespace cent::detail
