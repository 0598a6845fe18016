#!/bin/bash
# No function over 80 lines, no file over 500: what grows beyond that is two
# things, or a table that nobody has drawn yet.
set -eu
cd "${top_srcdir:-$(dirname "$0")/../..}"

find src -name '*.[ch]' | sort | xargs awk '
	FNR == 1 { open = 0 }
	FNR == 501 {
		printf "%s: over 500 lines\n", FILENAME
		bad = 1
	}
	/^\{/ && !open { open = FNR; head = before }
	/^\}/ && open {
		if (FNR - open - 1 > 80) {
			printf "%s:%d: %d lines: %s\n", FILENAME, open, FNR - open - 1, head
			bad = 1
		}
		open = 0
	}
	{ before = $0 }
	END { exit bad }' >&2
