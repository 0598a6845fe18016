#!/bin/bash
# Real scans through `greffier read`, with real Tesseract: every record is
# there, is what its schema says, and says what the page says.
set -eu
corpus=$TEST_DIR/corpus
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

scans=()
for scan in "$corpus"/*.{pdf,tif,png,jpg}; do
	scans+=("$scan")
done
"$top_builddir/greffier" read --config /dev/null \
    --reader "$top_builddir/greffier-reader" --plugins "$top_srcdir/plugins" \
    -o "$work" "${scans[@]}"

records=("$work"/*.json)
[ ${#records[@]} -eq ${#scans[@]} ] || {
	echo "${#scans[@]} scans, ${#records[@]} records" >&2
	exit 1
}
status=0
"$top_builddir/tests/tools/score" "$corpus" "$work" || status=$?

# What contradicts itself is said, and nothing else is.
for truth in "$corpus"/*.truth.json; do
	name=$(basename "$truth" .truth.json)
	wanted=$(jq -c '(.expect_anomalies // []) | sort' "$truth")
	said=$(jq -c '[.deliberations[].anomalies[]?.code] | unique' \
	    "$work/$name.json")
	[ "$wanted" = "$said" ] || {
		echo "$name: anomalies $said, wanted $wanted" >&2
		status=1
	}
done

# A text needs no plugins.
mkdir "$work/none"
"$top_builddir/greffier" read --text --config /dev/null \
    --reader "$top_builddir/greffier-reader" --plugins "$work/none" \
    "${scans[0]}" >"$work/text" || status=1
[ -s "$work/text" ] || { echo "no text without plugins" >&2; status=1; }

# The schema is checked last: without python3-jsonschema the rest still holds.
valid=0
python3 "$TEST_DIR/tools/validate.py" \
    "$top_srcdir/doc/greffier-record.schema.json" "${records[@]}" || valid=$?
[ "$valid" -ne 77 ] || echo "python3-jsonschema is not there: records not validated"
[ "$valid" -eq 0 ] || [ "$valid" -eq 77 ] || status=1
exit "$status"
