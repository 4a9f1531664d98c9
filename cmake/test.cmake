# cent_test(NAME source... [LIBS library...] [LABELS label...]): a GoogleTest program that sees cent's private headers.
# cent is static in developer builds, so its hidden symbols can be linked.
function(cent_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "LIBS;LABELS" ${ARGN})
  add_executable(${name} ${ARG_UNPARSED_ARGUMENTS})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(${name} PRIVATE cent::cent GTest::gtest_main nlohmann_json::nlohmann_json
                                        Threads::Threads ${ARG_LIBS})
  cent_warnings(${name})
  add_test(NAME ${name} COMMAND ${name})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}")
endfunction()
