#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace cent::detail {

enum class FieldKind {
  plain,
  required,  ///< In a request: rejected if empty. In a result: an error if it is missing.
  local,     ///< Described, but never sent.
};

/// The first server version that knows a field. Zeros: every version.
struct Since {
  int major = 0;
  int minor = 0;
};
constexpr bool is_older(Since one, Since other) noexcept {
  return one.major != other.major ? one.major < other.major : one.minor < other.minor;
}

/// The wire form of one member. Created only by F, R, S and L of row_macros.hpp, so the wire name is always
/// the member's name.
template <class Member, class T>
struct Field {
  std::string_view name;
  std::string_view key;  ///< `"name":`, ready to append.
  Member T::*member;
  FieldKind kind;
  Since since;
};
template <std::size_t N, std::size_t M, class Member, class T>
Field(const char (&)[N], const char (&)[M], Member T::*, FieldKind, Since) -> Field<Member, T>;

/// The one row of a type: `using T = TheType; static constexpr std::tuple fields{R(channel), F(data)};`
/// Elements of a map that old servers list by name alone have `static constexpr bool kListedByName = true`.
/// A request's row also has `static Effect effect(const T&)`, and may have `static void check(const T&)`,
/// which throws UsageError. A result's row may have `static const char* fault(const T&)`: the fault of a
/// result that was read, or null.
template <class T>
struct Row;

// Counts members of any type: brace initialization with an object that converts to everything.
struct Anything {
  template <class U>
  operator U() const noexcept;
};
template <std::size_t>
using AnythingAt = Anything;

// g++ warns that optional's constructor is preferred to the conversion operator. Both count as one.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#endif
template <class T, class Indexes, class = void>
inline constexpr bool takes = false;
template <class T, std::size_t... I>
inline constexpr bool takes<T, std::index_sequence<I...>, std::void_t<decltype(T{AnythingAt<I>{}...})>> =
    true;
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

template <class T, std::size_t N = 0>
constexpr std::size_t count_members() {
  if constexpr (takes<T, std::make_index_sequence<N + 1>>) {
    return count_members<T, N + 1>();
  } else {
    return N;
  }
}

template <class T>
constexpr bool names_differ() {
  return std::apply(
      [](const auto&... field) {
        const std::string_view names[] = {field.name..., {}};
        for (std::size_t i = 0; i < sizeof...(field); ++i) {
          for (std::size_t j = 0; j < i; ++j) {
            if (names[i] == names[j]) return false;
          }
        }
        return true;
      },
      Row<T>::fields);
}

template <class T, class = void>
inline constexpr bool has_row = false;
template <class T>
inline constexpr bool has_row<T, std::void_t<decltype(Row<T>::fields)>> = true;

template <class T>
inline constexpr std::size_t kFieldCount = std::tuple_size_v<std::decay_t<decltype(Row<T>::fields)>>;

/// Calls `visit(field)` for each field of a type, in the order of its row.
template <class T, class Visit>
void for_each_field(const Visit& visit) {
  std::apply([&](const auto&... field) { (visit(field), ...); }, Row<T>::fields);
}

/// The element type of a member: `element_of` of a list, map or optional of X is X, of any other type itself.
template <class T>
struct ElementOf {
  using type = T;
};
template <class T>
struct ElementOf<std::vector<T>> {
  using type = T;
};
template <class T>
struct ElementOf<std::map<std::string, T>> {
  using type = T;
};
template <class T>
struct ElementOf<std::optional<T>> {
  using type = T;
};
template <class T>
using element_of = typename ElementOf<T>::type;

/// Fails to compile, naming T, if a member has no row entry or two entries share a name.
template <class T>
constexpr void check_row() {
  static_assert(count_members<T>() == kFieldCount<T>,
                "a member of this type is missing in its row, or stands there twice");
  static_assert(names_differ<T>(), "two entries of this type's row have the same name");
}

}  // namespace cent::detail
