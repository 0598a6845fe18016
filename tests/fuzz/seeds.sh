#!/bin/bash
# Every fuzz target meets its seeds, in whatever build: what was once found and
# mended stays so.
set -eu
status=0

for target in "$top_srcdir"/tests/fuzz/fuzz_*.c; do
	name=${target##*/}
	name=${name%.c}
	read -r -d '' -a seeds < <(sed -n "s|^# seeds: |$top_srcdir/tests/|p" "${target%.c}.dict") || true
	[ ! -d "$top_srcdir/tests/fuzz/corpus/$name" ] ||
	    seeds+=("$top_srcdir/tests/fuzz/corpus/$name")
	leaks=1
	! grep -q -- '-detect_leaks=0' "${target%.c}.dict" || leaks=0
	# libFuzzer tries files one by one, but takes a folder for its own.
	mapfile -t files < <(find "${seeds[@]}" -type f | sort)
	if ! ASAN_OPTIONS=detect_leaks=$leaks "$top_builddir/tests/fuzz/$name" \
	    "${files[@]}" >"seeds-$name.log" 2>&1; then
		echo "$name does not hold its seeds:" >&2
		tail -n 20 "seeds-$name.log" >&2
		status=1
	fi
	rm -f "seeds-$name.log"
done
exit "$status"
