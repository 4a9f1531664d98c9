// Apart from the other methods: in one unit with them the compiler inlines less, and a publication costs 7 %
// more.
#include <cent/api/publish.hpp>

#include <cent/detail/method_list.hpp>
#include "api/instantiate.hpp"
#include "api/publish_rows.hpp"

namespace cent {

std::vector<BroadcastFailure> BroadcastResult::failed() const {
  std::vector<BroadcastFailure> failures;
  for (std::size_t i = 0; i < responses.size(); ++i) {
    if (!responses[i]) failures.push_back({i, responses[i].error.value_or(ErrorInfo{})});
  }
  return failures;
}

void detail::CommandBuffer::push_publication(std::string_view channel, const Json& data) {
  const auto as_request = [&] { return PublishRequest{std::string{channel}, data}; };
  if (channel.empty() || !data.has_value()) return push(as_request());  // it says what is missing
  push_with(PublishRequest::kMethod, [&](TextWriter& out) {
    using Fields = Row<PublishRequest>;
    try {
      out.push_back('{');
      out.append(std::get<0>(Fields::fields).key);
      put_string(out, channel);
      out.push_back(',');
      out.append(std::get<1>(Fields::fields).key);
      JsonAccess::append(out, data);
      out.push_back('}');
    } catch (const TextError&) {
      static_cast<void>(to_command(as_request()));  // throws with the name of the member
      throw;
    }
    return Effect::once;
  });
}

CENT_PUBLISH_METHODS(CENT_INSTANTIATE)

}  // namespace cent
