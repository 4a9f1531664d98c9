#pragma once
#include <cent/errors.hpp>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>
#include <variant>
#if __has_include(<expected>)
#include <expected>
#endif

namespace cent {

/// The outcome of one command, as a value: its result or its error.
///
///     const cent::Reply<cent::PublishResult> reply = replies[ticket];
///     if (reply) {
///       std::cout << "published at offset " << reply.value().offset << '\n';
///     } else if (reply.delivery() != cent::Delivery::unknown) {
///       std::cerr << "no effect: " << reply.error().what() << '\n';
///     }
///
/// Batches and callbacks get replies in place of exceptions, because one command may fail while the others
/// succeed. Only value() throws.
template <class Result>
class Reply {
 public:
  /// An error. Several replies may share it.
  using ErrorPtr = std::shared_ptr<const CentException>;

  /// A success.
  Reply(Result result) : outcome_{std::in_place_index<0>, std::move(result)} {}
  /// A failure; `error` must not be null.
  Reply(ErrorPtr error) : outcome_{std::in_place_index<1>, std::move(error)} {}

  /// True if there is a result.
  [[nodiscard]] bool ok() const noexcept { return outcome_.index() == 0; }
  /// The same as ok().
  explicit operator bool() const noexcept { return ok(); }

  /// The result. @throws the error, in its exact type, if there is none.
  [[nodiscard]] const Result& value() const& {
    require_ok();
    return *std::get_if<0>(&outcome_);
  }
  /// By value from a temporary, so that `for (auto& p : replies[t].value().publications)` is safe.
  [[nodiscard]] Result value() && {
    require_ok();
    return std::move(*std::get_if<0>(&outcome_));
  }

  /// The same as value().
  [[nodiscard]] const Result& operator*() const& { return value(); }
  /// By value from a temporary.
  [[nodiscard]] Result operator*() && { return std::move(*this).value(); }
  /// A member of the result. @throws the error, in its exact type, if there is none.
  [[nodiscard]] const Result* operator->() const { return &value(); }
  /// The result, or `other`.
  template <class Other>
  [[nodiscard]] Result value_or(Other&& other) const& {
    return ok() ? *std::get_if<0>(&outcome_) : static_cast<Result>(std::forward<Other>(other));
  }
  /// The same for a temporary.
  template <class Other>
  [[nodiscard]] Result value_or(Other&& other) && {
    return ok() ? std::move(*std::get_if<0>(&outcome_)) : static_cast<Result>(std::forward<Other>(other));
  }
  /// A Reply of `function(result)`, or of the same error.
  template <class Function>
  [[nodiscard]] auto transform(Function&& function) const
      -> Reply<std::decay_t<std::invoke_result_t<Function, const Result&>>> {
    if (!ok()) return error_ptr();
    return std::invoke(std::forward<Function>(function), *std::get_if<0>(&outcome_));
  }
  /// `function(result)`, which returns a Reply itself, or a reply of that type with the same error.
  template <class Function>
  [[nodiscard]] auto and_then(Function&& function) const
      -> std::decay_t<std::invoke_result_t<Function, const Result&>> {
    if (!ok()) return error_ptr();
    return std::invoke(std::forward<Function>(function), *std::get_if<0>(&outcome_));
  }
#if defined(__cpp_lib_expected)
  /// As the type of C++23. The error keeps its facts and loses its exact type.
  [[nodiscard]] std::expected<Result, CentException> to_expected() const {
    if (ok()) return *std::get_if<0>(&outcome_);
    return std::expected<Result, CentException>(std::unexpect, error());
  }
#endif

  /// The error. @throws UsageError if the command succeeded.
  [[nodiscard]] const CentException& error() const {
    if (ok()) detail::throw_no_error();
    return **std::get_if<1>(&outcome_);
  }
  /// The error if it is an E; null otherwise.
  template <class E>
  [[nodiscard]] const E* error_as() const noexcept {
    if (ok()) return nullptr;
    const CentException* const error = std::get_if<1>(&outcome_)->get();
    if constexpr (detail::has_error_type<E>) {
      return detail::cast(error, static_cast<const E*>(nullptr));
    } else {
      return dynamic_cast<const E*>(error);
    }
  }
  /// The error, to keep beyond the life of the reply; null if the command succeeded.
  [[nodiscard]] ErrorPtr error_ptr() const noexcept { return ok() ? nullptr : *std::get_if<1>(&outcome_); }

  /// The outcome: `applied`, or that of the error.
  [[nodiscard]] Delivery delivery() const noexcept {
    return ok() ? Delivery::applied : (*std::get_if<1>(&outcome_))->delivery();
  }

 private:
  void require_ok() const {
    if (!ok()) (*std::get_if<1>(&outcome_))->raise();
  }
  std::variant<Result, ErrorPtr> outcome_;
};

}  // namespace cent
