# What every library of the project has in common.
function(cent_library target macro)
  get_target_property(type ${target} TYPE)
  generate_export_header(
    ${target}
    BASE_NAME ${macro}
    EXPORT_MACRO_NAME ${macro}_EXPORT
    EXPORT_FILE_NAME ${PROJECT_BINARY_DIR}/include/cent/${ARGN}export.hpp)
  set_target_properties(
    ${target}
    PROPERTIES CXX_VISIBILITY_PRESET hidden
               VISIBILITY_INLINES_HIDDEN ON
               POSITION_INDEPENDENT_CODE ON
               VERSION ${PROJECT_VERSION}
               # Aggregates are public: before 1.0 every minor version may change their layout.
               SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
  target_compile_features(${target} PUBLIC cxx_std_17)
  target_include_directories(
    ${target}
    PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/include>
           $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
    PRIVATE ${PROJECT_SOURCE_DIR}/src)
  if(type STREQUAL "STATIC_LIBRARY")
    target_compile_definitions(${target} PUBLIC ${macro}_STATIC_DEFINE)
  endif()
  cent_warnings(${target})
endfunction()

# The developers' warnings: private, and errors only where a preset says so.
function(cent_warnings target)
  if(NOT CENT_DEVELOPER_MODE)
    return()
  endif()
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
  if(CENT_WARNINGS_AS_ERRORS)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()
