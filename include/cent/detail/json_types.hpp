#pragma once
#include <cent/text.hpp>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

// How Json tells types apart.
namespace cent::detail {

/// A DOM of the kind of nlohmann's.
template <class T, class = void>
inline constexpr bool has_dump = false;
template <class T>
inline constexpr bool has_dump<T, std::void_t<decltype(std::declval<const T&>().dump())>> =
    std::is_convertible_v<decltype(std::declval<const T&>().dump()), std::string>;

template <class T, class = void>
inline constexpr bool has_keys = false;
template <class T>
inline constexpr bool has_keys<T, std::void_t<typename T::mapped_type>> = true;
template <class T, class = void>
inline constexpr bool has_pairs = false;
template <class T>
inline constexpr bool
    has_pairs<T, std::void_t<decltype(std::declval<const typename T::value_type&>().second)>> = has_keys<T>;

/// A container, but neither text nor a DOM.
template <class T, class = void>
inline constexpr bool is_range = false;
template <class T>
inline constexpr bool
    is_range<T, std::void_t<typename T::value_type, decltype(std::declval<const T&>().begin()),
                            decltype(std::declval<const T&>().end())>> =
        !is_text<T> && !has_dump<T> && has_keys<T> == has_pairs<T>;

/// A map with texts as keys.
template <class T>
constexpr bool is_text_map() {
  if constexpr (has_pairs<T>) {
    return is_text<typename T::key_type>;
  } else {
    return false;
  }
}

/// A type that is a Json, or has an operator that makes one, needs no codec.
template <class T, class Json, class = void>
inline constexpr bool converts_itself = std::is_base_of_v<Json, T>;
template <class T, class Json>
inline constexpr bool
    converts_itself<T, Json, std::void_t<decltype(std::declval<const T&>().operator Json())>> = true;

template <class T>
T no_decoder();

}  // namespace cent::detail
