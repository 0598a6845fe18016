#!/bin/bash
# Run one fuzz target: run.sh NAME [OPTION OF LIBFUZZER]...
#
# Seeds are those of tests/fuzz/corpus/NAME and of what the dictionary's first
# lines name ("# seeds: FOLDER", below tests); they are only read.  What is
# found goes to fuzz/NAME below the current folder, what fails to fuzz/NAME-*.
# Options of a target ("# options: -max_len=64") stand in its dictionary too.
set -eu
name=${1##*/}
shift
here=$top_srcdir/tests/fuzz
dict=$here/$name.dict

read -r -d '' -a options < <(sed -n 's/^# options: //p' "$dict") || true
read -r -d '' -a seeds < <(sed -n "s|^# seeds: |$top_srcdir/tests/|p" "$dict") || true
[ ! -d "$here/corpus/$name" ] || seeds+=("$here/corpus/$name")

mkdir -p "fuzz/$name"
exec "$top_builddir/tests/fuzz/$name" -dict="$dict" -timeout=25 \
    -rss_limit_mb=1024 -artifact_prefix="fuzz/$name-" "${options[@]}" "$@" \
    "fuzz/$name" "${seeds[@]}"
