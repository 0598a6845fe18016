#!/bin/bash
# The manual pages are clean mdoc.
set -eu
command -v mandoc >/dev/null || exit 77
cd "${top_srcdir:-$(dirname "$0")/../..}/doc"
mandoc -Tlint -Wwarning ./*.[1-8] "$top_builddir/greffier.yaml.5" >&2
