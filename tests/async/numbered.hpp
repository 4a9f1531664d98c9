#pragma once
#include <cent/detail/completion.hpp>
#include <cstddef>
#include <memory>
#include <string>

namespace cent::test {

/// A completion that is only a number, to distinguish commands.
class Numbered final : public detail::Completion {
 public:
  explicit Numbered(std::size_t number) : number_(number) {}
  [[nodiscard]] std::string_view method() const noexcept override { return "publish"; }
  Delivery read(const detail::Ending&) override { return Delivery::unknown; }
  [[nodiscard]] const CentException* error() const noexcept override { return nullptr; }
  void deliver() override {}
  [[nodiscard]] std::size_t number() const { return number_; }

 private:
  std::size_t number_;
};

inline std::unique_ptr<detail::Completion> numbered(std::size_t number) {
  return std::make_unique<Numbered>(number);
}

/// The number of a completion that numbered() made.
inline std::size_t number_of(const detail::Completion& completion) {
  return dynamic_cast<const Numbered&>(completion).number();
}

}  // namespace cent::test
