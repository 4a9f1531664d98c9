#pragma once
#include <cent/errors.hpp>
#include <memory>
#include <utility>
#include <variant>

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

  /// The error. @throws UsageError if the command succeeded.
  [[nodiscard]] const CentException& error() const {
    if (ok()) throw UsageError("error() of a reply that succeeded");
    return **std::get_if<1>(&outcome_);
  }
  /// The error if it is an E; null otherwise.
  template <class E>
  [[nodiscard]] const E* error_as() const noexcept {
    return ok() ? nullptr : dynamic_cast<const E*>(std::get_if<1>(&outcome_)->get());
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
