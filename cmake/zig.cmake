# Toolchain: Zig's clang and standard library, for any system and processor that Zig knows. scripts/lib/cross.sh uses it.
#
#   CENT_ZIG_TARGET   as Zig spells it: aarch64-macos, s390x-linux-gnu
#   CENT_ZIG_TOOLS    a folder with c++, cc, ar and ranlib for this target, and the folder `prefix` with its libraries
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES CENT_ZIG_TARGET CENT_ZIG_TOOLS)
if(NOT CENT_ZIG_TARGET MATCHES "^([a-z0-9_]+)-(linux|macos|windows)")
  message(FATAL_ERROR "CENT_ZIG_TARGET is no target of Zig: '${CENT_ZIG_TARGET}'")
endif()
set(CMAKE_SYSTEM_PROCESSOR ${CMAKE_MATCH_1})
if(CMAKE_MATCH_2 STREQUAL "macos")
  set(CMAKE_SYSTEM_NAME Darwin)
elseif(CMAKE_MATCH_2 STREQUAL "windows")
  set(CMAKE_SYSTEM_NAME Windows)
else()
  set(CMAKE_SYSTEM_NAME Linux)
endif()

foreach(language C CXX)
  # So that CMake looks at the compiler without linking a program: for that Zig would compile the standard library.
  set(CMAKE_${language}_COMPILER_TARGET ${CENT_ZIG_TARGET})
  set(CMAKE_${language}_COMPILER_AR ${CENT_ZIG_TOOLS}/ar)
  set(CMAKE_${language}_COMPILER_RANLIB ${CENT_ZIG_TOOLS}/ranlib)
endforeach()
set(CMAKE_C_COMPILER ${CENT_ZIG_TOOLS}/cc)
set(CMAKE_CXX_COMPILER ${CENT_ZIG_TOOLS}/c++)
set(CMAKE_AR ${CENT_ZIG_TOOLS}/ar)
set(CMAKE_RANLIB ${CENT_ZIG_TOOLS}/ranlib)
set(CMAKE_RC_COMPILER ${CENT_ZIG_TOOLS}/rc)

# Nothing of this machine is for the target.
set(CMAKE_FIND_ROOT_PATH ${CENT_ZIG_TOOLS}/prefix)
foreach(kind LIBRARY INCLUDE PACKAGE)
  set(CMAKE_FIND_ROOT_PATH_MODE_${kind} ONLY)
endforeach()
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
