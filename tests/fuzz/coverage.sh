#!/bin/bash
# Lines that fuzz targets reach, file by file, with their seeds and what was
# found: coverage.sh TARGET...  In a tree of --enable-fuzzing=coverage.
set -eu
"$top_builddir/config.status" --config | grep -q -- '--enable-fuzzing=coverage' || {
	echo "fuzz-coverage: configure with CC=clang --enable-fuzzing=coverage" >&2
	exit 1
}

mkdir -p coverage
rm -f coverage/*.profraw
objects=()
for target; do
	name=${target##*/}
	LLVM_PROFILE_FILE=coverage/$name.profraw bash \
	    "$top_srcdir/tests/fuzz/run.sh" "$name" -runs=0 -max_len=1048576 \
	    -timeout=600 >"coverage/$name.log" 2>&1 || {
		tail -n 20 "coverage/$name.log" >&2
		exit 1
	}
	objects+=(-object "$top_builddir/tests/fuzz/$name")
done
llvm-profdata merge -o coverage/all.profdata coverage/*.profraw
llvm-cov report "${objects[@]:1}" -instr-profile=coverage/all.profdata \
    -show-region-summary=false -show-branch-summary=false \
    -ignore-filename-regex='^/usr/|/tests/'
