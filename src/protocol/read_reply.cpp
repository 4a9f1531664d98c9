#include <cent/detail/read_reply.hpp>
#include <new>
#include <utility>

#include "json/access.hpp"
#include "json/reader.hpp"
#include "json/text_error.hpp"
#include "protocol/channel_of.hpp"
#include "system/out_of_memory.hpp"

namespace cent::detail {

namespace {

RequestException unreadable_result(const std::string& cause) {
  ErrorFacts facts;
  facts.cause = "unreadable result: " + cause;
  facts.kind = FailureKind::unreadable;
  facts.delivery = Delivery::unknown;
  return RequestException(std::move(facts));
}

}  // namespace

void throw_unreadable_result(const std::string& cause) { throw unreadable_result(cause); }

std::shared_ptr<const CentException> with_call(const RequestException& error,
                                               const CallFacts& call) noexcept {
  try {
    ErrorFacts facts = error.facts();
    facts.method = call.method;
    facts.channel = channel_of(call.params);
    facts.attempts = call.attempts;
    facts.status = call.status;
    return std::make_shared<const RequestException>(std::move(facts));
  } catch (const std::bad_alloc&) {
    return no_memory_to_read();
  }
}

std::shared_ptr<const CentException> no_memory_to_read() noexcept { return out_of_memory(Delivery::unknown); }

template <>
Reply<Json> read_reply<Json>(std::string_view text, const CallFacts& call) {
  try {
    JsonReader in{text};
    bool clean = true;
    in.read_raw(clean);
    in.finish();
    return JsonAccess::received(text, clean && !in.has_line_breaks());
  } catch (const TextError& error) {
    return with_call(unreadable_result(error.message()), call);
  } catch (const std::bad_alloc&) {
    return no_memory_to_read();
  }
}

}  // namespace cent::detail
