# Everything for work on cent itself. Consumers never include this file.
option(CENT_WARNINGS_AS_ERRORS "Warnings are errors" OFF)
find_package(nlohmann_json 3.11 REQUIRED)
enable_testing()
add_subdirectory(tests)
if(NOT CMAKE_CROSSCOMPILING)
  add_subdirectory(examples)
  add_subdirectory(bench)
endif()
