#!/bin/bash
# Thousands of scans in the inbox when the daemon starts, and a register ahead
# of an act.  As a test with FILES=400; `make bench-daemon FILES=10000` is the
# same, larger, and its figures are worth reading.  With REAL=1 the scans are
# born-digital ones, and the real reader reads them.
set -u
. "$TEST_DIR/e2e/daemon.bash"

FILES=${FILES:-400}
EARLY=100		# after so many its memory is looked at first
GROWTH_KB=2048		# and so much more may it be at the end

done_so_far() { # scans since the start, or nothing
	"$top_builddir/greffier" status --json -c "$root/greffier.yaml" \
	    2>/dev/null | sed -nE 's/.*"since_start":\{"done":([0-9]+).*/\1/p'
}
rss_kb() { awk '/^VmRSS/ { print $2 }' "/proc/$daemon/status"; }
reached() { local n; n=$(done_so_far); [ "${n:-0}" -ge "$1" ]; }

# As soon, but patient for as long as scans go on being read.
until_reached() { # count
	local last=-1 now idle=0
	while ! reached "$1"; do
		now=$(done_so_far)
		[ "${now:-0}" != "$last" ] || idle=$((idle + 1))
		[ "${now:-0}" = "$last" ] || idle=0
		last=${now:-0}
		if [ "$idle" -gt 400 ]; then
			wrong "stalled at $last of $1 scans"
			return
		fi
		sleep 0.05
	done
}

digital=("$TEST_DIR"/corpus/*-digital.pdf)
make_scan() { # number: no two are the same
	[ -z "${REAL:-}" ] || cat "${digital[$1 % ${#digital[@]}]}"
	printf '%% scan %s' "$1"
}

it_takes_a_backlog_without_growing_or_stalling() {
	local began first ended early late files
	configure 'readers: 2' 'settle: 50 ms'
	[ -z "${REAL:-}" ] || configure 'readers: 2' 'settle: 50 ms' \
	    "reader: $top_builddir/greffier-reader" \
	    "plugins: [$top_srcdir/plugins]" \
	    'budget: {open: 5 min, page: 5 min, record: 5 min}'
	for ((i = 0; i < FILES; i++)); do
		make_scan "$i" >"$root/inbox/$i.pdf"
	done
	began=$(now_ms)
	start
	soon reached 1
	first=$(($(now_ms) - began))
	until_reached "$EARLY"
	early=$(rss_kb)
	until_reached "$FILES"
	ended=$(($(now_ms) - began))
	late=$(rss_kb)
	files=$(count done)
	printf '%d scans: first record after %d ms, all after %d ms (%d a ' \
	    "$FILES" "$first" "$ended" $((FILES * 1000 / ended))
	printf 'second); resident %d KiB after %d, %d KiB after all\n' \
	    "$early" "$EARLY" "$late"
	holds is "$files" "$FILES"
	holds is "$(count out)" "$FILES"
	holds test "$first" -lt 5000
	holds test $((late - early)) -le "$GROWTH_KB"
	holds nothing_in inbox
	soon nothing_in work
}

# So many pages of the register are read, as its journal says.
pages_read() { cat "$root"/work/*.pages 2>/dev/null | grep -ao '"page":' | wc -l; }
some_pages_read() { [ "$(pages_read)" -ge 8 ]; }

it_lets_an_act_pass_a_register() {
	local before pages
	configure 'readers: 1' 'settle: 50 ms'
	start
	soon ready
	drop register.pdf $'fake\nopen: pages 400\npage *: slow 20\n'
	soon some_pages_read
	drop act.pdf $'fake\nopen: pages 4\npage *: slow 20\n'
	soon said "act.pdf: taken"
	before=$(pages_read)
	soon has done/act.pdf
	pages=$(pages_read)
	printf 'an act of 4 pages was done while a register of 400 went from '
	printf '%d to %d pages\n' "$before" "$pages"
	never has done/register.pdf
	# One page of the register for four of acts, and what was under way.
	holds test $((pages - before)) -lt 20
	soon has done/register.pdf
	holds grep -q '"read":400,"lost":0' "$root/out/register.json"
}

run_all "$@"
