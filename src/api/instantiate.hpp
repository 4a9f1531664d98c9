#pragma once
#include <cent/command.hpp>
#include <cent/detail/codec.hpp>
#include <cent/errors.hpp>
#include <string>
#include <string_view>

#include "json/decode.hpp"
#include "json/encode.hpp"

// What each row file instantiates for its types: one line a request, one line a result.
#define CENT_INSTANTIATE_REQUEST(Type)                                          \
  template CENT_EXPORT Effect detail::encode_params(const Type&, std::string&); \
  template CENT_EXPORT Command to_command(const Type&)
#define CENT_INSTANTIATE_RESULT(Type)                                       \
  template CENT_EXPORT void detail::decode_result(std::string_view, Type&); \
  template CENT_EXPORT Type parse_result(std::string_view)

namespace cent {
namespace detail {

template <class Request, class = void>
inline constexpr bool has_check = false;
template <class Request>
inline constexpr bool
    has_check<Request, std::void_t<decltype(Row<Request>::check(std::declval<const Request&>()))>> = true;

template <class Request, class Member>
void require_field(const Request& request, const Field<Member, Request>& field) {
  if (field.kind == FieldKind::required && is_zero(request.*field.member)) {
    throw UsageError(std::string(field.name) + " is required", std::string(Request::kMethod));
  }
}

template <class Request>
Effect encode_params(const Request& request, std::string& out) {
  std::apply([&](const auto&... field) { (require_field(request, field), ...); }, Row<Request>::fields);
  if constexpr (has_check<Request>) Row<Request>::check(request);
  try {
    encode(out, request, 0);
  } catch (const TextError& error) {
    throw UsageError(error.message(), std::string(Request::kMethod));
  }
  return Row<Request>::effect(request);
}

template <class Result>
void decode_result(std::string_view text, Result& result) {
  try {
    JsonReader in{text};
    decode(in, result);
    in.finish();
  } catch (const TextError& error) {
    throw_unreadable_result(error.message());
  }
}

}  // namespace detail

template <class Request>
Command to_command(const Request& request) {
  std::string params;
  const Effect effect = detail::encode_params(request, params);
  return Command{std::string(Request::kMethod), Json::raw(std::move(params)), effect};
}

template <class Result>
Result parse_result(std::string_view text) {
  Result result{};
  detail::decode_result(text, result);
  return result;
}

}  // namespace cent
