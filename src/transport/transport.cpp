#include <cent/transport.hpp>

namespace cent {

Transport::~Transport() = default;

}  // namespace cent
