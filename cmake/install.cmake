# Install rules: find_package(cent) and pkg-config, both from a prefix that may be moved.
include(CMakePackageConfigHelpers)

get_target_property(cent_type cent TYPE)
set(cent_config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/cent)
set(cent_targets cent)
if(CENT_TESTING)
  list(APPEND cent_targets cent_testing)
  install(TARGETS cent-dev-server RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()

install(
  TARGETS ${cent_targets}
  EXPORT cent-targets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(
  DIRECTORY ${PROJECT_SOURCE_DIR}/include/cent ${PROJECT_BINARY_DIR}/include/cent
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
  PATTERN testing EXCLUDE)
if(CENT_TESTING)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/cent/testing ${PROJECT_BINARY_DIR}/include/cent/testing
          DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/cent)
endif()

install(
  EXPORT cent-targets
  NAMESPACE cent::
  DESTINATION ${cent_config_dir})
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/cent-config.cmake.in
                              ${PROJECT_BINARY_DIR}/cent-config.cmake INSTALL_DESTINATION ${cent_config_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/cent-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/cent-config.cmake ${PROJECT_BINARY_DIR}/cent-config-version.cmake
        DESTINATION ${cent_config_dir})

# pkg-config finds its prefix from where the file stands, unless a directory was given as an absolute path.
file(RELATIVE_PATH cent_up "/prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/prefix")
set(cent_pc_libdir "\${prefix}/${CMAKE_INSTALL_LIBDIR}")
set(cent_pc_includedir "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}")
  set(cent_pc_libdir "${CMAKE_INSTALL_LIBDIR}")
endif()
if(IS_ABSOLUTE "${CMAKE_INSTALL_INCLUDEDIR}")
  set(cent_pc_includedir "${CMAKE_INSTALL_INCLUDEDIR}")
endif()

set(cent_pc_cflags "")
if(cent_type STREQUAL "STATIC_LIBRARY")
  set(cent_pc_cflags " -DCENT_STATIC_DEFINE")
endif()
configure_file(${PROJECT_SOURCE_DIR}/cmake/cent.pc.in ${PROJECT_BINARY_DIR}/cent.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/cent.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
