#!/bin/bash
# doc/faults.md promises a test for each kind of fault: each is there, and
# there are as many kinds as were promised.
set -eu
cd "${top_srcdir:-$(dirname "$0")/../..}"
status=0
kinds=0

while IFS='|' read -r _ number _ _ test _; do
	kinds=$((kinds + 1))
	read -r file name <<<"$test"
	name=${name#\`}
	name=${name%\`}
	if [ "${number// /}" != "$kinds" ]; then
		echo "doc/faults.md: row $kinds is numbered $number" >&2
		status=1
	fi
	# Words only: the tests set their tables with tabs.
	if ! tr -s '\t ' ' ' 2>/dev/null <"$file" | grep -qF -- "$name"; then
		echo "doc/faults.md: no \"$name\" in $file" >&2
		status=1
	fi
done < <(grep -E '^\| [0-9]+ \|' doc/faults.md)

if [ "$kinds" -lt 72 ]; then
	echo "doc/faults.md: $kinds kinds of fault; 72 were promised" >&2
	status=1
fi
exit "$status"
