# Versions and components that find_package is asked for.
source "$(dirname "$0")/lib.sh"
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
# Only a static part needs OpenSSL, and only when it is asked for.
ask static-openssl "$work/prefix-static" "-DHAVE_NOT=$all" -DCMAKE_DISABLE_FIND_PACKAGE_OpenSSL=ON
ask shared-openssl "$work/prefix-shared" "-DHAVE=$all" -DCMAKE_DISABLE_FIND_PACKAGE_OpenSSL=ON
echo "find_package: finds what is there, refuses what is not, says which"
