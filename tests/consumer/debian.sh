# Debian packages by cpack: lintian finds no error in them, dpkg itself installs them, with their dependencies checked, into
# a root of their own, and they serve a consumer.
source "$(dirname "$0")/lib.sh"
need dpkg dpkg-deb dpkg-shlibdeps
[[ $(id -u) -eq 0 ]] || need fakeroot
fresh debian
debs=$work/debian/debs root=$work/debian/root
# A maintainer and a homepage of nobody's: with its default maintainer, cent is packed for this machine only.
(cd "$work/build-shared" && quietly cpack -G DEB -B "$debs" -D CPACK_PACKAGE_CONTACT="A Packager <packager@example.com>" \
  -D CPACK_DEBIAN_PACKAGE_HOMEPAGE=https://example.com/cent)
rm -rf "$debs/_CPack_Packages"

abi_version=$(cmake -DVERSION="$CENT_VERSION" -P "$here/abi_version.cmake")
expected="libcent$abi_version libcent-dev"
for part in $CENT_PARTS; do expected+=" libcent-$part$abi_version libcent-$part-dev"; done
[[ " $CENT_PARTS " != *" testing "* ]] || expected+=" cent-dev-server"
expected+=" cent-cli"
names=$(for deb in "$debs"/*.deb; do dpkg-deb --field "$deb" Package; done | sort | xargs)
expect_equal "$names" "$(tr ' ' '\n' <<<"$expected" | sort | xargs)" "packages"

version=$CENT_VERSION-1
for deb in "$debs"/*.deb; do
  expect_equal "$(dpkg-deb --field "$deb" Homepage)" https://example.com/cent "homepage of $deb"
  expect_equal "$(dpkg-deb --field "$deb" Version)" "$version" "version of $deb"
done
# Errors only: its warnings miss a bug number of Debian's, a page for cent-dev-server, and scripts that CMake does not write.
if command -v lintian >/dev/null; then
  quietly lintian --allow-root --fail-on error "$debs"/*.deb
fi

depends() { dpkg-deb --field "$debs/$1"_*.deb Depends; }
depends "libcent$abi_version" | grep libcurl4 >/dev/null || fail "the library does not depend on libcurl"
depends libcent-dev | grep "libcent$abi_version (= $version)" >/dev/null || fail "libcent-dev goes with any libcent"
! depends libcent-dev | grep -e curl -e ssl >/dev/null || fail "libcent-dev of a shared cent needs: $(depends libcent-dev)"

for library in "libcent$abi_version" "libcent-token$abi_version"; do
  depends cent-cli | grep "$library" >/dev/null || fail "cent-cli does not depend on $library: $(depends cent-cli)"
done

# The machine's own list of packages says what is there to depend on; only a copy of it is changed.
mkdir -p "$root/var/lib/dpkg/updates" "$root/var/lib/dpkg/info"
cp /var/lib/dpkg/status "$root/var/lib/dpkg/status"
install=(dpkg --root="$root" --force-not-root --force-script-chrootless --log=/dev/null --install)
if [[ $(id -u) -ne 0 ]]; then install=(fakeroot "${install[@]}"); fi
quietly "${install[@]}" "$debs"/*.deb
for package in $expected; do
  expect_equal "$(dpkg-query --admindir="$root/var/lib/dpkg" -W -f='${db:Status-Status} ${Version}' "$package")" \
    "installed $version" "$package"
  folder=$root/usr/share/doc/$package
  quietly diff "$CENT_SOURCE/LICENSE" "$folder/copyright"
  expect_equal "$(gzip -cd "$folder/changelog.Debian.gz" | head -n 1)" "cent ($version) unstable; urgency=medium" "$package's changelog"
done
expect_equal "$(ls "$root/usr/share/doc" | xargs)" "$(tr ' ' '\n' <<<"$expected" | sort | xargs)" "folders of documentation"

expect_equal "$("$root/usr/bin/cent" --version)" "cent $CENT_VERSION" "the installed program"
for file in man/man1/cent.1.gz bash-completion/completions/cent zsh/vendor-completions/_cent fish/vendor_completions.d/cent.fish; do
  [[ -s $root/usr/share/$file ]] || fail "cent-cli has no $file"
done

quietly cmake -S "$here/app" -B "$work/debian/app" -DCMAKE_PREFIX_PATH="$root/usr" \
  -DEXPECTED_VERSION="$CENT_VERSION" "-DPARTS=${CENT_PARTS// /;}"
grep -q "^cent_DIR:PATH=$root/usr/lib/" "$work/debian/app/CMakeCache.txt" || fail "another cent was found"
quietly cmake --build "$work/debian/app"
quietly ctest --test-dir "$work/debian/app" --no-tests=error

# pkg-config finds no other file than those of cent: users of the packages need no development files of libcurl.
if command -v pkg-config >/dev/null; then
  for module in cent ${CENT_PARTS:+$(printf 'cent-%s ' $CENT_PARTS)}; do
    quietly env PKG_CONFIG_LIBDIR="$(libdir "$root")/pkgconfig" pkg-config --cflags --libs "$module"
  done
fi
for tool in lintian pkg-config; do
  command -v $tool >/dev/null || not_run "$tool is not installed; the rest passed"
done
echo "Debian: $(wc -w <<<"$expected") packages without errors of lintian, installed by dpkg, their programs built and ran"
