# The Conan recipe, run by Conan: as docs/guide/install.md says, and shared with all parts. The stand-ins for Conan Center's
# packages take the system's libraries, so nothing is downloaded but Conan itself.
source "$(dirname "$0")/lib.sh"
need python3 pkg-config
conan=$work/conan-venv/bin/conan
wanted=conan==2.34.0
if [[ $("$conan" --version 2>/dev/null) != "Conan version ${wanted#*==}" ]]; then
  rm -rf "$work/conan-venv"
  python3 -m venv "$work/conan-venv" >/dev/null || not_run "python3 makes no virtual environment"
  timeout 300 "$work/conan-venv/bin/pip" install --quiet --retries 1 "$wanted" >"$work/pip.log" 2>&1 ||
    not_run "pip cannot install $wanted: $(tail -n 1 "$work/pip.log")"
fi

fresh conan
export CONAN_HOME=$work/conan/home
quietly "$conan" profile detect
quietly "$conan" remote disable '*'
boost=$(sed -n 's/^#define BOOST_LIB_VERSION "\([0-9]*\)_\([0-9]*\).*"/\1.\2.0/p' /usr/include/boost/version.hpp)
for stand_in in "libcurl $(pkg-config --modversion libcurl)" "openssl $(pkg-config --modversion libcrypto)" \
  "boost $boost" "cli11 $(pkg-config --modversion CLI11)" "nlohmann_json $(pkg-config --modversion nlohmann_json)" \
  "tomlplusplus $(pkg-config --modversion tomlplusplus)"; do
  quietly "$conan" create "$here/conan" --name "${stand_in% *}" --version "${stand_in#* }"
done

# The version that the recipe reads from CMakeLists.txt.
expect_equal "$("$conan" inspect "$CENT_SOURCE" | sed -n 's/^version: //p')" "$CENT_VERSION" "the recipe's version"

# As the page says: static, with cent::token.
page=$CENT_SOURCE/docs/guide/install.md project=$work/conan/page
PATH=$(dirname "$conan"):$PATH
mkdir -p "$project"
block() { awk -v info="$1" '$0 == "```" info { inside = 1; next } /^```/ { inside = 0 } inside' "$page"; }
creating=$(block "sh conan create" | grep '^conan create')
building=$(block "sh conan project")
block "ini conan project" >"$project/conanfile.txt"
[[ -n $creating && -n $building && -s $project/conanfile.txt ]] || fail "the page says nothing of Conan"
here_only=(--conf "tools.cmake.cmake_layout:test_folder=$work/conan/test" --conf tools.cmake.cmaketoolchain:user_presets=
  --conf tools.cmake.cmaketoolchain:generator=Ninja)
(cd "$CENT_SOURCE" && quietly bash -e -c "$creating \"\$@\"" bash "${here_only[@]}")

# Shared, with all parts.
parts=()
for part in $CENT_PARTS; do parts+=(--options "&:$part=True"); done
quietly "$conan" create "$CENT_SOURCE" --options '&:shared=True' "${parts[@]}" "${here_only[@]}"
expect_equal "$("$conan" list 'cent/*:*' --format=compact 2>/dev/null | grep -c 'shared=')" 2 "packages made"

# Compilers that are too old are refused before anything is built, and no others.
graph() { "$conan" graph info "$CENT_SOURCE" --settings compiler.cppstd=17 "$@" 2>&1; }
for compiler in "gcc 10" "gcc 11" "clang 14"; do
  libcxx=libstdc++11
  [[ $compiler != clang* ]] || libcxx=libc++
  said=$(graph --settings compiler="${compiler% *}" --settings compiler.version="${compiler#* }" \
    --settings compiler.libcxx=$libcxx) || true
  if [[ $compiler == "gcc 10" ]]; then
    [[ $said == *"cent needs gcc 11 or later"* ]] || { echo "$said"; fail "gcc 10 is taken"; }
  else
    [[ $said != *"info_invalid: cent"* && $said == *"ref: cent/$CENT_VERSION"* ]] || { echo "$said"; fail "$compiler is refused"; }
  fi
done

# A project that uses cent::token, with the page's conanfile.txt.
cp "$here/app/token.cpp" "$here/app/check.hpp" "$project"
cat >"$project/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.22)
project(page LANGUAGES CXX)
find_package(cent REQUIRED COMPONENTS token)
add_executable(token token.cpp)
target_link_libraries(token PRIVATE cent::token)
END
(cd "$project" && CMAKE_GENERATOR='' quietly bash -e -c "$building")
quietly "$project/build/token"
echo "Conan ${wanted#*==}: cent/$CENT_VERSION made and tested, static and shared with: $CENT_PARTS, and as the page says"
