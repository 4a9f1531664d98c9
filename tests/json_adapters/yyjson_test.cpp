#include <cent/json/yyjson.hpp>
#include <limits>

#include "json_adapters/adapters.hpp"

namespace {

using cent::Json;
using cent::YyjsonDoc;
using namespace cent::test;

struct FreeMutable {
  void operator()(yyjson_mut_doc* document) const { yyjson_mut_doc_free(document); }
};
using MutableDoc = std::unique_ptr<yyjson_mut_doc, FreeMutable>;

MutableDoc mutable_doc() { return MutableDoc{yyjson_mut_doc_new(nullptr)}; }

TEST(YyjsonAdapter, TakesDocumentsAndGivesThemBack) {
  const MutableDoc document = mutable_doc();
  yyjson_mut_val* root = yyjson_mut_obj(document.get());
  yyjson_mut_doc_set_root(document.get(), root);
  yyjson_mut_obj_add_int(document.get(), root, "z", 9007199254740993);
  const Json data{document.get()};
  EXPECT_EQ(data.text(), R"({"z":9007199254740993})");
  const YyjsonDoc read = data.as<YyjsonDoc>();
  EXPECT_EQ(yyjson_get_sint(yyjson_obj_get(yyjson_doc_get_root(read.get()), "z")), 9007199254740993);
  EXPECT_EQ(Json(read.get()), data);
  EXPECT_EQ(Json(through_a_server(read)), data);
}

TEST(YyjsonAdapter, KeepsValues) {
  expect_recorded_payloads_survive(trip_of<YyjsonDoc>());
  const std::string deep = std::string(Json::kMaxDepth, '[') + std::string(Json::kMaxDepth, ']');
  EXPECT_EQ(trip_of<YyjsonDoc>()(deep), deep);
  expect_row_in_guide("yyjson_doc", YYJSON_VERSION_STRING, trip_of<YyjsonDoc>());
}

TEST(YyjsonAdapter, RefusesWhatIsNoJson) {
  yyjson_doc* null = nullptr;
  expect_refused(null, "null pointer");
  expect_refused(YyjsonDoc{}, "null pointer");
  const MutableDoc document = mutable_doc();
  expect_refused(document.get(), "NULL");
  const auto refused = [&document](yyjson_mut_val* root, const char* cause) {
    yyjson_mut_doc_set_root(document.get(), root);
    expect_refused(document.get(), cause);
  };
  refused(yyjson_mut_real(document.get(), std::numeric_limits<double>::quiet_NaN()), "nan");
  refused(yyjson_mut_str(document.get(), "\xff"), "utf-8");
}

TEST(YyjsonAdapter, ReportsWhatItCannotRead) {
  EXPECT_THROW((void)Json::raw("1e999").as<YyjsonDoc>(), cent::UsageError);
}

}  // namespace
