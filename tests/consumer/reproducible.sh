# The same source built in another folder gives the same bytes. The second build takes nothing from the compiler cache that
# was not compiled in that other folder.
source "$(dirname "$0")/lib.sh"
inside=$(realpath --relative-to="$CENT_SOURCE" "$work/build-shared")
[[ $inside != ..* ]] || not_run "the build folder is not inside the source folder"

fresh elsewhere
elsewhere=$work/elsewhere/of-another-length
mkdir -p "$elsewhere"
(cd "$CENT_SOURCE" && tar --create CMakeLists.txt CMakePresets.json LICENSE cmake include src token testing) |
  tar --extract --directory "$elsewhere"
cd "$elsewhere"
unset CCACHE_BASEDIR CCACHE_NOHASHDIR CCACHE_SLOPPINESS
export CCACHE_NAMESPACE=$elsewhere
# A namespace keeps its entries apart, since ccache 4.5.
said=$(ccache --version 2>/dev/null | sed -n '1s/.* //p')
[[ $(printf '%s\n' 4.5 "${said:-0}" | sort -V | head -n 1) == 4.5 ]] || export CCACHE_DISABLE=1
quietly cmake --preset release -B "$elsewhere/$inside" -DCENT_DEVELOPER_MODE=OFF -DCENT_DEMO=OFF -DCMAKE_INSTALL_PREFIX=/usr \
  -DBUILD_SHARED_LIBS=ON -DCENT_TESTING=OFF
quietly cmake --build "$elsewhere/$inside"
for library in src/libcent.so token/libcent_token.so; do
  cmp "$work/build-shared/$library" "$elsewhere/$inside/$library" || fail "$library depends on its folder"
  sha256sum "$elsewhere/$inside/$library" | cut -d' ' -f1
done
echo "reproducible: two folders, the same bytes"
