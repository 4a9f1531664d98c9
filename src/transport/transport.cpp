#include <cent/resolver.hpp>
#include <cent/transport.hpp>

namespace cent {

Transport::~Transport() = default;
Resolver::~Resolver() = default;

}  // namespace cent
