#!/bin/bash
# Run one fuzz target: run.sh NAME [OPTION OF LIBFUZZER]...
#
# Seeds are those of tests/fuzz/corpus/NAME and of what the dictionary's first
# lines name ("# seeds: FOLDER", below tests); they are only read.  What is
# found goes to NAME below $FUZZ_FOUND (fuzz, here), what fails to NAME-*.
# A target's own options ("# options: -max_len=64") stand there too.
#
# FUZZ_FORM=short is for many executions in little time, in a build of kind
# fast: short inputs ("# short: -max_len=24"), as little as can be written down
# of each, and what is found in NAME-short, since seeds are cut short.
set -eu
name=${1##*/}
shift
here=$top_srcdir/tests/fuzz
dict=$here/$name.dict
found=${FUZZ_FOUND:-fuzz}

read -r -d '' -a options < <(sed -n 's/^# options: //p' "$dict") || true
read -r -d '' -a seeds < <(sed -n "s|^# seeds: |$top_srcdir/tests/|p" "$dict") || true
[ ! -d "$here/corpus/$name" ] || seeds+=("$here/corpus/$name")

# Libraries leak, and a reader's child ends: what that target says of leaks
# (-detect_leaks=0) goes for the end of the run too.
case " ${options[*]} " in
*' -detect_leaks=0 '*) export ASAN_OPTIONS=detect_leaks=0 ;;
esac

mine=$found/$name
if [ "${FUZZ_FORM:-}" = short ]; then
	read -r -d '' -a short < <(sed -n 's/^# short: //p' "$dict") || true
	options+=(-use_counters=0 -entropic=0 -reduce_inputs=0 -print_funcs=0
	    "${short[@]}")
	mine=$found/$name-short
	# A second thread to look at how much memory is taken would have every
	# malloc() lock.
	options+=(-rss_limit_mb=0)
	grep -q __asan_init "$top_builddir/tests/fuzz/$name" || ulimit -v 4194304
	export GLIBC_TUNABLES=glibc.malloc.tcache_count=2000
elif [ -d "$found/$name-short" ]; then
	seeds+=("$found/$name-short")
fi

mkdir -p "$mine"
exec "$top_builddir/tests/fuzz/$name" -dict="$dict" -timeout=25 \
    -rss_limit_mb=1024 -artifact_prefix="$found/$name-" "${options[@]}" "$@" \
    "$mine" "${seeds[@]}"
