# Shared by the scripts of this folder; ctest sets the CENT_ variables.
set -euo pipefail
: "${CENT_TEST:?}" "${CENT_SOURCE:?}" "${CENT_BUILD:?}" "${CENT_VERSION:?}"
source "$CENT_SOURCE/tests/support/not-run.sh"
here=$CENT_SOURCE/tests/consumer
work=$CENT_BUILD/consumer
# ctest runs several of them at once: each keeps to one core.
export CMAKE_GENERATOR=Ninja CMAKE_BUILD_PARALLEL_LEVEL=1
unset CXX CXXFLAGS LDFLAGS CPPFLAGS DESTDIR
# Flags for programs of this folder. cent's own headers are not spared.
warnings="-Wall -Wextra -Wpedantic -Wconversion -Wshadow"

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

need() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || not_run "$tool is not installed"
  done
}

# An empty folder of this name.
fresh() {
  rm -rf "${work:?}/$1"
  mkdir -p "$work/$1"
}

# Runs a command and shows its output only if it failed.
quietly() {
  local said
  said=$("$@" 2>&1) || { echo "$said"; fail "$*"; }
}

expect_equal() {
  [[ "$1" == "$2" ]] || fail "${3:-values differ}: '$1' is not '$2'"
}

# Where the folder of pkg-config and CMake files is inside a prefix.
libdir() {
  dirname "$(dirname "$(find "$1" -name cent.pc)")"
}

# The name of a part's feature or option in vcpkg and Conan, whose maintainers take "testing" for a library's own tests.
feature() { if [[ $1 == testing ]]; then echo dev-server; else echo "$1"; fi; }

# The code block of docs/guide/install.md with this info text.
install_block() {
  local page=$CENT_SOURCE/docs/guide/install.md text
  text=$(awk -v info="$1" '$0 == "```" info { inside = 1; next } /^```/ { inside = 0 } inside' "$page")
  [[ -n $text ]] || fail "no block '$1' in $page"
  echo "$text"
}
