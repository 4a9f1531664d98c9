# use.sh TEST ARGUMENT...: programs built with cent, installed or as a part of another project. Each function is one test.
source "$(dirname "$0")/lib.sh"

# find_package from a moved prefix: C++17 and C++20, with nlohmann and on a machine that has no headers of
# nlohmann, curl, OpenSSL or Boost.
find_package() {
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
}

# pkg-config from a moved prefix, without CMake.
pkg_config() {
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
}

# Versions and components that find_package is asked for.
requests() {
  fresh requests
  all=${CENT_PARTS// /;}
  ask() {
    local folder=$1 prefix=$2
    shift 2
    quietly cmake -S "$here/requests" -B "$work/requests/$folder" -DCMAKE_PREFIX_PATH="$prefix" \
      -DEXPECTED_VERSION="$CENT_VERSION" "$@"
  }
  ask static "$work/prefix-static" "-DHAVE=$all" -DHAVE_NOT=nonsense
  ask shared "$work/prefix-shared" "-DHAVE=$all" -DHAVE_NOT=nonsense
  # Only a static part needs OpenSSL, and only when it is asked for. cent::outbox never does.
  ask static-openssl "$work/prefix-static" -DHAVE=outbox "-DHAVE_NOT=${all#outbox;}" -DCMAKE_DISABLE_FIND_PACKAGE_OpenSSL=ON
  ask shared-openssl "$work/prefix-shared" "-DHAVE=$all" -DCMAKE_DISABLE_FIND_PACKAGE_OpenSSL=ON
  echo "find_package: finds what is there, refuses what is not, says which"
}

# Every installed file belongs to exactly one install component, and cent's own are enough to use cent alone.
components() {
  fresh components
  build=$work/build-shared
  soname=$(basename "$(find "$work/prefix-shared" -name 'libcent.so.*.*.*')")

  files() { (cd "$1" && find . ! -type d | sort); }
  components="cent-runtime cent-development cent-dev-server"
  [[ ! -e $work/prefix-shared/bin/cent ]] || components+=" cent-cli"
  for part in $CENT_PARTS; do components+=" cent-$part-runtime cent-$part-development"; done
  for component in $components; do
    quietly cmake --install "$build" --component "$component" --prefix "$work/components/$component"
    [[ -d $work/components/$component ]] || fail "component $component is empty"
    files "$work/components/$component" >"$work/components/$component.txt"
  done
  expect_equal "$(sort "$work"/components/*.txt)" "$(files "$work/prefix-shared")" "files of all components"

  runtime=$(sed 's,.*/,,' "$work/components/cent-runtime.txt" | grep -v copyright | xargs)
  expect_equal "$runtime" "${soname%.*} $soname" "cent-runtime"
  ! grep -E 'outbox|token|testing' "$work/components/cent-development.txt" || fail "cent-development holds other parts"

  cp -a "$work/components/cent-runtime" "$work/components/alone"
  cp -a "$work/components/cent-development/." "$work/components/alone/"
  quietly cmake -S "$here/requests" -B "$work/components/requests" -DCMAKE_PREFIX_PATH="$work/components/alone" \
    -DEXPECTED_VERSION="$CENT_VERSION" "-DHAVE_NOT=${CENT_PARTS// /;}"
  quietly cmake -S "$here/app" -B "$work/components/app" -DCMAKE_PREFIX_PATH="$work/components/alone" \
    -DEXPECTED_VERSION="$CENT_VERSION"
  quietly cmake --build "$work/components/app"
  quietly ctest --test-dir "$work/components/app" --no-tests=error
  echo "install components: $(wc -w <<<"$components"), no file twice, none forgotten"
}

# The folder of examples builds against an installed cent. One of each kind is enough: cent's own build holds them all.
examples() {
  fresh examples
  quietly cmake -S "$CENT_SOURCE/examples" -B "$work/examples" -DCMAKE_PREFIX_PATH="$work/prefix-shared" \
    -DCMAKE_CXX_FLAGS="$warnings" -DCMAKE_COMPILE_WARNING_AS_ERROR=ON
  programs=(01_publish 14_async_callback)
  [[ $CENT_PARTS != *token* ]] || programs+=(12_tokens)
  [[ $CENT_PARTS != *testing* ]] || programs+=(09_fake_transport)
  quietly cmake --build "$work/examples" --target "${programs[@]}"
  [[ ! -e $work/examples/12_tokens ]] || quietly "$work/examples/12_tokens"
  [[ ! -e $work/examples/09_fake_transport ]] || quietly "$work/examples/09_fake_transport"
  echo "built against the installed cent: ${programs[*]}"
}

# The instructions of docs/guide/install.md, run from its very text: the project against an installed cent and by pkg-config, with
# the program of README.md run against a dev server; cent as a folder and as an archive configured (that they build is
# what add_subdirectory and fetch_content show).
install_page() {
  need pkg-config awk
  fresh install_page
  folder=$work/install_page
  export HOME=$folder/home
  mkdir -p "$HOME" "$folder/hello"
  ln -s "$work/prefix-static" "$HOME/cent-prefix"
  unset PKG_CONFIG_PATH

  cd "$folder/hello"
  awk -v n=1 -f "$CENT_SOURCE/tests/docs/programs.awk" "$CENT_SOURCE/README.md" >hello.cpp
  install_block "cmake project" >CMakeLists.txt
  run() {
    local said
    said=$("$CENT_SOURCE/tests/support/with-dev-server" "$HOME/cent-prefix/bin/cent-dev-server" bash -e -c "$1" 2>&1) ||
      { echo "$said"; fail "$1"; }
    [[ $said == *"published at offset 1"* ]] || { echo "$said"; fail "nothing was published by: $1"; }
  }
  run "$(install_block "sh project")"
  run "$(install_block "sh pkg-config")
  ./hello"

  for way in folder archive; do
    mkdir -p "$folder/$way"
    cp hello.cpp "$folder/$way"
    text=$(install_block "cmake $way") awk '/^find_package\(cent / { print ENVIRON["text"]; next } { print }' CMakeLists.txt \
      >"$folder/$way/CMakeLists.txt"
  done
  ln -s "$CENT_SOURCE" "$folder/folder/cent"
  tar --create --gzip --file "$folder/archive/cent.tar.gz" --directory "$CENT_SOURCE" --transform "s,^\.,cent," \
    --exclude-vcs --exclude=./build .
  for way in folder archive; do
    quietly cmake -S "$folder/$way" -B "$folder/$way/build"
  done
  echo "docs/guide/install.md: built and ran by find_package and pkg-config, configured as a folder and an archive"
}

# add_subdirectory or fetch_content: cent as a part of another project, as a folder of it or from an archive of the
# source, as a release page offers it. It builds, runs, and changes nothing of its parent.
parent() {
  way=$1
  fresh "$way"
  common=(-S "$here/parent" -DCMAKE_BUILD_TYPE=Debug -DEXPECTED_VERSION="$CENT_VERSION")
  if [[ $way == fetch_content ]]; then
    archive=$work/$way/cent-$CENT_VERSION.tar.gz
    tar --create --gzip --file "$archive" --directory "$CENT_SOURCE" --transform "s,^\.,cent-$CENT_VERSION," \
      --exclude-vcs --exclude=./build .
    common+=(-DARCHIVE="$archive" -DPARTS=token)
  else
    common+=(-DSOURCE="$CENT_SOURCE")
  fi
  quietly cmake "${common[@]}" -B "$work/$way"
  quietly cmake --build "$work/$way"
  quietly ctest --test-dir "$work/$way" --no-tests=error
  quietly cmake --install "$work/$way" --prefix "$work/$way/prefix"
  [[ ! -e $work/$way/prefix ]] || fail "installing the parent installs cent"

  # The parent says what kind of library it wants, and which parts.
  [[ $way == fetch_content ]] || quietly cmake "${common[@]}" -B "$work/$way/shared" -DBUILD_SHARED_LIBS=ON \
    -DEXPECTED_TYPE=SHARED_LIBRARY "-DPARTS=${CENT_PARTS// /;}"
  echo "$way: built, ran, and left its parent as it was"
}

"$@"
