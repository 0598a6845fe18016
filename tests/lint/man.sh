#!/bin/bash
# The manual pages are clean mdoc.
set -eu
command -v mandoc >/dev/null || exit 77
cd "${top_srcdir:-$(dirname "$0")/../..}/doc"
mandoc -Tlint -Wwarning ./*.[1-8] "$top_builddir/greffier.yaml.5" >&2

# Whoever reads failed/NAME.json finds each verdict explained.
status=0
while read -r verdict; do
	if ! grep -qx "\.It Cm $verdict" greffierd.8; then
		echo "greffierd.8: nothing on the verdict $verdict" >&2
		status=1
	fi
done < <(sed -n 's/^\t\[VERDICT_.*\] = { "\([a-z-]*\)",.*/\1/p' \
    ../src/base/verdict.c | grep -vx ok)
exit "$status"
