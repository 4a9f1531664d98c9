# Sourced by the scripts: installs missing Debian packages, and lists them.

# Every build needs these.
build_packages=(build-essential cmake ninja-build pkg-config ca-certificates libcurl4-openssl-dev)
demo_packages=(nlohmann-json3-dev libboost-dev libssl-dev libcli11-dev libtomlplusplus-dev)
test_packages=(git ccache libgtest-dev openssl clang clang-format clang-tidy libclang-rt-14-dev llvm zlib1g-dev)
# Proxies that tests/faults puts between client and server. Their services are not started.
test_packages+=(nginx haproxy stunnel4 tinyproxy libfaketime locales)
# Libraries that headers of cent adapt it to.
test_packages+=(libspdlog-dev prometheus-cpp-dev libasio-dev libboost-coroutine-dev libboost-context-dev catch2 libc-ares-dev)
test_packages+=(rapidjson-dev libsimdjson-dev libjsoncpp-dev libprotobuf-dev)
# The command line program, which developer builds have; the shells and the reader of man pages of its tests.
test_packages+=(zsh fish man-db)
# tests/observe starts one of its own.
test_packages+=(prometheus)
# A browser for the dev server's page.
test_packages+=(chromium chromium-driver)
# Brokers that tests/cluster puts between two real nodes, and the name server that names them.
cluster_packages=(redis-server nats-server dnsmasq-base)
test_packages+=("${cluster_packages[@]}")
# The database of outbox/tests, and the libraries that headers of cent::outbox adapt it to.
test_packages+=(postgresql libpq-dev libpqxx-dev libhiredis-dev)

# Tools with which tests/consumer packages, compares and compiles.
test_packages+=(abigail-tools fakeroot lintian g++-mingw-w64-x86-64-posix g++-11 libc++-14-dev libc++abi-14-dev)
test_packages+=(python3-venv python3-yaml)
# Programs for other processors run in an emulator, with these C libraries; GoogleTest is compiled for them.
cross_packages=(qemu-user libc6-arm64-cross libc6-s390x-cross googletest python3-venv)
# vcpkg needs it where VCPKG_ROOT is set.
test_packages+=(patchelf)

# Debian starts the services of installed packages, unless a policy forbids it.
install_quietly='
  policy=/usr/sbin/policy-rc.d made=
  if [ ! -e "$policy" ]; then
    printf "#!/bin/sh\nexit 101\n" >"$policy" && chmod +x "$policy" && made=1
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
  status=$?
  [ -z "$made" ] || rm -f "$policy"
  exit $status'

# need_packages NAME...: installs without asking. Without root rights it uses sudo; without sudo it prints a command.
need_packages() {
  local missing=() package
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  echo "Installing with apt: ${missing[*]}"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "This needs root rights. Install by hand: apt-get install ${missing[*]}" >&2
      return 1
    fi
    as_root=(sudo)
  fi
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" sh -c "$install_quietly" sh "${missing[@]}"
}

# unpack_newer_boost: Debian 12's default Boost is too old for Boost.JSON and for parts of Asio, and its newer one cannot be
# installed beside it. So that is unpacked into the cache, once, where tests/json_adapters and tests/styles find it.
unpack_newer_boost() {
  local packages=(libboost1.81-dev libboost-context1.81-dev) work package
  local folder=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/cent/boost-1.81
  [ ! -e /usr/include/boost/asio/deferred.hpp ] || return 0
  compgen -G "$folder/usr/lib/*/libboost_context.a" >/dev/null && return 0
  echo "Unpacking ${packages[*]} into $folder"
  work=$(mktemp -d) || return 1
  (cd "$work" && { apt-get download -qq "${packages[@]}" || { apt-get update -qq && apt-get download -qq "${packages[@]}"; }; } &&
    for package in *.deb; do dpkg-deb -x "$package" unpacked || exit 1; done &&
    rm -rf "$folder" && mkdir -p "${folder%/*}" && mv unpacked "$folder") 2>/dev/null ||
    echo "  failed; the tests with Boost.JSON and newer parts of Asio will not run"
  rm -rf "$work"
}
