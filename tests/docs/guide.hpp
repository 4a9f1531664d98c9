#pragma once
#include <gtest/gtest.h>
#include <cent/async_client.hpp>
#include <cent/cent.hpp>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

/// Definitions that the code of the guide assumes, as its reader does.
using nlohmann::json;
using namespace std::chrono_literals;

namespace docs {

/// Of a dev server that lives as long as the test program.
const std::string& address();

/// Runs a reader's code. Its deadlines are those of everyday programs, which a busy machine may miss: it has
/// five tries, and the last one's error counts.
void run(void (*snippet)());

}  // namespace docs
