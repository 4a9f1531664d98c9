# Prints the part of VERSION that names the shared libraries.
include(${CMAKE_CURRENT_LIST_DIR}/../../cmake/library.cmake)
cent_abi_version(${VERSION} result)
execute_process(COMMAND ${CMAKE_COMMAND} -E echo ${result})
