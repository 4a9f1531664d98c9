#include <cent/detail/codec.hpp>
#include <cent/errors.hpp>

#include "api/all_methods.hpp"
#include "api/dom_agrees.hpp"
#include "fuzz/targets.hpp"

namespace cent::fuzz {
namespace {

template <class Result>
void read(std::string_view text) {
  Result result{};
  try {
    detail::decode_result(text, result);
  } catch (const RequestException& error) {
    require(error.kind() == FailureKind::unreadable && error.delivery() == Delivery::unknown,
            "an unreadable result says so");
    return;
  }
  const nlohmann::json dom = nlohmann::json::parse(text, nullptr, false);
  if (dom.is_discarded()) return;  // broken text in a payload, or a number in it that no double holds
  require(test::agrees(result, dom), "the fields are those that nlohmann finds");
}

}  // namespace

void reply_results(const std::uint8_t* data, std::size_t size) {
  Input input{data, size};
  const std::size_t chosen = input.byte() % test::kRequests;
  std::size_t index = 0;
  test::for_each_request([&](auto tag) {
    if (index++ == chosen) read<typename decltype(tag)::type::Result>(input.rest());
  });
}

}  // namespace cent::fuzz
