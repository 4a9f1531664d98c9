# Common properties of all libraries of the project.
include(CheckCXXCompilerFlag)
include(CheckLinkerFlag)

# The part of a version within which the ABI does not change. Aggregates are public, so a new member changes the
# layout of users' code. Before 1.0 every minor version may do that, later only a major version.
function(cent_abi_version version result)
  string(REGEX MATCH "^([0-9]+)\\.([0-9]+)" major_minor "${version}")
  if(CMAKE_MATCH_1 EQUAL 0)
    set(${result} ${major_minor} PARENT_SCOPE)
  else()
    set(${result} ${CMAKE_MATCH_1} PARENT_SCOPE)
  endif()
endfunction()

# cent_library(target MACRO [folder/]): MACRO_EXPORT and MACRO_STATIC_DEFINE come from <cent/folder/export.hpp>.
function(cent_library target macro)
  get_target_property(type ${target} TYPE)
  cent_abi_version(${PROJECT_VERSION} abi_version)
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
               SOVERSION ${abi_version})
  target_compile_features(${target} PUBLIC cxx_std_17)
  if(MSVC)
    target_compile_options(${target} PRIVATE /utf-8) # the sources' comments
  endif()
  target_include_directories(
    ${target}
    PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/include>
           $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
    PRIVATE ${PROJECT_SOURCE_DIR}/src)
  if(type STREQUAL "STATIC_LIBRARY")
    target_compile_definitions(${target} PUBLIC ${macro}_STATIC_DEFINE)
  elseif(CMAKE_EXECUTABLE_FORMAT STREQUAL "ELF")
    # Otherwise instances of std's templates would be exported, too: std is always visible.
    target_link_options(${target} PRIVATE LINKER:--version-script=${PROJECT_SOURCE_DIR}/cmake/exports.map)
    if(NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize")
      target_link_options(${target} PRIVATE LINKER:-z,defs) # a missing symbol is found here, not by a user
    endif()
    set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS ${PROJECT_SOURCE_DIR}/cmake/exports.map)
  endif()
  cent_relocatable(${target} "")
  cent_hardening(${target})
  cent_warnings(${target})
endfunction()

# The installed file finds the project's libraries beside it, also after the prefix was moved. `up` is the path from
# the file's folder to theirs. Relative paths also keep the build folder out of the file.
function(cent_relocatable target up)
  if(APPLE)
    set(origin "@loader_path")
  else()
    set(origin "$ORIGIN")
  endif()
  set_target_properties(${target} PROPERTIES BUILD_RPATH_USE_ORIGIN ON)
  if(NOT DEFINED CMAKE_INSTALL_RPATH)
    set_target_properties(${target} PROPERTIES INSTALL_RPATH "${origin}${up}")
  endif()
endfunction()

# The headers of toml++ alone: Debian's target also links a shared library, which no program needs.
function(cent_use_tomlplusplus target)
  target_include_directories(
    ${target} SYSTEM PRIVATE $<TARGET_PROPERTY:tomlplusplus::tomlplusplus,INTERFACE_INCLUDE_DIRECTORIES>)
endfunction()

# The developers' warnings: private, and errors only if a preset says so.
function(cent_warnings target)
  if(NOT CENT_DEVELOPER_MODE)
    return()
  endif()
  if(MSVC)
    target_compile_options(${target} PRIVATE /W4 $<$<BOOL:${CENT_WARNINGS_AS_ERRORS}>:/WX>)
  else()
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
                                             $<$<BOOL:${CENT_WARNINGS_AS_ERRORS}>:-Werror>)
  endif()
endfunction()

# Flags that make faults harder to exploit. Only supported ones are used: they depend on compiler and processor.
function(cent_hardening target)
  if(NOT CENT_HARDENING)
    return()
  endif()
  # _FORTIFY_SOURCE works only in optimized code. A distribution's own setting has precedence.
  target_compile_options(
    ${target} PRIVATE "$<$<NOT:$<CONFIG:Debug>>:SHELL:-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2>")
  foreach(flag -fstack-protector-strong -fstack-clash-protection -fcf-protection -mbranch-protection=standard)
    string(MAKE_C_IDENTIFIER "CENT_HAS${flag}" known)
    check_cxx_compiler_flag(${flag} ${known})
    if(${known})
      target_compile_options(${target} PRIVATE ${flag})
    endif()
  endforeach()
  foreach(flag -z,relro -z,now -z,noexecstack)
    string(MAKE_C_IDENTIFIER "CENT_LINKS${flag}" known)
    check_linker_flag(CXX LINKER:${flag} ${known})
    if(${known})
      target_link_options(${target} PRIVATE LINKER:${flag})
    endif()
  endforeach()
endfunction()
