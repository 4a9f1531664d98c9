#include "protocol/conversation.hpp"

#include "protocol/method_name.hpp"

namespace cent::detail {

bool Conversation::is_core() const { return work_.many != nullptr || is_core_route(work_.method); }

void Conversation::write(DialectKind kind, bool as_batch, WireRequest& out) const {
  dialect_of(kind).write(work_, as_batch, out);
}

void Conversation::begin(WireRequest& out) {
  const DialectKind kind = known_.kind();
  if (kind == DialectKind::legacy) {
    tried_legacy_ = true;
    write(kind, false, out);
    return;
  }
  tried_modern_ = true;
  // While the dialect is unknown, a method that a modern server may lack is sent to /api/batch: only there
  // does a 404 mean an old server.
  write(DialectKind::modern, kind == DialectKind::unknown && !is_core(), out);
}

bool Conversation::again(int status, WireRequest& out) {
  if (status != 404 && status != 401) return false;
  if (out.dialect == DialectKind::modern) {
    const bool route_tells = is_core() || out.as_batch;
    if (status == 404 &&
        !route_tells) {  // either the method or the dialect is missing: the batch route shows which
      write(DialectKind::modern, true, out);
      return true;
    }
    if (known_.is_fixed() || tried_legacy_) return false;
    // v4.1.3 to v4.1.5 may have the new routes but accept the key only in `Authorization`.
    if (status == 401 && known_.kind() == DialectKind::modern) return false;
    tried_legacy_ = true;
    write(DialectKind::legacy, false, out);
    return true;
  }
  if (status == 404 && !known_.is_fixed() && !tried_modern_) {
    tried_modern_ = true;
    write(DialectKind::modern, !is_core(), out);
    return true;
  }
  return false;
}

}  // namespace cent::detail
