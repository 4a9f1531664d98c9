#include "exit_code.hpp"

namespace cent::cli {

ExitCode exit_code_of(Delivery delivery) noexcept {
  switch (delivery) {
    case Delivery::applied:
      return ExitCode::applied;
    case Delivery::refused:
      return ExitCode::refused;
    case Delivery::not_sent:
      return ExitCode::not_sent;
    case Delivery::unknown:
      break;
  }
  return ExitCode::unknown;
}

ExitCode exit_code_of(const CentException& error) noexcept {
  if (dynamic_cast<const UsageError*>(&error) != nullptr) return ExitCode::wrong_use;
  return exit_code_of(error.delivery());
}

}  // namespace cent::cli
