#pragma once
// Every method of the library's list, as types. schema_test.cpp compares the list with the headers and with
// the description of the API, so a method that is missing in it turns a test red.
#include <cent/api.hpp>

#include <cent/detail/method_list.hpp>
#include "api/all_rows.hpp"

namespace cent::test {

template <class T>
struct Tag {
  using type = T;
};

#define CENT_COUNT(name, Type, since, number) +1
inline constexpr std::size_t kRequests = 0 CENT_METHODS(CENT_COUNT);
#undef CENT_COUNT

/// Calls `visit(Tag<Request>{})` for each.
template <class Visit>
void for_each_request(const Visit& visit) {
#define CENT_VISIT(name, Type, since, number) visit(Tag<Type##Request>{});
  CENT_METHODS(CENT_VISIT)
#undef CENT_VISIT
}

}  // namespace cent::test
