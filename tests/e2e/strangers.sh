#!/bin/bash
# A stranger's file of each bad kind, through the real daemon and the real
# reader: each ends in failed/ beside a French reason, or is left alone where
# it is no file; and the good scan behind them is read.
set -u
. "$TEST_DIR/e2e/daemon.bash"
good=$TEST_DIR/corpus/aubry-001-digital.pdf

bad() { cat >"$root/inbox/.$1" && mv "$root/inbox/.$1" "$root/inbox/$1"; }

pdf() { # objects on stdin, what the trailer adds; the index is left to repair
	printf '%%PDF-1.4\n'
	cat
	printf 'trailer << /Root 1 0 R /Size 9 %s >>\n%%%%EOF\n' "${1:-}"
}

png_1x1=iVBORw0KGgoAAAANSUhEUgAAAAEAAAABAQAAAAA3bvkkAAAACklEQVR42mP4DwABAQEAHLCMmQAAAABJRU5ErkJggg==
png_40000x40=iVBORw0KGgoAAAANSUhEUgAAnEAAAAAoAQAAAAC1uKLXAAABNUlEQVR42u3YMQEAAAiAMPuX1hRybRE4mQUAAAAA3o0EAAAAAPDPiAMAAACAgBEHAAAAAAEjDgAAAAACRhwAAAAABIw4AAAAAAgYcQAAAAAQMOIAAAAAIGDEAQAAAEDAiAMAAACAgBEHAAAAAAEjDgAAAAACRhwAAAAABIw4AAAAAAgYcQAAAAAQMOIAAAAAIGDEAQAAAEDAiAMAAACAgBEHAAAAAAEjDgAAAAACRhwAAAAABIw4AAAAAAgYcQAAAAAQMOIAAAAAIGDEAQAAAEDAiAMAAACAgBEHAAAAAAEjDgAAAAACRhwAAAAABIw4AAAAAAgYcQAAAAAQMOIAAAAAIGDEAQAAAEDAiAMAAACAgBEHAAAAAAEjDgAAAAACRhwAAAAABIw4AAAAAAgYcQAAAAAQMOIAAAAAIGDEAQAAAEDAiAMAAACAgBEHAAAAAAEjDgAAAAACRhwAAAAABIw4AAAAAAgYcQAAAAAQMOIAAAAAIGDEAQAAAEDAiAMAAACAgBEHAAAAAAEjDgAAAAACRhwAAAAABIw4AAAAAAgYcQAAAAAQMOIAAAAAIGDEAQAAAEDAiAMAAACAgBEHAAAAAAEjDgAAAAACRhwAAAAABIw4AAAAAAgYcQAAAAAQMOIAAAAAIGDEAQAAAEDAiAMAAACAgBEHAAAAAAEjDgAAAAACRhwAAAAABIw4AAAAAAgYcQAAAAAQOGvuYFcmK3MuAAAAAElFTkSuQmCC

drop_them_all() {
	local strange=$'line\nbreak \xff\xfe.pdf'

	bad empty.pdf </dev/null
	head -c 1500 "$good" | bad truncated.pdf
	printf 'Le conseil municipal, réuni le 3 mars.\n' | bad text.pdf
	printf 'MZ\220\0\3\0\0\0' | bad program.tif
	pdf '/Encrypt 4 0 R /ID [(0123456789abcdef) (0123456789abcdef)]' \
	    <<'PDF' | bad encrypted.pdf
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >> endobj
4 0 obj << /Filter /Standard /V 1 /R 2 /P -4 /O <0000000000000000000000000000000000000000000000000000000000000000> /U <0000000000000000000000000000000000000000000000000000000000000000> >> endobj
PDF
	pdf <<'PDF' | bad no-page.pdf
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [] /Count 0 >> endobj
PDF
	for count in 1000000 2147483648 -3; do
		pdf <<PDF | bad "says$count.pdf"
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count $count >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >> endobj
PDF
	done
	# As many pages as it has objects may be true; those that are not there
	# are lost, each with its reason, and the one that is there is read.
	LC_ALL=C sed 's|^/Count 2$|/Count 9|' "$good" | bad says9.pdf
	base64 -d <<<"$png_1x1" | bad dot.png
	base64 -d <<<"$png_40000x40" | bad wide.png
	head -c 40 "$TEST_DIR/corpus/landrecies-004-office.tif" | bad cut.tif
	printf 'II*\0\377\377\377\377' | bad astray.tif
	printf 'no scan' | bad "$strange"
	mkfifo "$root/inbox/fifo.pdf"
	ln -s "$good" "$root/inbox/link.pdf"
	cp "$good" "$root/inbox/good.pdf"
}

it_sets_each_aside_and_reads_the_good_one() {
	local file name
	configure "reader: $top_builddir/greffier-reader" \
	    "plugins: [$top_srcdir/plugins]" \
	    'budget: {open: 20 s, page: 60 s, record: 20 s}'
	drop_them_all
	start
	soon has done/good.pdf
	soon all_failed
	soon nothing_in work
	holds has out/good.json
	soon has done/says9.pdf
	holds said 'says9.pdf: read: 9 pages, 7 of them lost'
	holds is "$(jq -c '[.ocr.pages[] | select(.erreur != null) | .page]' \
	    "$root/out/says9.json")" '[3,4,5,6,7,8,9]'
	holds is "$(jq -c .deliberations[0].objet "$root/out/says9.json")" \
	    "$(jq -c .deliberations[0].objet "$root/out/good.json")"
	holds is "$(count done)" 2
	holds is "$(find "$root/inbox" -mindepth 1 | wc -l)" 2
	while IFS= read -r -d '' file; do
		name=${file##*/}
		holds grep -q 'Le fichier lui-même n.a pas été touché' "$file.raison.txt"
		printf '%q: %s\n' "$name" \
		    "$(sed -n 's/.*"verdict": "\(.*\)",/\1/p' "$file.json")"
	done < <(failed_scans -print0) >"$root/verdicts"
	sort -o "$root/verdicts" "$root/verdicts"
	cat "$root/verdicts"
	while read -r name; do
		holds grep -qxF "$name" "$root/verdicts"
	done <<'VERDICTS'
empty.pdf: empty
text.pdf: unknown-type
program.tif: unknown-type
encrypted.pdf: encrypted
no-page.pdf: no-page
says1000000.pdf: damaged
says2147483648.pdf: damaged
says-3.pdf: damaged
dot.png: too-small
wide.png: too-many-pixels
truncated.pdf: damaged
cut.tif: damaged
astray.tif: damaged
VERDICTS
	holds kill -0 "$daemon"
}
failed_scans() {
	find "$root/failed" -type f ! -name '*.raison.txt' ! -name '*.json' "$@"
}
all_failed() { [ "$(failed_scans -printf x | wc -c)" -eq 14 ]; }

run_all "$@"
