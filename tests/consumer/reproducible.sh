# The same source built in another folder gives the same bytes. The second build uses no compiler cache.
source "$(dirname "$0")/lib.sh"
inside=$(realpath --relative-to="$CENT_SOURCE" "$work/build-shared")
[[ $inside != ..* ]] || not_run "the build folder is not inside the source folder"

fresh elsewhere
elsewhere=$work/elsewhere/of-another-length
mkdir -p "$elsewhere"
(cd "$CENT_SOURCE" && tar --create CMakeLists.txt CMakePresets.json LICENSE cmake include src token testing) |
  tar --extract --directory "$elsewhere"
cd "$elsewhere"
export CCACHE_DISABLE=1
quietly cmake --preset release -B "$elsewhere/$inside" -DCENT_DEVELOPER_MODE=OFF -DCENT_DEMO=OFF -DCMAKE_INSTALL_PREFIX=/usr \
  -DBUILD_SHARED_LIBS=ON -DCENT_TESTING=OFF
quietly cmake --build "$elsewhere/$inside"
for library in src/libcent.so token/libcent_token.so; do
  cmp "$work/build-shared/$library" "$elsewhere/$inside/$library" || fail "$library depends on its folder"
  sha256sum "$elsewhere/$inside/$library" | cut -d' ' -f1
done
echo "reproducible: two folders, the same bytes"
