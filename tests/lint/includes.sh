#!/bin/bash
# A folder of src includes only from itself and from those before it, the pure
# stages touch no machine, only page and words see the image libraries, and no
# header has another's guard.
set -eu
cd "${top_srcdir:-$(dirname "$0")/../..}/src"

stages=(base conf wire watch spool ledger output pool control sandbox page words text
    plugin field record reader daemon tool)
status=0

rank() {
	local i
	for i in "${!stages[@]}"; do
		if [ "${stages[i]}" = "$1" ]; then
			echo "$i"
			return
		fi
	done
	echo "includes: src/$1 is no stage; name it in tests/lint/includes.sh" >&2
	exit 1
}

complain() {
	echo "$1" >&2
	status=1
}

while IFS=: read -r file line text; do
	from=${file%%/*}
	to=$(sed -E 's|^#[[:space:]]*include "([^/"]+)/.*|\1|' <<<"$text")
	if [ "$(rank "$to")" -gt "$(rank "$from")" ]; then
		complain "src/$file:$line: $from may not include from $to"
	fi
done < <(grep -nE '^#[[:space:]]*include "' -- */*.[ch])

while IFS=: read -r file line text; do
	case $file in
	plugin/plugin_files.c) continue ;;
	esac
	complain "src/$file:$line: a pure stage needs no $text"
done < <(grep -nE '^#[[:space:]]*include <(fcntl|unistd|syslog|dirent|sys/(stat|socket|mman|time)|uv|sqlite3)\.h>' \
    -- {text,plugin,field,record}/*.[ch])

while IFS=: read -r file line text; do
	complain "src/$file:$line: only page and words may $text"
done < <(grep -rnE '^#[[:space:]]*include <(tesseract|leptonica|poppler|cairo)' . |
    sed 's|^\./||' | grep -vE '^(page|words)/')

# Of two headers with one guard the second is as good as not included.
while read -r guard; do
	complain "$guard: $(grep -rlx "#ifndef $guard" . | sort | xargs)"
done < <(grep -rhoE '^#ifndef GREFFIER_\w+_H$' --include='*.h' . | cut -d' ' -f2 |
    sort | uniq -d)

exit "$status"
