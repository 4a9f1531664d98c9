#pragma once
#include <gtest/gtest.h>
#include <cent/async_client.hpp>
#include <cent/cent.hpp>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

/// What the code of the guide takes for granted, the way its reader does.
using nlohmann::json;
using namespace std::chrono_literals;

namespace docs {

/// Of a dev server that lives as long as the test program.
const std::string& address();

}  // namespace docs
