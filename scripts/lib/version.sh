# Sourced by the scripts, in the top folder: the version that CMakeLists.txt names; empty if it names none.
cent_version() { sed -n 's/^  VERSION \([0-9.]*\)$/\1/p' CMakeLists.txt; }
