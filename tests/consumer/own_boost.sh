# The static libraries bring no names of Boost or other libraries into a program, so that one with a Boost of its own,
# of other settings or of another version, works. CENT_OTHER_BOOST=FOLDER is where another version's headers are.
source "$(dirname "$0")/lib.sh"
need nm g++ pkg-config
fresh own_boost
libs=$(libdir "$work/prefix-static")
for library in "$libs"/libcent*.a; do
  defined=$(nm --defined-only --extern-only --format=posix "$library" | cut -d' ' -f1 | sort -u)
  (($(wc -l <<<"$defined") > 10)) || fail "$library defines next to nothing"
  # A name with cent_boost in it, if only in an argument, is nobody else's.
  foreign=$(grep -vF 10cent_boost <<<"$defined" | grep -E '5boost|8nlohmann|(^|[^_])boost_' | c++filt | cut -c1-150) || true
  [[ -z $foreign ]] || { head -n 10 <<<"$foreign"; fail "$(basename "$library") has $(wc -l <<<"$foreign") such symbols"; }
done
[[ " $CENT_PARTS " == *" testing "* ]] || exit 0

export PKG_CONFIG_PATH=$libs/pkgconfig
program() {
  local name=$1
  shift
  # shellcheck disable=SC2046
  quietly g++ -std=c++17 "$@" "$here/app/own_boost.cpp" -o "$work/own_boost/$name" \
    $(pkg-config --cflags --libs cent-testing)
  quietly timeout 120 "$work/own_boost/$name"
}
# Without epoll, classes that have the same names differ in size.
program settings -DBOOST_ASIO_DISABLE_EPOLL
[[ -z ${CENT_OTHER_BOOST:-} ]] || program version -isystem "$CENT_OTHER_BOOST"
echo "static libraries: no symbols of Boost, a program with a Boost of its own ran"
