# Included as CMAKE_PROJECT_cent_INCLUDE by scripts/lib/cross.sh: parses the standard headers that most sources include once for
# each library, which halves the time. Zig's C++ library is the same for each target, so one target is built without this file
# and finds a header that a source forgot to include.
function(cent_precompile_standard_headers)
  foreach(target cent cent_token cent_outbox)
    target_precompile_headers(${target} PRIVATE <algorithm> <array> <atomic> <chrono> <functional> <future> <map>
                              <memory> <mutex> <optional> <string> <string_view> <thread> <unordered_map> <vector>)
    # So that ccache recognizes them, as in cmake/test.cmake.
    target_compile_options(${target} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
  endforeach()
endfunction()
cmake_language(DEFER CALL cent_precompile_standard_headers) # when the targets exist
