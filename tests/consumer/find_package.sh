# find_package from a moved prefix: C++17 and C++20, with nlohmann and on a machine that has no headers of
# nlohmann, curl, OpenSSL or Boost.
source "$(dirname "$0")/lib.sh"
type=$1 compiler=$2
need "$compiler"
name=find_package-$type-$compiler
prefix=$work/prefix-$type

# hide_headers COMPILER FOLDER NAME...: prints flags with which the compiler sees all headers of this machine
# except the folders NAME. FOLDER gets links to the rest of each include folder that holds one of them.
hide_headers() {
  local compiler=$1 folder=$2 count=0 flags="-nostdinc" path name
  shift 2
  while read -r path; do
    for name in "$@"; do
      if [[ -e $path/$name ]]; then
        count=$((count + 1))
        mkdir -p "$folder/$count"
        ln -s "$path"/* "$folder/$count/"
        for name in "$@"; do rm -f "$folder/$count/$name"; done
        path=$folder/$count
        break
      fi
    done
    flags+=" -isystem $path"
  done < <("$compiler" -E -x c++ -v /dev/null 2>&1 | sed -n '/^#include </,/^End of/s/^ //p')
  ! echo "#include <$1/json.hpp>" | "$compiler" $flags -x c++ -E - &>/dev/null || {
    echo "headers of $1 are still found" >&2
    return 1
  }
  echo "$flags"
}

fresh "$name"
common=(-S "$here/app" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_COMPILER="$compiler"
  -DCMAKE_COMPILE_WARNING_AS_ERROR=ON -DEXPECTED_VERSION="$CENT_VERSION" -DPARTS="${CENT_PARTS// /;}")

quietly cmake "${common[@]}" -B "$work/$name/with" -DCMAKE_CXX_FLAGS="$warnings" -DNLOHMANN=ON
quietly cmake --build "$work/$name/with"
quietly ctest --test-dir "$work/$name/with" --no-tests=error

hidden=$(hide_headers "$compiler" "$work/$name/include" nlohmann curl openssl boost)
found=(-DCMAKE_DISABLE_FIND_PACKAGE_nlohmann_json=ON -DCMAKE_DISABLE_FIND_PACKAGE_Boost=ON)
if [[ $type == shared ]]; then # it needs no development files of its own dependencies
  found+=(-DCMAKE_DISABLE_FIND_PACKAGE_CURL=ON -DCMAKE_DISABLE_FIND_PACKAGE_OpenSSL=ON)
fi
quietly cmake "${common[@]}" -B "$work/$name/without" -DCMAKE_CXX_FLAGS="$warnings $hidden" "${found[@]}"
quietly cmake --build "$work/$name/without"
quietly ctest --test-dir "$work/$name/without" --no-tests=error
echo "find_package, $type, $compiler: all programs built and ran"
