# Install rules: find_package(cent) and pkg-config, both from a relocatable prefix. Every part of the
# project has two install components: <name>-runtime (a shared library) and <name>-development (everything else).
include(CMakePackageConfigHelpers)

set(cent_config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/cent)
get_target_property(type cent TYPE)
string(COMPARE EQUAL "${type}" "STATIC_LIBRARY" cent_static)

function(cent_install_library target name)
  install(
    TARGETS ${target}
    EXPORT ${name}-targets
    RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT ${name}-runtime
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT ${name}-runtime NAMELINK_COMPONENT ${name}-development
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT ${name}-development)
  install(
    EXPORT ${name}-targets
    NAMESPACE cent::
    DESTINATION ${cent_config_dir}
    COMPONENT ${name}-development)
endfunction()

# The public headers of an optional part: those of the folders and the generated ones.
function(cent_install_headers part)
  list(TRANSFORM ARGN PREPEND ${PROJECT_SOURCE_DIR}/ OUTPUT_VARIABLE folders)
  list(TRANSFORM folders APPEND /include/cent)
  install(
    DIRECTORY ${folders}
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
    COMPONENT cent-${part}-development)
  install(
    DIRECTORY ${PROJECT_BINARY_DIR}/include/cent/${part}
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/cent
    COMPONENT cent-${part}-development)
endfunction()

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

cent_install_library(cent cent)
install(
  DIRECTORY ${PROJECT_SOURCE_DIR}/include/cent ${PROJECT_BINARY_DIR}/include/cent
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
  COMPONENT cent-development
  REGEX "/cent/(outbox|token|testing)$" EXCLUDE) # what is generated for the parts
cent_pkgconfig(
  cent DESCRIPTION "${PROJECT_DESCRIPTION}" NEEDS "libcurl >= ${cent_oldest_curl}")

if(TARGET cent_token)
  cent_install_library(cent_token cent-token)
  cent_install_headers(token token)
  cent_pkgconfig(
    cent_token
    DESCRIPTION "Connection and subscription tokens for Centrifugo"
    REQUIRES "cent = ${PROJECT_VERSION}"
    NEEDS "libcrypto >= 3.0")
endif()

if(TARGET cent_outbox)
  cent_install_library(cent_outbox cent-outbox)
  cent_install_headers(outbox outbox)
  cent_pkgconfig(
    cent_outbox
    DESCRIPTION "Centrifugo commands in database transactions"
    REQUIRES "cent = ${PROJECT_VERSION}")
endif()

file(RELATIVE_PATH bin_to_lib "/${CMAKE_INSTALL_BINDIR}" "/${CMAKE_INSTALL_LIBDIR}")
if(TARGET cent_testing)
  cent_install_library(cent_testing cent-testing)
  cent_install_headers(testing testing/dev_server testing/kit)
  cent_pkgconfig(
    cent_testing
    DESCRIPTION "Testing without a Centrifugo: an in-process dev server"
    REQUIRES "cent = ${PROJECT_VERSION}"
    NEEDS "libcrypto >= 3.0")
  cent_relocatable(cent-dev-server "/${bin_to_lib}")
  install(TARGETS cent-dev-server RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT cent-dev-server)
endif()

if(TARGET cent-cli)
  cent_relocatable(cent-cli "/${bin_to_lib}")
  install(TARGETS cent-cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT cent-cli)
  # The program prints them itself, see cli/CMakeLists.txt. The folders are Debian's.
  foreach(file man1/cent.1 bash-completion/completions/cent zsh/vendor-completions/_cent
               fish/vendor_completions.d/cent.fish)
    get_filename_component(folder ${file} DIRECTORY)
    if(folder STREQUAL man1)
      set(folder ${CMAKE_INSTALL_MANDIR}/man1)
    else()
      set(folder ${CMAKE_INSTALL_DATADIR}/${folder})
    endif()
    install(
      FILES ${PROJECT_BINARY_DIR}/cli/share/${file}
      DESTINATION ${folder}
      COMPONENT cent-cli)
  endforeach()
endif()

# Installed once, in the component that all others need.
if(cent_static)
  set(base cent-development)
else()
  set(base cent-runtime)
endif()
install(
  FILES ${PROJECT_SOURCE_DIR}/LICENSE
  DESTINATION ${CMAKE_INSTALL_DOCDIR}
  COMPONENT ${base}
  RENAME copyright)

configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/cent-config.cmake.in
                              ${PROJECT_BINARY_DIR}/cent-config.cmake INSTALL_DESTINATION ${cent_config_dir})
# Compatible as far as the ABI is, see cent_abi_version.
if(PROJECT_VERSION_MAJOR EQUAL 0)
  set(compatibility SameMinorVersion)
else()
  set(compatibility SameMajorVersion)
endif()
write_basic_package_version_file(${PROJECT_BINARY_DIR}/cent-config-version.cmake COMPATIBILITY ${compatibility})
install(
  FILES ${PROJECT_BINARY_DIR}/cent-config.cmake ${PROJECT_BINARY_DIR}/cent-config-version.cmake
  DESTINATION ${cent_config_dir}
  COMPONENT cent-development)
