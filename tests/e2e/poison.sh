#!/bin/bash
# Every way in which a reader can go wrong, at every job it is given, through
# the daemon: it costs the page or the scan that did it, the next one is read,
# and nobody has to start the daemon again.
set -u
. "$TEST_DIR/e2e/daemon.bash"

# What the child or its reader does, and the verdict that this deserves.
deeds='
crash			crash
exit 9			crash
reader dies		crash
exit 1			memory
killed			memory
cpu			timeout
hang			timeout
half frame, hang	timeout
mute			timeout
nothing			protocol
half frame		protocol
flood			protocol
chatter			protocol
twice			protocol
lie about length	protocol
garbage			protocol
wrong kind		protocol
wrong page		protocol
junk message		protocol
wrong job		protocol
fail 0			protocol
fail 9999		protocol
fail 3			damaged
fail 4			encrypted
'

each_deed() { # function and its first words; the deed, its name, its verdict
	local deed verdict
	while IFS=$'\t' read -r deed verdict; do
		[ -n "$deed" ] || continue
		"$@" "$deed" "${deed//[ ,]/-}" "${verdict//$'\t'/}"
	done <<<"$deeds"
}

drop_opening() { drop "open-$2.pdf" $'fake\nopen: '"$1"$'\n'; }
drop_page() { drop "page-$2.pdf" $'fake\nopen: pages 3\npage 2: '"$1"$'\n'; }
drop_once() {
	drop "once-$2.pdf" $'fake\nopen: pages 2\npage 1 first: '"$1"$'\n'
}

opening_failed() {
	soon has "failed/open-$2.pdf"
	holds grep -q "\"verdict\": \"$3\"" "$root/failed/open-$2.pdf.json"
	holds test -s "$root/failed/open-$2.pdf.raison.txt"
	never has "out/open-$2.json"
}
page_was_lost() {
	soon has "done/page-$2.pdf"
	holds grep -q '"pages":3,"read":2,"lost":1' "$root/out/page-$2.json"
}
# What the page itself is blamed for is not tried again.
once_was_mended() {
	local counts='"pages":2,"read":2,"lost":0'
	case $3 in
	damaged | encrypted) counts='"pages":2,"read":1,"lost":1' ;;
	esac
	soon has "done/once-$2.pdf"
	holds grep -q "$counts" "$root/out/once-$2.json"
}

poison() { # which job
	configure 'budget: {open: 400 ms, page: 400 ms, record: 5 s}' \
	    'readers: 2'
	start
	soon ready
	each_deed "drop_$1"
	drop good.pdf good
	soon has done/good.pdf
	each_deed "$2"
	soon nothing_in work
	drop after.pdf after
	soon has done/after.pdf
	holds kill -0 "$daemon"
	holds nothing_in inbox
}

it_survives_all_that_can_happen_at_opening() { poison opening opening_failed; }
it_loses_but_the_page_that_went_wrong() { poison page page_was_lost; }
it_loses_nothing_that_a_second_try_mends() { poison once once_was_mended; }

# The record is made from the journal, so a scan cannot ask for this by itself.
it_sets_aside_what_gives_no_record() {
	configure 'budget: {open: 5 s, page: 5 s, record: 400 ms}' 'readers: 1'
	start
	soon ready
	each_deed spoil_record
	: >"$root/script"
	kill -HUP "$daemon"
	drop good.pdf good
	soon has done/good.pdf
	holds kill -0 "$daemon"
	soon nothing_in work
}
spoil_record() {
	local before
	before=$(grep -c 'are reloaded' "$root/log")
	echo "record: $1" >"$root/script"
	kill -HUP "$daemon"
	soon reloaded_since "$before"
	drop "record-$2.pdf" "record $2"
	soon has "failed/record-$2.pdf"
	holds grep -q "\"verdict\": \"$3\"" "$root/failed/record-$2.pdf.json"
}
reloaded_since() { [ "$(grep -c 'are reloaded' "$root/log")" -gt "$1" ]; }

run_all "$@"
