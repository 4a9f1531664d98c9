# Sourced by the scripts, in the top folder: prints the version in CMakeLists.txt, or nothing if there is none.
cent_version() { sed -n 's/^  VERSION \([0-9.]*\)$/\1/p' CMakeLists.txt; }
