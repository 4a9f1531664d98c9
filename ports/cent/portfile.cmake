# An overlay port that contains the source it builds, made by scripts/vcpkg-port. vcpkg compares only the files in the
# port's folder, so a port that refers to a source elsewhere would get stale binaries from the cache.
set(archive "${CURRENT_PORT_DIR}/cent.tar.gz")
if(NOT EXISTS "${archive}")
  message(FATAL_ERROR "This folder has no cent.tar.gz. Make the overlay with scripts/vcpkg-port FOLDER and use that.")
endif()
vcpkg_extract_source_archive(SOURCE_PATH ARCHIVE "${archive}" NO_REMOVE_ONE_LEVEL)

vcpkg_check_features(OUT_FEATURE_OPTIONS FEATURE_OPTIONS FEATURES
                     dev-server CENT_TESTING outbox CENT_OUTBOX token CENT_TOKEN)
vcpkg_cmake_configure(SOURCE_PATH "${SOURCE_PATH}" OPTIONS ${FEATURE_OPTIONS})
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(PACKAGE_NAME cent CONFIG_PATH lib/cmake/cent)
vcpkg_fixup_pkgconfig()
vcpkg_copy_pdbs()
if("dev-server" IN_LIST FEATURES)
  vcpkg_copy_tools(TOOL_NAMES cent-dev-server AUTO_CLEAN)
endif()

file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug/include" "${CURRENT_PACKAGES_DIR}/debug/share"
     "${CURRENT_PACKAGES_DIR}/share/doc")
file(INSTALL "${CMAKE_CURRENT_LIST_DIR}/usage" DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
