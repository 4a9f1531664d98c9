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
