# Every installed file belongs to exactly one install component, and cent's own are enough to use cent alone.
source "$(dirname "$0")/lib.sh"
fresh components
build=$work/build-shared
soname=$(basename "$(find "$work/prefix-shared" -name 'libcent.so.*.*.*')")

files() { (cd "$1" && find . ! -type d | sort); }
components="cent-runtime cent-development cent-dev-server"
for part in $CENT_PARTS; do components+=" cent-$part-runtime cent-$part-development"; done
for component in $components; do
  quietly cmake --install "$build" --component "$component" --prefix "$work/components/$component"
  [[ -d $work/components/$component ]] || fail "component $component is empty"
  files "$work/components/$component" >"$work/components/$component.txt"
done
expect_equal "$(sort "$work"/components/*.txt)" "$(files "$work/prefix-shared")" "files of all components"

runtime=$(sed 's,.*/,,' "$work/components/cent-runtime.txt" | grep -v copyright | xargs)
expect_equal "$runtime" "${soname%.*} $soname" "cent-runtime"
! grep -E 'token|testing' "$work/components/cent-development.txt" || fail "cent-development holds other parts"

cp -a "$work/components/cent-runtime" "$work/components/alone"
cp -a "$work/components/cent-development/." "$work/components/alone/"
quietly cmake -S "$here/requests" -B "$work/components/requests" -DCMAKE_PREFIX_PATH="$work/components/alone" \
  -DEXPECTED_VERSION="$CENT_VERSION" "-DHAVE_NOT=${CENT_PARTS// /;}"
quietly cmake -S "$here/app" -B "$work/components/app" -DCMAKE_PREFIX_PATH="$work/components/alone" \
  -DEXPECTED_VERSION="$CENT_VERSION"
quietly cmake --build "$work/components/app"
quietly ctest --test-dir "$work/components/app" --no-tests=error
echo "install components: $(wc -w <<<"$components"), no file twice, none forgotten"
