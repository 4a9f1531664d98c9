#pragma once
#include <cent/command.hpp>
#include <cent/detail/codec.hpp>
#include <cent/detail/read_reply.hpp>
#include <cent/errors.hpp>
#include <memory>
#include <new>
#include <string>
#include <string_view>

#include "json/decode.hpp"
#include "json/encode.hpp"
#include "protocol/push_command.hpp"

// Everything that the library has of one method, as a row of cent/detail/method_list.hpp.
#define CENT_INSTANTIATE(name, Type, since, number)                                            \
  template CENT_EXPORT Effect detail::encode_params(const Type##Request&, std::string&);       \
  template CENT_EXPORT Effect detail::encode_params(const Type##Request&, Params&);            \
  template CENT_EXPORT void detail::CommandBuffer::push(const Type##Request&);                 \
  template CENT_EXPORT Command to_command(const Type##Request&);                               \
  template CENT_EXPORT Effect detail::encode_erased<Type##Request>(const void*, Params&);      \
  template CENT_EXPORT void detail::decode_result(std::string_view, Type##Result&);            \
  template CENT_EXPORT std::shared_ptr<const CentException> detail::read_result(               \
      std::string_view, Type##Result&, const CallFacts&) noexcept;                             \
  template CENT_EXPORT std::shared_ptr<const CentException> detail::read_erased<Type##Result>( \
      std::string_view, void*, const CallFacts&) noexcept;                                     \
  template CENT_EXPORT Type##Result parse_result(TextArgument);                                \
  static_assert(Type##Request::kMethod == #name);

namespace cent {
namespace detail {

template <class Request, class = void>
inline constexpr bool has_check = false;
template <class Request>
inline constexpr bool
    has_check<Request, std::void_t<decltype(Row<Request>::check(std::declval<const Request&>()))>> = true;

template <class Request, std::size_t... I>
void require_fields(const Request& request, std::index_sequence<I...>) {
  [[maybe_unused]] const auto require = [&](const auto& field, auto required) {
    if constexpr (decltype(required)::value) {
      if (!is_zero(request.*field.member)) return;
      throw UsageError(std::string(field.name) + " is required", std::string(Request::kMethod));
    }
  };
  (require(std::get<I>(Row<Request>::fields),
           std::bool_constant<std::get<I>(Row<Request>::fields).kind == FieldKind::required>{}),
   ...);
}

/// Checks everything in a request except its texts.
template <class Request>
void check_request(const Request& request) {
  require_fields(request, std::make_index_sequence<kFieldCount<Request>>{});
  if constexpr (has_check<Request>) Row<Request>::check(request);
}

template <class Request>
Effect encode_params(const Request& request, TextWriter& out) {
  check_request(request);
  try {
    encode(out, request, 0);
  } catch (const TextError& error) {
    throw UsageError(error.message(), std::string(Request::kMethod));
  }
  return Row<Request>::effect(request);
}

template <class Request>
Effect encode_params(const Request& request, std::string& out) {
  TextWriter writer{out, out.size()};
  const Effect effect = encode_params(request, writer);
  out.resize(writer.size());
  return effect;
}

template <class Request>
Effect encode_params(const Request& request, Params& out) {
  TextWriter writer{out.near_by + Params::kFront, sizeof out.near_by - Params::kFront, out.far_off};
  const Effect effect = encode_params(request, writer);
  out.text = writer.text();
  return effect;
}

template <class Request>
Effect encode_erased(const void* request, Params& out) {
  return encode_params(*static_cast<const Request*>(request), out);
}

template <class Request>
void CommandBuffer::push(const Request& request) {
  push_with(Request::kMethod, [&](TextWriter& out) { return encode_params(request, out); });
}

template <class Result>
void decode_result(std::string_view text, Result& result) {
  if constexpr (has_usual<Result>) {
    if (Row<Result>::decode_usual(text, result)) return;
  }
  try {
    JsonReader in{text};
    decode(in, result);
    in.finish();
  } catch (const TextError& error) {
    throw_unreadable_result(error.message());
  }
}

template <class Result>
std::shared_ptr<const CentException> read_result(std::string_view text, Result& result,
                                                 const CallFacts& facts) noexcept {
  try {
    decode_result(text, result);
    return nullptr;
  } catch (const RequestException& error) {
    return with_call(error, facts);
  } catch (const std::bad_alloc&) {
    return no_memory_to_read();
  }
}

template <class Result>
std::shared_ptr<const CentException> read_erased(std::string_view text, void* result,
                                                 const CallFacts& facts) noexcept {
  return read_result(text, *static_cast<Result*>(result), facts);
}

}  // namespace detail

template <class Request>
Command to_command(const Request& request) {
  std::string params;
  const Effect effect = detail::encode_params(request, params);
  return Command{std::string(Request::kMethod), detail::JsonAccess::written(std::move(params)), effect};
}

template <class Result>
Result parse_result(TextArgument text) {
  Result result{};
  detail::decode_result(text.named("the result's text"), result);
  return result;
}

}  // namespace cent
