#pragma once
#include <type_traits>

namespace cent {

/// The type that a method of `Face` returns for a result R, when arguments of the types How follow the
/// request. Each face specialises it and names the type `type`; a call with arguments for which there is no
/// such specialisation does not compile.
///
/// This is how a class of your own gets all methods of the server API. Declare the class, specialise Returns,
/// then derive from Methods and define one function template, `call`, which every method calls:
///
///     class Outbox;
///     template <class R> struct cent::Returns<Outbox, R> { using type = void; };
///     class Outbox : public cent::Methods<Outbox> {
///      public:
///       template <class Request> void call(const Request& request) { keep(cent::to_command(request)); }
///     };
///
/// `Request::Result` is R, and `Request::kMethod` is the name on the wire. examples/21_own_face.cpp is a
/// whole program.
template <class Face, class R, class... How>
struct Returns {};

/// The same for arguments as they are passed: without references and const.
template <class Face, class R, class... How>
using ReturnType = typename Returns<Face, R, std::decay_t<How>...>::type;

}  // namespace cent
