#!/bin/bash
# The plugins that are shipped hold: every rule compiles, every sample reads
# as expected, none wins another's samples.
set -eu
"$top_builddir/greffier" plugin check \
    --reader "$top_builddir/greffier-reader" "$top_srcdir/plugins"
