// Results as JSON text, one function for each method.
#include <cent/errors.hpp>
#include <cent/testing/fake_transport.hpp>

#include <cent/detail/method_list.hpp>
#include "api/all_rows.hpp"
#include "json/encode.hpp"

namespace cent::testing {

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

#define CENT_RESULT_JSON(name, Type, since, number) \
  template CENT_TESTING_EXPORT Json result_json(const Type##Result&);
CENT_METHODS(CENT_RESULT_JSON)
#undef CENT_RESULT_JSON

}  // namespace cent::testing
