# cent_pkgconfig(target DESCRIPTION text [REQUIRES modules] [NEEDS modules]): the library's .pc file. Only users of a
# static library link the modules of NEEDS. The file of a shared library does not name them, not even as Requires.private:
# pkg-config would then need their .pc files, which are missing on a machine without their development files.
# pkg-config finds the prefix from the file's own path, unless a folder was given as an absolute path.
file(RELATIVE_PATH cent_up "/p/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/p")
string(REGEX REPLACE "/$" "" cent_up "${cent_up}")
foreach(kind LIBDIR INCLUDEDIR)
  string(TOLOWER cent_pc_${kind} variable)
  if(IS_ABSOLUTE "${CMAKE_INSTALL_${kind}}")
    set(${variable} "${CMAKE_INSTALL_${kind}}")
  else()
    set(${variable} "\${prefix}/${CMAKE_INSTALL_${kind}}")
  endif()
endforeach()

function(cent_pkgconfig target)
  cmake_parse_arguments(ARG "" "DESCRIPTION" "REQUIRES;NEEDS" ${ARGN})
  string(REPLACE "_" "-" name ${target})
  get_target_property(type ${target} TYPE)
  set(cflags "")
  set(libs "")
  if(type STREQUAL "STATIC_LIBRARY")
    # Its users link its dependencies in the installed form: --static is for fully static programs.
    string(TOUPPER " -D${target}_STATIC_DEFINE" cflags)
    set(libs " -pthread")
    if(WIN32)
      string(APPEND libs " -lws2_32")
    endif()
    list(APPEND ARG_REQUIRES ${ARG_NEEDS})
  endif()
  list(JOIN ARG_REQUIRES ", " requires)
  # Two steps: only the second knows the library's file name, with the postfix of its configuration.
  configure_file(${PROJECT_SOURCE_DIR}/cmake/cent.pc.in ${PROJECT_BINARY_DIR}/${name}.pc.in @ONLY)
  file(
    GENERATE
    OUTPUT ${PROJECT_BINARY_DIR}/pkgconfig-$<CONFIG>/${name}.pc
    INPUT ${PROJECT_BINARY_DIR}/${name}.pc.in)
  install(
    FILES ${PROJECT_BINARY_DIR}/pkgconfig-$<CONFIG>/${name}.pc
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig
    COMPONENT ${name}-development)
endfunction()
