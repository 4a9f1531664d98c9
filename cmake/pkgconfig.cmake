# cent_pkgconfig(target DESCRIPTION text [REQUIRES modules] [REQUIRES_PRIVATE modules]): the library's .pc file.
# pkg-config finds the prefix from where the file stands, unless a folder was given as an absolute path.
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
  cmake_parse_arguments(ARG "" "DESCRIPTION" "REQUIRES;REQUIRES_PRIVATE" ${ARGN})
  string(REPLACE "_" "-" name ${target})
  set(library ${target})
  get_target_property(type ${target} TYPE)
  set(cflags "")
  set(libs "")
  if(type STREQUAL "STATIC_LIBRARY")
    # Its users link its dependencies, in the form that is there: --static is for programs all of static parts.
    string(TOUPPER " -D${target}_STATIC_DEFINE" cflags)
    set(libs " -pthread")
    if(WIN32)
      string(APPEND libs " -lws2_32")
    endif()
    list(APPEND ARG_REQUIRES ${ARG_REQUIRES_PRIVATE})
    set(ARG_REQUIRES_PRIVATE "")
  endif()
  list(JOIN ARG_REQUIRES ", " requires)
  list(JOIN ARG_REQUIRES_PRIVATE ", " requires_private)
  configure_file(${PROJECT_SOURCE_DIR}/cmake/cent.pc.in ${PROJECT_BINARY_DIR}/${name}.pc @ONLY)
  install(
    FILES ${PROJECT_BINARY_DIR}/${name}.pc
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig
    COMPONENT ${name}-development)
endfunction()
