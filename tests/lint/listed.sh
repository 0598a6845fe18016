#!/bin/bash
# Every source, plugin and test in the tree is known to the build: what a
# Makefile forgets, a release lacks.
set -eu
cd "${top_srcdir:-$(dirname "$0")/../..}"
status=0

while read -r file; do
	case $file in
	tests/fuzz/*) file=${file%.c} ;;
	esac
	if ! grep -qE "(^|[[:space:]])$file([[:space:]]|\$)" Makefile.am tests/Makefile.inc; then
		echo "$file: in neither Makefile.am nor tests/Makefile.inc" >&2
		status=1
	fi
done < <(find src tests -name '*.[ch]' -o -path 'tests/*.sh' | sort)
exit "$status"
