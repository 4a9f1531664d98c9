# cent_boost_names(target): Boost under names of its own, for the sources of this target.
#
# Boost's inline functions are weak symbols of a static library. In a program that uses Boost itself, of another version
# or with other settings, the linker would mix the two. As namespace cent_boost they stay apart.
function(cent_boost_names target)
  # Two functions have C names.
  target_compile_definitions(
    ${target} PRIVATE boost=cent_boost boost_asio_detail_posix_thread_function=cent_boost_posix_thread_function
                      boost_asio_signal_handler=cent_boost_signal_handler)

  # Some of Boost's headers put the name of the next one together by macros, and so ask for <cent_boost/...>.
  get_target_property(folders Boost::headers INTERFACE_INCLUDE_DIRECTORIES)
  list(FILTER folders EXCLUDE REGEX "NOTFOUND$|\\$<")
  find_path(CENT_BOOST_HEADERS boost/version.hpp HINTS ${folders} REQUIRED)
  mark_as_advanced(CENT_BOOST_HEADERS)
  set(names ${CMAKE_CURRENT_BINARY_DIR}/boost_names)
  file(MAKE_DIRECTORY ${names})
  file(REMOVE ${names}/cent_boost)
  file(CREATE_LINK ${CENT_BOOST_HEADERS}/boost ${names}/cent_boost SYMBOLIC)
  target_include_directories(${target} SYSTEM PRIVATE ${names})
endfunction()
