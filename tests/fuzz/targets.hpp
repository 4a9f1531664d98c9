#pragma once
#include <cstddef>
#include <cstdint>

// Each takes any bytes, and throws PropertyBroken where cent breaks a promise. Called by the fuzzers, by the
// replay of the corpus, and by tests that make inputs of their own.
namespace cent::fuzz {

void json_reader(const std::uint8_t* data, std::size_t size);
void json_writer(const std::uint8_t* data, std::size_t size);
/// Accepts and refuses what nlohmann accepts and refuses, and reads the same values, but for what
/// json_differential.cpp names.
void json_differential(const std::uint8_t* data, std::size_t size);
void commands(const std::uint8_t* data, std::size_t size);
void reply_single(const std::uint8_t* data, std::size_t size);
void reply_batch(const std::uint8_t* data, std::size_t size);
void reply_results(const std::uint8_t* data, std::size_t size);
void error_body(const std::uint8_t* data, std::size_t size);
void retry_after(const std::uint8_t* data, std::size_t size);
void address(const std::uint8_t* data, std::size_t size);
void headers(const std::uint8_t* data, std::size_t size);
/// Over a socket, with the real transport, and threads of its own.
void http_exchange(const std::uint8_t* data, std::size_t size);

struct Target {
  const char* name;
  void (*run)(const std::uint8_t* data, std::size_t size);
};
/// CMakeLists.txt has the same list, since it makes a program of each; a test compares them.
inline constexpr Target kTargets[] = {
    {"json_reader", json_reader},
    {"json_writer", json_writer},
    {"json_differential", json_differential},
    {"commands", commands},
    {"reply_single", reply_single},
    {"reply_batch", reply_batch},
    {"reply_results", reply_results},
    {"error_body", error_body},
    {"retry_after", retry_after},
    {"address", address},
    {"headers", headers},
    {"http_exchange", http_exchange},
};

}  // namespace cent::fuzz
