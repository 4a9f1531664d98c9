#pragma once
#include <cent/detail/open_methods.hpp>
#include <cent/detail/pro_methods.hpp>

namespace cent::detail {

/// The one list of API methods, shared by every face. A face derives from it, offers `call(request, how...)`,
/// and specialises Outcome.
template <class Face>
class Methods : public OpenMethods<Face>, public ProMethods<Face> {};

}  // namespace cent::detail
