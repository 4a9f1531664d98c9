# pkg-config from a moved prefix, without CMake.
source "$(dirname "$0")/lib.sh"
type=$1
need pkg-config g++
name=pkg_config-$type
prefix=$work/prefix-$type
libs=$(libdir "$prefix")
export PKG_CONFIG_PATH=$libs/pkgconfig

expect_equal "$(pkg-config --modversion cent)" "$CENT_VERSION" "version of cent.pc"
fresh "$name"
for source in plain nlohmann $CENT_PARTS; do
  module=cent
  [[ " $CENT_PARTS " != *" $source "* ]] || module=cent-$source
  # shellcheck disable=SC2046,SC2086
  quietly g++ -std=c++17 $warnings -Werror -DEXPECTED_VERSION="\"$CENT_VERSION\"" \
    $(pkg-config --cflags "$module") "$here/app/$source.cpp" -o "$work/$name/$source" \
    $(pkg-config --libs "$module")
  LD_LIBRARY_PATH=$libs quietly "$work/$name/$source"
done
if [[ $type == static ]]; then
  ! ldd "$work/$name/plain" | grep libcent || fail "linked with a shared cent"
  expect_equal "$(pkg-config --libs --static cent | grep -o -e -pthread | wc -l)" 1 "times that -pthread is said"
else
  ldd "$work/$name/plain" | grep libcent >/dev/null || fail "not linked with a shared cent"
  # On a machine without the development files of libcurl and OpenSSL, here played by a pkg-config that knows no others.
  for module in cent ${CENT_PARTS:+$(printf 'cent-%s ' $CENT_PARTS)}; do
    PKG_CONFIG_LIBDIR=$libs/pkgconfig PKG_CONFIG_PATH='' quietly pkg-config --cflags --libs "$module"
  done
  expect_equal "$(pkg-config --libs-only-l cent | xargs)" -lcent "what a shared cent adds to the link line"
fi
echo "pkg-config, $type: all programs built and ran"
