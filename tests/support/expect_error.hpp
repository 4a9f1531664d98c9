#pragma once
#include <gtest/gtest.h>

#include <cent/command.hpp>
#include <cent/errors.hpp>
#include <ostream>
#include <string>

namespace cent {

// So that a failed expectation says `cut` and not 4.
inline void PrintTo(FailureKind kind, std::ostream* out) { *out << to_string(kind); }
inline void PrintTo(Delivery delivery, std::ostream* out) { *out << to_string(delivery); }
inline void PrintTo(Effect effect, std::ostream* out) {
  constexpr const char* kNames[] = {"reads", "sets", "keyed", "versioned", "once"};
  *out << kNames[static_cast<std::size_t>(effect)];
}

}  // namespace cent

namespace cent::test {

/// The error that `call` fails with. The test fails if it does not.
template <class Error, class Call>
Error error_of(const Call& call) {
  try {
    call();
  } catch (const Error& error) {
    return error;
  } catch (const std::exception& error) {
    ADD_FAILURE() << "another error: " << error.what();
    return Error(ErrorFacts{});
  }
  ADD_FAILURE() << "no error";
  return Error(ErrorFacts{});
}
template <class Call>
RequestException error_of(const Call& call) {
  return error_of<RequestException>(call);
}

inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace cent::test
