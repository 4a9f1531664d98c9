# The oldest g++ that install.md names and Conan's recipe takes compiles the library and cent::token without a warning.
source "$(dirname "$0")/lib.sh"
floor=$(sed -n 's/.*compiler for C++17 (g++ \([0-9]*\),.*/\1/p' "$CENT_SOURCE/docs/guide/install.md")
[[ -n $floor ]] || fail "install.md names no oldest g++"
grep -F "cent needs gcc $floor or later" "$CENT_SOURCE/conanfile.py" >/dev/null || fail "conanfile.py takes another gcc"
need "g++-$floor"
fresh compiler_floor
# The headers that a build makes are those of the installed cent.
count=0
for source in $(cd "$CENT_SOURCE" && find src token/src -name '*.cpp' | sort); do
  # shellcheck disable=SC2086
  quietly ${CMAKE_CXX_COMPILER_LAUNCHER:-} "g++-$floor" -std=c++17 $warnings -Werror -DCENT_STATIC_DEFINE \
    -DCENT_TOKEN_STATIC_DEFINE -I"$CENT_SOURCE/include" -I"$CENT_SOURCE/token/include" -I"$CENT_SOURCE/src" \
    -I"$work/prefix-static/include" -c "$CENT_SOURCE/$source" -o "$work/compiler_floor/object.o"
  count=$((count + 1))
done
((count > 50)) || fail "only $count sources were found"
echo "g++ $floor: $count sources compile"
