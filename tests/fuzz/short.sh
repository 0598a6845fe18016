#!/bin/bash
# A short run of every fuzz target, the same each time: so many executions, and
# a fixed seed.  In a tree that was not made for it, one is made beside it.
set -eu
RUNS=${FUZZ_SHORT_RUNS:-2000}

if ! "$top_builddir/config.status" --config | grep -q -- '--enable-fuzzing'; then
	tree=$top_builddir/fuzz-tree
	echo 'int LLVMFuzzerTestOneInput(const char *d, unsigned long n);
	int LLVMFuzzerTestOneInput(const char *d, unsigned long n)
	{ return d == 0 && n != 0; }' |
	    clang -x c -fsanitize=fuzzer,address -o /dev/null - 2>/dev/null || {
		echo "no clang with libFuzzer here" >&2
		exit 77
	}
	unset MAKEFLAGS MFLAGS MAKELEVEL CFLAGS CPPFLAGS LDFLAGS
	mkdir -p "$tree"
	[ -f "$tree/Makefile" ] || (cd "$tree" && "$top_srcdir/configure" -q \
	    CC=clang CFLAGS='-O1 -g1' --enable-fuzzing --without-systemd)
	make -C "$tree" -s -j2 fuzz-targets
	top_builddir=$tree
	export top_builddir
fi

work=$(mktemp -d "$PWD/fuzz-short.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"
status=0
for target in "$top_srcdir"/tests/fuzz/fuzz_*.c; do
	name=${target##*/}
	name=${name%.c}
	runs=$RUNS
	# Each of these is a whole page's work.
	[ "$name" != fuzz_reader ] || runs=$((RUNS / 20))
	if ! bash "$top_srcdir/tests/fuzz/run.sh" "$name" -seed=1 \
	    -runs="$runs" -print_final_stats=1 >"$name.log" 2>&1; then
		tail -n 60 "$name.log" >&2
		status=1
	fi
	grep -H 'number_of_executed_units' "$name.log" || true
done
exit "$status"
