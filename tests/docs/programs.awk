# The n-th (-v n=1) program of a Markdown page, see snippets.awk.
/^```cpp program$/ { inside = (++count == n); next }
/^```/ { inside = 0; next }
inside && !begun { begun = 1; print "#include <cstdlib>" }  # for the address
inside {
  gsub(/"http:\/\/localhost:8000"/, "std::getenv(\"CENT_ADDRESS\")")
  print
}
