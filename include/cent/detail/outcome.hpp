#pragma once

namespace cent::detail {

/// What a call on `Face` gives back for a result R and the arguments that follow the request: each face says
/// so by specialising it. What has no `type` may not follow.
template <class Face, class R, class... How>
struct Outcome {};

}  // namespace cent::detail
