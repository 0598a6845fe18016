#!/bin/bash
# Choosing among thousands of plugins: the right one, and in no time.  `make
# many` does the same with as many as France has communes.
set -eu
top=$(realpath "${top_builddir:-.}")
src=$(realpath "${top_srcdir:-$(dirname "$0")/../..}")
# AddressSanitizer takes more memory than is allowed here.
! nm "$top/greffierd" 2>/dev/null | grep -q __asan_init || exit 77
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

mkdir plugins
cp -R "$src/plugins/generique" plugins
: >act.txt
"$top/tests/tools/many_plugins" -n 3500 plugins act.txt >/dev/null
title=$(sed -n 's/^title: //p' plugins/commune-1234/plugin.yaml)
# As OCR reads it: a letter is wrong.
printf '%s\nséance du 3 mai 2021\n' "${title/o/0}" >act.txt
"$top/tests/tools/many_plugins" -n 3500 plugins act.txt >said
cat said
awk -v failed=1 '$1 == "act.txt:" { failed = !($2 < 5 && $4 == "commune-1234") }
	/to load/ && $(NF - 1) > 200 { failed = 1; exit }
	END { exit failed }' said
