#pragma once
#include <cent/detail/completion.hpp>
#include <memory>
#include <utility>

namespace cent::detail {

/// A completion that does what another one does. Derived classes add something.
class WrappedCompletion : public Completion {
 public:
  [[nodiscard]] std::string_view method() const noexcept override { return inner_->method(); }
  Delivery read(const Ending& ending) override { return inner_->read(ending); }
  [[nodiscard]] const CentException* error() const noexcept override { return inner_->error(); }
  void deliver() override { inner_->deliver(); }
  [[nodiscard]] bool is_detached() const noexcept override { return inner_->is_detached(); }
  [[nodiscard]] bool runs_callback() const noexcept override { return inner_->runs_callback(); }
  bool begin() noexcept override { return inner_->begin(); }
  [[nodiscard]] std::shared_ptr<const CallContext> context() const noexcept override {
    return inner_->context();
  }

 protected:
  explicit WrappedCompletion(CompletionPtr inner) : inner_(std::move(inner)) {}

 private:
  CompletionPtr inner_;
};

/// A completion with the CallOptions::context of its command. Most commands have none and pay nothing for it.
class ContextCompletion final : public Movable<ContextCompletion, WrappedCompletion> {
 public:
  ContextCompletion(CompletionPtr inner, std::shared_ptr<const CallContext> context)
      : Movable(std::move(inner)), context_(std::move(context)) {}

  [[nodiscard]] std::shared_ptr<const CallContext> context() const noexcept override { return context_; }

 private:
  std::shared_ptr<const CallContext> context_;
};

}  // namespace cent::detail
