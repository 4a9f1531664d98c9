# Builds and installs cent with all its parts, as the release preset does it, then moves the prefix. The other
# tests use what this one leaves: prefix-static or prefix-shared.
source "$(dirname "$0")/lib.sh"
type=$1

# /usr is what distributions say, and gives the folders of their architecture.
options=(-DCMAKE_INSTALL_PREFIX=/nowhere)
[[ $type == static ]] || options=(-DCMAKE_INSTALL_PREFIX=/usr -DBUILD_SHARED_LIBS=ON)
# nlohmann and GoogleTest are not needed to build cent.
options+=(-DCENT_DEVELOPER_MODE=OFF -DCMAKE_EXPORT_COMPILE_COMMANDS=ON
  -DCMAKE_DISABLE_FIND_PACKAGE_GTest=ON)

build=$work/build-$type
cd "$CENT_SOURCE"
quietly cmake --fresh --preset release -B "$build" "${options[@]}"
quietly cmake --build "$build"

stage=$work/stage-$type
prefix=$work/prefix-$type
rm -rf "$stage" "$prefix"
quietly cmake --install "$build" --prefix "$stage"
mv "$stage" "$prefix"

for path in "$CENT_SOURCE" "$CENT_BUILD" "$stage"; do
  ! grep -rlF "$path" "$prefix" || fail "these files know the folder they were made in: $path"
done

# Every public header is there, once.
expect_equal "$(cd "$prefix/include" && find . -name '*.hpp' ! -name export.hpp ! -name version.hpp | sort)" \
  "$(cd "$CENT_SOURCE" && find include outbox/include token/include testing/*/include -name '*.hpp' | sed 's,.*include/,./,' | sort)" "installed headers"

"$prefix/bin/cent-dev-server" --help >/dev/null || fail "the installed dev server does not start"
echo "cent $CENT_VERSION, $type, installed and moved to $prefix"
