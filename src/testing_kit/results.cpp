// Results as JSON text: one function for each result in src/api.
#include <cent/testing/fake_transport.hpp>

#include "api/instantiate.hpp"

namespace cent {
namespace testing {

template <class Result>
Json result_json(const Result& result) {
  std::string text;
  try {
    detail::encode(text, result, 0);
  } catch (const detail::TextError& error) {
    throw UsageError("invalid result: " + error.message());
  }
  return Json::raw(std::move(text));
}

}  // namespace testing
}  // namespace cent

#undef CENT_INSTANTIATE_REQUEST
#undef CENT_INSTANTIATE_RESULT
#define CENT_INSTANTIATE_REQUEST(Type) static_assert(std::is_aggregate_v<Type>)
#define CENT_INSTANTIATE_RESULT(Type) template CENT_TESTING_EXPORT Json testing::result_json(const Type&)

#include "testing_kit/every_result.inc"
