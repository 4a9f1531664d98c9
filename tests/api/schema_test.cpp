// Methods, fields and types in the code against api.txt, both ways. And the one list of methods against
// the request types and against what the headers declare.
#include <gtest/gtest.h>
#include <cent/methods.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "api/all_methods.hpp"
#include "api/row_walk.hpp"

namespace {

using namespace cent::test;

using Names = std::set<std::string>;
using Types = std::map<std::string, Names>;  // type name -> `field type`

struct Schema {
  std::map<std::string, std::string> methods;  // method -> `Request Result`
  Types types;
};

std::ifstream open(const std::string& path) {
  std::ifstream in{path};
  EXPECT_TRUE(in) << "cannot read " << path;
  return in;
}

Schema read_schema() {
  Schema schema;
  std::ifstream in = open(CENT_API_DATA "/api.txt");
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#' || line.front() == ' ') continue;  // golden texts are indented
    std::istringstream words{line};
    std::string first;
    words >> first;
    if (first == "method") {
      std::string name;
      std::string request;
      std::string result;
      words >> name >> request >> result;
      EXPECT_TRUE(schema.methods.emplace(name, request + " " + result).second) << line;
      continue;
    }
    EXPECT_EQ(first.back(), ':') << line;
    first.pop_back();
    Names& fields = schema.types[first];
    EXPECT_TRUE(fields.empty()) << "twice: " << first;
    std::string field;
    while (std::getline(words >> std::ws, field, ',')) EXPECT_TRUE(fields.insert(field).second) << line;
  }
  return schema;
}

template <class T>
void add_type(Types& types) {
  if (types.count(type_name<T>()) != 0) return;
  Names& fields = types[type_name<T>()];
  for_each_field<T>([&](const auto& field) {
    using Member = std::decay_t<decltype(std::declval<T>().*field.member)>;
    if (field.kind == FieldKind::local) return;
    const char* mark = field.kind == FieldKind::required ? "!" : "";
    fields.insert(std::string(field.name) + " " + wire_type<Member>() + mark);
    if constexpr (has_row<element_of<Member>>) add_type<element_of<Member>>(types);
  });
}

Schema schema_of_the_code() {
  Schema schema;
  for_each_request([&](auto tag) {
    using Request = typename decltype(tag)::type;
    using Result = typename Request::Result;
    const bool fresh =
        schema.methods.emplace(Request::kMethod, type_name<Request>() + " " + type_name<Result>()).second;
    EXPECT_TRUE(fresh) << "two requests of " << Request::kMethod;
    add_type<Request>(schema.types);
    add_type<Result>(schema.types);
  });
  schema.methods.emplace("batch", "- -");  // Client::send
  return schema;
}

Names keys(const Types& types) {
  Names names;
  for (const auto& [name, fields] : types) names.insert(name);
  return names;
}

TEST(Schema, HasTheMethodsOfTheCodeAndNoOthers) {
  const Schema schema = read_schema();
  EXPECT_GE(schema.methods.size(), 40U);
  EXPECT_EQ(schema_of_the_code().methods, schema.methods);
}

TEST(Schema, HasTheFieldsOfTheCodeAndNoOthers) {
  const Types schema = read_schema().types;
  const Types code = schema_of_the_code().types;
  EXPECT_EQ(keys(code), keys(schema));
  for (const auto& [name, fields] : schema) {
    const auto found = code.find(name);
    if (found == code.end()) continue;  // reported above
    EXPECT_EQ(found->second, fields) << name;
  }
}

/// All of a pattern's first groups in the headers of a folder.
Names found_in_headers(const std::string& folder, const std::string& pattern) {
  Names names;
  const std::regex expression{pattern};
  for (const auto& file : std::filesystem::directory_iterator{CENT_SOURCES "/include/cent/" + folder}) {
    if (!file.is_regular_file()) continue;
    std::ifstream in = open(file.path().string());
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    for (std::sregex_iterator match{text.begin(), text.end(), expression}, end; match != end; ++match) {
      names.insert((*match)[1]);
    }
  }
  return names;
}

Names methods_of_all_requests() {
  Names names;
  for_each_request([&](auto tag) { names.emplace(decltype(tag)::type::kMethod); });
  return names;
}

TEST(Schema, KnowsEveryRequestThatTheHeadersDeclare) {
  EXPECT_EQ(found_in_headers("api", R"re(kMethod = "([a-z_]+)")re"), methods_of_all_requests());
}

TEST(Schema, HasAFunctionInTheMethodListForEveryRequest) {
  // Every function of the list that takes a request: `name(const NameRequest& request, …`.
  EXPECT_EQ(found_in_headers("", R"re(([a-z_]+)\(\s*const [A-Za-z]+Request& request,)re"),
            methods_of_all_requests());
}

/// A face that gives back which request type came, so that a name and its type cannot be mixed up.
class Recorder;
}  // namespace

template <class R>
struct cent::Returns<Recorder, R> {
  using type = std::pair<std::string, R>;
};

namespace {
class Recorder : public cent::Methods<Recorder> {
 public:
  template <class Request>
  std::pair<std::string, typename Request::Result> call(const Request&) {
    return {std::string(Request::kMethod), {}};
  }
};

TEST(Methods, SendTheRequestOfTheirName) {
  Recorder face;
  Names called;
  // The compiler checks the result's type: `pair<string, NameResult>`.
#define CALL(method, Type, since, number)                                                         \
  {                                                                                               \
    const std::pair<std::string, cent::Type##Result> answer = face.method(cent::Type##Request{}); \
    EXPECT_EQ(answer.first, #method);                                                             \
    called.insert(#method);                                                                       \
  }
  CENT_METHODS(CALL)
#undef CALL
  EXPECT_EQ(called, methods_of_all_requests());
}

}  // namespace
