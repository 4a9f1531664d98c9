# FetchContent from an archive of the source, as a release page offers it.
source "$(dirname "$0")/lib.sh"
fresh fetch_content
archive=$work/fetch_content/cent-$CENT_VERSION.tar.gz
tar --create --gzip --file "$archive" --directory "$CENT_SOURCE" --transform "s,^\.,cent-$CENT_VERSION," \
  --exclude-vcs --exclude=./build .

quietly cmake -S "$here/parent" -B "$work/fetch_content" -DARCHIVE="$archive" -DCMAKE_BUILD_TYPE=Debug \
  -DEXPECTED_VERSION="$CENT_VERSION" -DPARTS=token
quietly cmake --build "$work/fetch_content"
quietly ctest --test-dir "$work/fetch_content" --no-tests=error
echo "FetchContent: built and ran"
