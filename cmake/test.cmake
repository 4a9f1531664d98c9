# Headers that nearly every test includes are parsed once, which saves half of the tests' compile time.
# tests/compile_fail/compile.sh proves that each header is self-contained.
option(CENT_TEST_PCH "Precompile the headers that tests share" ON)
if(CENT_TEST_PCH)
  set(precompiled ${PROJECT_BINARY_DIR}/tests/precompiled.cpp)
  file(CONFIGURE OUTPUT ${precompiled} CONTENT "// The headers alone.\n")
  add_library(cent_test_headers STATIC ${precompiled})
  target_link_libraries(cent_test_headers PRIVATE cent::cent GTest::gtest nlohmann_json::nlohmann_json Threads::Threads)
  target_precompile_headers(cent_test_headers PRIVATE <gtest/gtest.h> <nlohmann/json.hpp> <cent/cent.hpp>
                            <cent/async_client.hpp> <chrono> <functional> <future> <sstream> <thread>)
  cent_warnings(cent_test_headers)
  # So that ccache recognizes the headers, with CCACHE_SLOPPINESS as scripts/lib/stages.sh sets it.
  target_compile_options(
    cent_test_headers PUBLIC $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>
                             "$<$<CXX_COMPILER_ID:Clang,AppleClang>:SHELL:-Xclang -fno-pch-timestamp>")
  # Otherwise ccache gives the headers of before a comment was changed, which the compiler then reads a second time, since
  # `#pragma once` compares files.
  if(CMAKE_CXX_COMPILER_LAUNCHER MATCHES "ccache")
    set_property(TARGET cent_test_headers PROPERTY CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_COMMENTS=1 CCACHE_NODIRECT=1
                                                   ${CMAKE_CXX_COMPILER_LAUNCHER})
  endif()
endif()

# Where the scripts keep other software that tests use.
file(TO_CMAKE_PATH "$ENV{XDG_CACHE_HOME}" CENT_CACHE)
if(NOT CENT_CACHE)
  file(TO_CMAKE_PATH "$ENV{HOME}/.cache" CENT_CACHE)
endif()
string(APPEND CENT_CACHE /cent)

# Programs that run under AddressSanitizer have the ctest label `sanitized`. Excluded are those that measure, compile pages or
# start other programs, and unit_api: compiling its tables takes as long as everything else, and the fuzzers' corpus tests
# the same readers and writers harder.
add_custom_target(sanitized_tests)
set(cent_not_sanitized unit_api)

# cent_not_run(NAME WHY): in place of a test that cannot be built here, so that the run names it.
function(cent_not_run name why)
  add_test(NAME ${name} COMMAND bash ${PROJECT_SOURCE_DIR}/tests/support/not-run.sh "${why}")
  set_tests_properties(
    ${name}
    PROPERTIES LABELS plain_only
               SKIP_RETURN_CODE 77
               ENVIRONMENT "CENT_TEST=${name};CENT_SOURCE=${PROJECT_SOURCE_DIR};CENT_BUILD=${PROJECT_BINARY_DIR}")
endfunction()

# The programs that use libcurl, for CENT_LIBCURL of scripts/test.
add_custom_target(libcurl_tests)

# cent_test(NAME source... [IN folder] [LIBS library...] [LABELS label...]): a GoogleTest program with access to cent's private
# headers. cent is static in developer builds, so its hidden symbols can be linked.
function(cent_test name)
  cmake_parse_arguments(ARG "" "IN;TIMEOUT" "LIBS;LABELS" ${ARGN})
  set(sources ${ARG_UNPARSED_ARGUMENTS})
  if(ARG_IN)
    list(TRANSFORM sources PREPEND "${ARG_IN}/")
  endif()
  add_executable(${name} ${sources})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(${name} PRIVATE cent::cent GTest::gtest_main nlohmann_json::nlohmann_json
                                        Threads::Threads ${ARG_LIBS})
  cent_warnings(${name})
  if(CENT_TEST_PCH)
    target_link_libraries(${name} PRIVATE cent_test_headers)
    target_precompile_headers(${name} REUSE_FROM cent_test_headers)
  endif()
  if(NOT ARG_LABELS MATCHES "plain_only|gates|docs" AND NOT name IN_LIST cent_not_sanitized)
    add_dependencies(sanitized_tests ${name})
    list(APPEND ARG_LABELS sanitized)
  endif()
  if(ARG_LABELS MATCHES "curl|system|async|faults")
    add_dependencies(libcurl_tests ${name})
  endif()
  add_test(NAME ${name} COMMAND ${name})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
    if(CMAKE_CROSSCOMPILING) # an emulator
      set(ARG_TIMEOUT 1200)
    endif()
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}")
endfunction()

# cent_table(TEST NAME TITLE): the test leaves lines for the end of the whole run in NAME-table.txt, which scripts/lib/stages.sh
# prints, and may say that something did not run.
function(cent_table test name title)
  target_compile_definitions(${test} PRIVATE CENT_TABLE="${PROJECT_BINARY_DIR}/${name}-table.txt" CENT_TABLE_TITLE="${title}")
  set_tests_properties(${test} PROPERTIES SKIP_RETURN_CODE 77)
endfunction()
