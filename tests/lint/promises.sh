#!/bin/bash
# Each line of doc/promises.md names the test that holds it: each is there.
# A name that ends in "…" is the beginning of one.
set -eu
cd "${top_srcdir:-$(dirname "$0")/../..}"
status=0
names=0

missing() {
	echo "doc/promises.md: $1" >&2
	status=1
}

# The last column of the tables, and what is named in a line of text.
named=$(sed -nE 's/^\|.*\|([^|]*)\|$/\1/p' doc/promises.md | grep -v '^-*$'
    grep -vE '^\||^Each line names|runs the first' doc/promises.md)
while read -r name; do
	names=$((names + 1))
	case $name in
	crash/*) [ -f "tests/$name.sh" ] || missing "no tests/$name.sh" ;;
	*…) grep -qE "\b${name%…}" -r tests --include='*.c' --include='*.sh' ||
		missing "no test begins with $name" ;;
	*) grep -qE "(START_TEST\($name\)|^$name\(\))" -r tests \
		--include='*.c' --include='*.sh' ||
		missing "no test is called $name" ;;
	esac
done < <(grep -oE '`(crash/[a-z_]+|[a-z]+_[a-z_0-9]+…?)`' <<<"$named" | tr -d '`')
[ "$names" -ge 30 ] || missing "names $names tests only"
exit "$status"
