#pragma once

namespace cent {

/// The type of `no_throw`.
struct NoThrow {};

/// As the last argument of a Client's method: it returns a Reply, which holds the result or the error, and
/// throws nothing. For code that is compiled without exceptions, and for paths on which a failure is usual.
///
///     const auto reply = client.publish("news", data, cent::no_throw);
///     if (!reply) std::cerr << reply.error().what() << '\n';
inline constexpr NoThrow no_throw{};

}  // namespace cent
