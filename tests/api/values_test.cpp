// Requests and results as values: they compare, print, and go to text and back.
#include <cent/format.hpp>
#include <cent/values.hpp>
#include <sstream>

#include "api/golden.hpp"

namespace cent::test {
namespace {

template <class T>
std::string printed(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

/// Fails for a part of T that is not in CENT_VALUE_PARTS.
template <class T>
void expect_parts() {
  EXPECT_TRUE(detail::is_value<T>) << type_name<T>();
  for_each_field<T>([](const auto& field) {
    using Element = element_of<std::decay_t<decltype(std::declval<T>().*field.member)>>;
    if constexpr (has_row<Element> && !std::is_same_v<Element, T>) expect_parts<Element>();
  });
}

/// A value with every member filled equals its copy, and no value in which one member is missing.
template <class T>
void expect_comparison(const T& filled) {
  EXPECT_TRUE(filled == filled);
  EXPECT_FALSE(filled != filled);
  for_each_field<T>([&](const auto& field) {
    T lesser = filled;
    lesser.*field.member = std::decay_t<decltype(lesser.*field.member)>{};
    if (detail::is_zero(filled.*field.member)) return;
    EXPECT_TRUE(lesser != filled) << type_name<T>() << "::" << field.name;
    EXPECT_FALSE(lesser == filled) << type_name<T>() << "::" << field.name;
  });
}

template <class Request>
void expect_value() {
  using Result = typename Request::Result;
  expect_parts<Request>();
  expect_parts<Result>();
  const ordered_json golden = read_golden(Request::kMethod);
  const auto result = parse_result<Result>(golden.at("result").dump());
  expect_comparison(result);
  EXPECT_EQ(to_json(result).text(), printed(result));
  EXPECT_EQ(parse_result<Result>(to_json(result).text()), result);
  EXPECT_EQ(printed(Request{}).substr(0, 1), "{");
}

#define CENT_VALUE(name, Type, since, number) \
  TEST(Values, Type) { expect_value<Type##Request>(); }
CENT_METHODS(CENT_VALUE)
#undef CENT_VALUE

TEST(Values, RequestsCompareMemberByMember) {
  const PublishRequest request{"news", Json::of(1)};
  EXPECT_EQ(request, (PublishRequest{"news", Json::of(1)}));
  EXPECT_NE(request, (PublishRequest{"news", Json::of(2)}));
  EXPECT_NE(request, (PublishRequest{"new", Json::of(1)}));
  EXPECT_EQ(to_json(request).text(), R"({"channel":"news","data":1})");
}

TEST(Values, PrintAsPeopleReadThem) {
  EXPECT_EQ(printed(PublishResult{7, "abcd"}), R"({"offset":7,"epoch":"abcd"})");
  EXPECT_EQ(printed(Json::raw("[1]")), "[1]");
  EXPECT_EQ(printed(Json{}), "(absent)");
  EXPECT_EQ(printed(Delivery::not_sent), "not_sent");
  EXPECT_EQ(printed(FailureKind::connect), "connect");
  EXPECT_EQ(printed(Effect::versioned), "versioned");
  EXPECT_EQ(printed(UsageError("timeout must be above zero")), "cent: timeout must be above zero");
  EXPECT_EQ(printed(Reply<PublishResult>{PublishResult{7, ""}}), R"({"offset":7})");
  EXPECT_EQ(printed(Reply<PublishResult>{std::make_shared<const UsageError>("no")}), "cent: no");
  EXPECT_EQ(printed(Command{"publish", Json::raw(R"({"channel":"a"})")}),
            R"(publish {"channel":"a"} (once))");
  EXPECT_EQ(testing::PrintToString(PublishResult{7, "abcd"}), R"({"offset":7,"epoch":"abcd"})");
}

TEST(Values, OneWithInvalidTextPrintsTheReason) {
  PublishResult result;
  result.epoch = "\xFF";
  EXPECT_THROW((void)to_json(result), UsageError);
  EXPECT_TRUE(printed(result).find("UTF-8") != std::string::npos) << printed(result);
}

TEST(Commands, GoToALineAndBack) {
  PublishRequest request{"news", Json::raw("[1,\n2]")};
  request.idempotency_key = "k";
  for (const Command& command :
       {to_command(request), to_command(InfoRequest{}), Command{"new_method", Json{}, Effect::sets}}) {
    const std::string line = to_line(command);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    const Command back = parse_command(line);
    EXPECT_EQ(back.method, command.method);
    EXPECT_EQ(back.effect, command.effect);
    EXPECT_EQ(to_line(back), line);
  }
  EXPECT_EQ(to_line(Command{"info"}), R"({"method":"info","params":{},"effect":"once"})");
  EXPECT_EQ(parse_command(R"({"params":{"user":"u"},"method":"disconnect","by":[1]})"),
            (Command{"disconnect", Json::raw(R"({"user":"u"})"), Effect::sets}));
  EXPECT_EQ(parse_command(R"({"method":"publish"})").effect, Effect::once);
}

TEST(Commands, ALineThatIsNoneIsRejected) {
  for (const char* line :
       {"", "[]", R"({"method":"Publish"})", R"({"params":{}})", R"({"method":"publish","params":1})",
        R"({"method":"publish","effect":"twice"})", R"({"method":"publish"} x)"}) {
    EXPECT_THROW((void)parse_command(line), UsageError) << line;
  }
  EXPECT_THROW((void)to_line(Command{"a b"}), UsageError);
  EXPECT_THROW((void)to_line(Command{"a", Json::of(1)}), UsageError);
}

TEST(Commands, HaveTheEffectOfTheirMethod) {
  for_each_request([](auto tag) {
    using Request = typename decltype(tag)::type;
    EXPECT_EQ(effect_of(Request::kMethod), detail::Row<Request>::effect({})) << Request::kMethod;
  });
  EXPECT_EQ(effect_of("history"), Effect::reads);
  EXPECT_EQ(effect_of("publish"), Effect::once);
  EXPECT_EQ(effect_of("no_such_method"), Effect::once);
}

}  // namespace
}  // namespace cent::test
