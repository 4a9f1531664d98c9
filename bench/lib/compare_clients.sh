# Sourced: runs cent and the other clients with the same works on the same server.

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

# compare_clients: on the counting server. Client and server share a core, as in the other comparisons.
compare_clients() {
  local status=0
  start_counting_server "${on_first[@]}" || return 1
  drivers_for "$counting_address" bench
  interleave others "$works" || status=1
  # pycent 5 needs minutes for a million.
  interleave others channels1000000 cent unkeyed gocent pycent3 || status=1
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
