# Sourced: installs the clients that cent is compared with into build/others. None of them is part of this repository. A
# client that is not available is listed in $raw/notrun.txt with the reason, and the comparisons run without it.

others=build/others
other_packages=(wrk nginx openssl libgrpc++-dev libprotobuf-dev protobuf-compiler protobuf-compiler-grpc)

not_run() { echo "$1: $2" | tee -a $raw/notrun.txt; }

# get_clients NAME...: pycent3, pycent5, gocent, grpc, wrk.
get_clients() {
  local name
  mkdir -p $others
  for name in "$@"; do "get_$name"; done
}

get_pycent3() { get_pycent pycent3 'cent==3.*'; }
get_pycent5() { get_pycent pycent5 'cent==5.*'; }
get_wrk() { command -v wrk >/dev/null || not_run wrk "not installed"; }

get_pycent() {
  local python=$others/$1/bin/python
  if ! "$python" -c 'import cent' 2>/dev/null; then
    { python3 -m venv "$others/$1" && "$python" -m pip install -q "$2"; } >"$others/$1.log" 2>&1 ||
      { not_run "$1" "pip could not install $2"; return; }
  fi
  echo "$1 $("$python" -m pip list 2>/dev/null | sed -n 's/^cent *//p'), $("$python" --version)" >>$raw/machine.txt
}

# gocent comes from Go's module proxy, or from a checkout named by CENT_BENCH_GOCENT.
get_gocent() {
  local module=github.com/centrifugal/gocent/v3 room=$others/gocent
  command -v go >/dev/null || need_packages golang-go || { not_run gocent "Go is not installed"; return; }
  rm -rf $room && mkdir -p $room && cp bench/others/gocent/main.go $room/
  { echo "module driver"
    echo "go 1.16"
    echo "require $module v3.2.0"
    [ -z "${CENT_BENCH_GOCENT:-}" ] || echo "replace $module => $(realpath "$CENT_BENCH_GOCENT")"
  } >$room/go.mod
  (cd $room && GOFLAGS=-mod=mod go build -o driver .) >$room.log 2>&1 ||
    { not_run gocent "the module $module is not available; set CENT_BENCH_GOCENT=<checkout>"; return; }
  echo "gocent v3.2.0${CENT_BENCH_GOCENT:+ or what CENT_BENCH_GOCENT named}, $(go version | cut -d' ' -f3)" >>$raw/machine.txt
}

get_grpc() {
  local room=$others/grpc
  mkdir -p $room
  [ $room/driver -nt bench/others/grpc_driver.cpp ] ||
    { protoc -I bench/others --cpp_out=$room --grpc_out=$room \
        --plugin=protoc-gen-grpc="$(command -v grpc_cpp_plugin)" bench/others/publish.proto &&
      g++ -std=c++17 -O2 -I bench -I $room bench/others/grpc_driver.cpp $room/publish.pb.cc $room/publish.grpc.pb.cc \
        $(pkg-config --cflags --libs grpc++ protobuf) -o $room/driver; } >$room.log 2>&1 ||
    { not_run gRPC "its stubs could not be built, see $room.log"; return; }
  echo "gRPC $(pkg-config --modversion grpc++)" >>$raw/machine.txt
}

# drivers_for ADDRESS KEY [CA-FILE]: sets `drivers` for interleave.py.
drivers_for() {
  local python
  drivers=("cent=$driver cent $*" "unkeyed=$driver unkeyed $*" "curl=$driver curl $*")
  [ -x $others/gocent/driver ] && drivers+=("gocent=$others/gocent/driver $*")
  for python in pycent3 pycent5; do
    "$others/$python/bin/python" -c 'import cent' 2>/dev/null &&
      drivers+=("$python=$others/$python/bin/python bench/others/$python.py $*")
  done
  if [ $# -eq 2 ]; then
    "$others/pycent5/bin/python" -c 'import aiohttp, cent' 2>/dev/null &&
      drivers+=("pycent5_async=$others/pycent5/bin/python bench/others/pycent5_async.py $*")
    command -v wrk >/dev/null && drivers+=("wrk=python3 bench/others/wrk.py $*")
  fi
  return 0
}

# Runs cent and the other clients with the same works on the same server.

works=publish,batch1,batch10,batch100,batch1000,batch10000,history10,history1000,history10000,broadcast1000
works+=,events,producers1,producers2,producers8,channels1,channels1000

# interleave PREFIX WORKS [DRIVER...]: runs these drivers (default: all of `drivers`) on the first core.
interleave() {
  local prefix=$1 list=$2 chosen=() driver
  shift 2
  for driver in "${drivers[@]}"; do
    [[ $# -eq 0 || " $* " == *" ${driver%%=*} "* ]] && chosen+=("$driver")
  done
  "${on_first[@]}" python3 bench/others/interleave.py "$prefix" "$scale" "$list" "${chosen[@]}"
}

# compare_clients WORKS [CLIENT...]: on the counting server. Client and server share a core, as in the other comparisons.
compare_clients() {
  local status=0
  start_counting_server "${on_first[@]}" || return 1
  drivers_for "$counting_address" bench
  interleave others "$@" || status=1
  stop_counting_server
  return $status
}

compare_over_tls() {
  local status=0
  start_tls_server || return 1
  drivers_for "$tls_address" bench "$tls_ca"
  interleave tls publish || status=1
  stop_tls_server
  return $status
}

# unbatched: wrk without batches, and AsyncClient with them. Server and client each have their own core.
unbatched() {
  local status=0
  start_counting_server "${on_last[@]}" || return 1
  drivers_for "$counting_address" bench
  interleave apart events,producers1,producers8 cent unkeyed curl wrk || status=1
  stop_counting_server
  return $status
}

# compare_on_real: on a real server with its own core. Only this server supports gRPC.
compare_on_real() {
  drivers_for "$real_address" bench
  [ -x $others/grpc/driver ] && drivers+=("gRPC=$others/grpc/driver $real_grpc bench")
  interleave others_real publish,batch1000,batch10000,events,producers8
}
