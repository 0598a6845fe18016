#!/bin/bash
# Tabs of 8, no space at the end of a line, no line comments, 80 columns of
# code (a string is not broken for it; a header's column of remarks may go on
# to 100).
set -eu
cd "${top_srcdir:-$(dirname "$0")/../..}"

find src tests -name '*.[ch]' | sort | {
status=0
while read -r file; do
	expand "$file" | awk -v file="$file" -v max="$([[ $file == *.h ]] && echo 100 || echo 80)" '
		function complain(what) {
			printf "%s:%d: %s\n", file, FNR, what
			bad = 1
		}
		{ bare = $0; gsub(/"([^"\\]|\\.)*"/, "\"\"", bare) }
		# Bytes beyond ASCII are counted by the characters they begin.
		length($0) > max && $0 !~ /"/ && $0 !~ /[\200-\377]/ {
			complain(length($0) " columns")
		}
		/ $/ { complain("space at the end") }
		bare ~ /(^|[^:*])\/\// && $0 !~ /^ *\*/ && $0 !~ /\/\*/ {
			complain("line comment")
		}
		END { exit bad }' >&2 || status=1
	if grep -nE '^ {8}' "$file" >&2; then
		echo "$file: indented with spaces" >&2
		status=1
	fi
done
exit "$status"
}
