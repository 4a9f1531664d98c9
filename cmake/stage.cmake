# Run by cpack before it packs the staged files. Adds to each Debian package what Debian's policy wants in it.
if(CPACK_GENERATOR STREQUAL "DEB")
  set(version ${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE})
  string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC) # that of SOURCE_DATE_EPOCH, if it is set
  string(CONCAT changelog "cent (${version}) unstable; urgency=medium\n\n"
                "  * cent ${CPACK_PACKAGE_VERSION}. Its CHANGELOG.md lists the changes.\n\n"
                " -- ${CPACK_PACKAGE_CONTACT}  ${date}\n")
  foreach(component IN LISTS CPACK_COMPONENTS_ALL)
    string(TOUPPER ${component} upper)
    set(share ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/${component}${CPACK_PACKAGING_INSTALL_PREFIX}/share)
    set(folder ${share}/doc/${CPACK_DEBIAN_${upper}_PACKAGE_NAME})
    file(REMOVE_RECURSE ${share}/doc)
    file(COPY ${CPACK_RESOURCE_FILE_LICENSE} DESTINATION ${folder})
    file(RENAME ${folder}/LICENSE ${folder}/copyright)
    file(WRITE ${folder}/changelog.Debian "${changelog}")
    file(GLOB_RECURSE pages ${share}/man/*.[1-9])
    # The strongest compression, without the file's name and time.
    execute_process(COMMAND gzip -9n ${folder}/changelog.Debian ${pages} COMMAND_ERROR_IS_FATAL ANY)
  endforeach()
endif()

# cpack writes the times of the staged files into the packages: with one time for all, the same files give the same bytes.
if(DEFINED ENV{SOURCE_DATE_EPOCH})
  execute_process(COMMAND find ${CPACK_TEMPORARY_INSTALL_DIRECTORY} -exec touch --no-dereference
                          --date=@$ENV{SOURCE_DATE_EPOCH} {} + COMMAND_ERROR_IS_FATAL ANY)
endif()
