// The golden texts of every method of the list, into its types and back. The other golden tests fill the same
// types by hand, as users do.
#include "api/golden.hpp"

#include <set>

#include "api/dom_agrees.hpp"
#include "json/decode.hpp"

namespace cent::detail {
/// The library only writes this form of a bool, `{"value":true}`.
static void decode(JsonReader& in, std::optional<bool>& value) {
  in.begin_object();
  for (std::string_view name; in.next_member(name);) value = in.read_bool();
}
}  // namespace cent::detail

namespace {

using namespace cent;
using namespace cent::test;

/// A request as its params say.
template <class Request>
Request read_request(const ordered_json& params) {
  const std::string text = params.dump();
  detail::JsonReader in{text};
  Request request{};
  detail::decode(in, request);
  return request;
}

/// Fills the members that are never on the wire as well.
template <class Request>
Request with_local_members(Request request) {
  for_each_field<Request>([&](const auto& field) {
    using Member = std::decay_t<decltype(std::declval<Request>().*field.member)>;
    if constexpr (std::is_same_v<Member, bool>) {
      if (field.kind == FieldKind::local) request.*field.member = true;
    }
  });
  return request;
}

template <class Request>
void expect_golden_texts() {
  const ordered_json golden = read_golden(Request::kMethod);
  ASSERT_TRUE(golden.is_object());
  const auto result = parse_result<typename Request::Result>(golden.at("result").dump());
  EXPECT_TRUE(agrees(result, nlohmann::json(golden.at("result")))) << "the result as another reader sees it";
  expect_golden(with_local_members(read_request<Request>(golden.at("request"))),
                read_request<Request>(golden.at("least")), result);
}

#define CENT_GOLDEN(name, Type, since, number) \
  TEST(GoldenTexts, Type) { expect_golden_texts<Type##Request>(); }
CENT_METHODS(CENT_GOLDEN)
#undef CENT_GOLDEN

TEST(GoldenTexts, HaveOneEntryForEachMethod) {
  std::set<std::string> entries;
  for (const auto& [method, texts] : golden_texts().items()) entries.insert(method);
  std::set<std::string> methods{"batch"};
  for_each_request([&](auto tag) { methods.emplace(decltype(tag)::type::kMethod); });
  EXPECT_EQ(entries, methods);
}

}  // namespace
