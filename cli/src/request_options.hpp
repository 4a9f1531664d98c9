#pragma once
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cent/command.hpp>
#include <functional>
#include <istream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "api_docs.hpp"
#include "read_request.hpp"

// The fields of an aggregate as options, from its row and its documentation. `idempotency_key` becomes
// `--idempotency-key`, as options of all programs are spelled; the wire's spelling is accepted as well. The
// simple members of an aggregate inside become options, too: `--since-offset`.
//
// A field that the documentation calls required is also a positional, in the order of the row, a list last.
namespace cent::cli {

/// `--idempotency-key,--idempotency_key`.
[[nodiscard]] std::string option_names(const std::string& field);
/// `idempotency-key`.
[[nodiscard]] std::string kebab(std::string name);

template <class T>
inline constexpr bool is_text_list = std::is_same_v<T, std::vector<std::string>>;
template <class T>
inline constexpr bool is_text_map = std::is_same_v<T, std::map<std::string, std::string>>;
template <class T>
inline constexpr bool is_flag = std::is_same_v<T, bool> || std::is_same_v<T, std::optional<bool>>;
template <class T>
inline constexpr bool is_simple = std::is_same_v<T, std::string> || std::is_arithmetic_v<T> || is_flag<T>;

/// `--tags key=value`, or JSON.
void set_pair(const std::string& option, const std::string& text, std::map<std::string, std::string>& map);

/// JSON text, checked as Json::raw does. The error shows how a text is written.
void set_json(const std::string& option, const std::string& text, Json& json);

/// For a list of positionals. CLI11's own way to do so, allow_extra_args(), would take the text `[a,b]` for
/// two elements.
void take_all_that_is_left(::CLI::Option& positional);

template <class Member>
const char* placeholder() {
  if constexpr (is_text_map<Member>) return "KEY=VALUE";
  if constexpr (is_flag<Member>) return "";
  if constexpr (std::is_arithmetic_v<element_of<Member>>) return "NUMBER";
  if constexpr (std::is_same_v<Member, std::string> || is_text_list<Member>) return "TEXT";
  return "JSON";
}

using Texts = std::vector<std::string>;

/// Each sets a member from what the user wrote.
inline void set_member(const std::string&, const Texts& texts, std::string& member) {
  member = texts.front();
}
inline void set_member(const std::string&, const Texts& texts, Texts& member) { member = texts; }
inline void set_member(const std::string& option, const Texts& texts,
                       std::map<std::string, std::string>& member) {
  for (const std::string& text : texts) set_pair(option, text, member);
}
inline void set_member(const std::string& option, const Texts& texts, Json& member) {
  set_json(option, texts.front(), member);
}
template <class Member>
void set_member(const std::string& option, const Texts& texts, Member& member) {
  if constexpr (is_flag<Member>) {
    member = texts.front() != "false";
  } else {
    read_value(option, texts.front(), member);
  }
}

template <class T>
class RequestOptions {
 public:
  /// Adds the options. `this` must outlive the app.
  explicit RequestOptions(::CLI::App& app) : app_(app) {
    add_required(false);
    add_required(true);
    for_each_field<T>([&](const auto& field) {
      if (!is_required(field)) add(field, "");
      add_inside(field);
    });
  }
  RequestOptions(const RequestOptions&) = delete;
  RequestOptions& operator=(const RequestOptions&) = delete;

  /// Sets the members that the user named, in a value that has others already. @throws UsageError
  void apply(T& value) const {
    for (const Setter& set : setters_) set(value);
  }

 private:
  using Setter = std::function<void(T&)>;

  template <class Field>
  static bool is_required(const Field& field) {
    return doc_of<T>(field.name).find("Required") != std::string_view::npos;
  }
  template <class Field>
  using MemberOf = std::decay_t<decltype(std::declval<T>().*std::declval<Field>().member)>;

  void add_required(bool lists) {
    for_each_field<T>([&](const auto& field) {
      if (is_required(field) && is_text_list<MemberOf<decltype(field)>> == lists) {
        ::CLI::Option* const option = add(field, kebab(std::string(field.name)) + ",");
        if (lists) take_all_that_is_left(*option);
      }
    });
  }

  template <class Member>
  ::CLI::Option* add_option(const std::string& names, const std::string& text) {
    if constexpr (is_flag<Member>) return app_.add_flag(names, text);
    ::CLI::Option* const option = app_.add_option(names)->description(text)->type_name(placeholder<Member>());
    if (is_text_list<Member> || is_text_map<Member>)
      option->expected(1, ::CLI::detail::expected_max_vector_size)->allow_extra_args(false);
    return option;
  }

  template <class Field>
  ::CLI::Option* add(const Field& field, const std::string& positional) {
    using Member = MemberOf<Field>;
    const std::string name{field.name};
    ::CLI::Option* const option =
        add_option<Member>(positional + option_names(name), std::string(doc_of<T>(field.name)));
    setters_.push_back([=](T& value) {
      if (option->count() > 0) set_member("--" + kebab(name), option->results(), value.*field.member);
    });
    return option;
  }

  template <class Field>
  void add_inside(const Field& field) {
    using Part = element_of<MemberOf<Field>>;
    if constexpr (has_row<Part> && (std::is_same_v<MemberOf<Field>, Part> ||
                                    std::is_same_v<MemberOf<Field>, std::optional<Part>>)) {
      for_each_field<Part>([&](const auto& inner) {
        using Member = std::decay_t<decltype(std::declval<Part>().*inner.member)>;
        if constexpr (is_simple<Member>) {
          const std::string name = std::string(field.name) + "_" + std::string(inner.name);
          ::CLI::Option* const option =
              add_option<Member>(option_names(name), std::string(doc_of<Part>(inner.name)));
          setters_.push_back([=](T& value) {
            if (option->count() > 0) {
              set_member("--" + kebab(name), option->results(), part_of(value.*field.member).*inner.member);
            }
          });
        }
      });
    }
  }
  template <class Part>
  static Part& part_of(Part& member) {
    return member;
  }
  template <class Part>
  static Part& part_of(std::optional<Part>& member) {
    return member ? *member : member.emplace();
  }

  ::CLI::App& app_;
  std::vector<Setter> setters_;
};

}  // namespace cent::cli
