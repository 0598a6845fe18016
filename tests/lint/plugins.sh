#!/bin/bash
# The plugins that are shipped hold: every rule compiles, every sample reads
# as expected, none wins another's samples.
set -eu
# Nothing of what this machine may have installed.
"$top_builddir/greffier" plugin check --config /dev/null \
    --reader "$top_builddir/greffier-reader" --plugins "$top_srcdir/plugins"
