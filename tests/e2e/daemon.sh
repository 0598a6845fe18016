#!/bin/bash
# greffierd from end to end with a reader that does as it is told.  What it
# reads does not matter here; what becomes of each file does.
set -u
. "$TEST_DIR/e2e/daemon.bash"

it_reads_what_is_dropped() {
	start
	soon ready
	drop a.pdf one
	drop sub/b.pdf two
	mkdir -p "$root/outside/deep/er"
	printf three >"$root/outside/deep/er/c.pdf"
	mv "$root/outside" "$root/inbox/moved"
	soon has out/a.json
	soon has out/sub/b.json
	soon has out/moved/deep/er/c.json
	soon nothing_in work
	holds has done/a.pdf
	holds has done/sub/b.pdf
	holds has done/moved/deep/er/c.pdf
	holds has inbox/sub
	never has inbox/a.pdf
	holds grep -q '"read":1' "$root/out/a.json"
}

it_takes_any_name() {
	local newline=$'a\nb.pdf' bytes=$'\xff\xfe\x80.pdf' dash=--help.pdf
	start
	drop "$newline" one
	drop "$bytes" two
	drop "./$dash" three
	drop "é è ' \" \$(x).pdf" four
	soon has "out/${newline%.pdf}.json"
	soon has "out/${bytes%.pdf}.json"
	soon has "out/${dash%.pdf}.json"
	soon has "out/é è ' \" \$(x).json"
	soon has "done/$newline"
	soon has "done/$bytes"
	# A name cannot forge a line of the log.
	never grep -q '^b.pdf' "$root/log"
}

it_leaves_alone_what_is_no_scan() {
	mkfifo "$root/inbox/fifo.pdf"
	ln -s /etc/passwd "$root/inbox/link.pdf"
	ln -s /etc "$root/inbox/linked"
	for name in .hidden.pdf ._a.pdf .DS_Store Thumbs.db a.pdf.part \
	    b.crdownload '~$c.docx' d.filepart; do
		printf x >"$root/inbox/$name"
	done
	mkdir "$root/inbox/@eaDir"
	printf x >"$root/inbox/@eaDir/e.pdf"
	before=$(cd "$root/inbox" && find . | sort)
	start
	drop good.pdf good
	soon has done/good.pdf
	holds is "$(cd "$root/inbox" && find . | sort)" "$before"
	holds is "$(count done)" 1
	holds is "$(count failed)" 0
}

it_sets_aside_what_cannot_be_read() {
	start
	drop s/bad.pdf $'fake\nopen: fail 4\n'
	drop good.pdf good
	soon has failed/s/bad.pdf
	soon has done/good.pdf
	holds grep -q 'mot de passe' "$root/failed/s/bad.pdf.raison.txt"
	holds grep -q '"verdict": "encrypted"' "$root/failed/s/bad.pdf.json"
	holds cmp -s "$root/failed/s/bad.pdf" <(printf 'fake\nopen: fail 4\n')
	never has out/s/bad.json
	# Dropped again, and again the same.
	drop s/bad.pdf $'fake\nopen: fail 4\n'
	soon is_twice_bad
	soon nothing_in work
}
is_twice_bad() { [ "$(find "$root/failed" -name 'bad*.pdf' | wc -l)" -eq 2 ]; }

it_never_overwrites() {
	start
	drop scan.pdf first
	soon has out/scan.json
	drop scan.pdf second
	soon is_two scan.pdf
	drop scan.tif third
	soon has done/scan.tif
	soon nothing_in work
	holds is "$(count out)" 3
	holds is "$(count done)" 3
	holds cmp -s "$root/done/scan.pdf" <(printf first)
	sha=$(printf second | sha256sum | cut -c1-8)
	holds has "out/scan-$sha.json"
	holds cmp -s "$root/done/scan-$sha.pdf" <(printf second)
}
is_two() { [ "$(find "$root/done" -name 'scan*.pdf' | wc -l)" -eq 2 ]; }

it_reads_the_same_content_once() {
	start
	drop a.pdf same
	drop s/b.pdf same
	soon has done/a.pdf
	soon has done/s/b.pdf
	soon nothing_in work
	holds is "$(stat -c %i "$root/out/a.json")" \
	    "$(stat -c %i "$root/out/s/b.json")"
	holds is "$(grep -c ': read: ' "$root/log")" 1
	# The same under the same name is one record, and both originals stay.
	drop a.pdf same
	soon is_three
	holds is "$(count out)" 2
	# Its record was taken away: then it is read again.
	rm "$root/out/a.json" "$root/out/s/b.json"
	drop c.pdf same
	soon has out/c.json
	soon nothing_in work
	holds is "$(grep -c ': read: ' "$root/log")" 2
}
is_three() { [ "$(count done)" -eq 3 ]; }

it_waits_for_a_slow_writer() {
	start
	soon ready
	exec 9>"$root/inbox/slow.pdf"
	printf begin >&9
	drop quick.pdf quick
	soon has done/quick.pdf
	# Still by now for longer than quick.pdf was, but open.
	holds has inbox/slow.pdf
	printf end >&9
	exec 9>&-
	soon has done/slow.pdf
	holds cmp -s "$root/done/slow.pdf" <(printf beginend)
}

it_takes_a_hard_link_by_copy() {
	start
	printf linked >"$root/outside.pdf"
	ln "$root/outside.pdf" "$root/inbox/l.pdf"
	soon has done/l.pdf
	printf changed >"$root/outside.pdf"
	holds cmp -s "$root/done/l.pdf" <(printf linked)
	rm "$root/outside.pdf"
}

it_survives_poison() {
	configure 'budget: {open: 5 s, page: 300 ms, record: 5 s}'
	start
	drop crash.pdf $'fake\nopen: pages 2\npage 2: crash\n'
	drop hang.pdf $'fake\nopen: pages 2\npage 1: hang\n'
	drop flood.pdf $'fake\nopen: pages 2\npage 2: flood\n'
	drop half.pdf $'fake\nopen: pages 2\npage 1: half frame\n'
	drop lie.pdf $'fake\nopen: pages 2\npage 1: lie about length\n'
	drop garbage.pdf $'fake\nopen: pages 2\npage 2: garbage\n'
	drop all.pdf $'fake\nopen: pages 2\npage *: crash\n'
	drop open.pdf $'fake\nopen: crash\n'
	drop good.pdf good
	for name in crash hang flood half lie garbage; do
		soon has "out/$name.json"
		holds grep -q '"read":1,"lost":1' "$root/out/$name.json"
	done
	soon has failed/all.pdf
	soon has failed/open.pdf
	soon has done/good.pdf
	holds said "a reader has ended and is replaced: signal 9"
	holds kill -0 "$daemon"
	soon nothing_in work
}

it_goes_on_after_a_crash_where_it_was() {
	echo 'page 3: hang' >"$root/script"
	configure 'readers: 1'
	start
	drop big.pdf $'fake\nopen: pages 4\n'
	soon journal_has 3
	stop KILL
	: >"$root/script"
	# Half a frame at the end, as a power cut leaves it.
	printf 'torn' >>"$(echo "$root"/work/*.pages)"
	start
	soon has done/big.pdf
	soon nothing_in work
	holds said "2 pages were read before"
	holds grep -q '"pages":4,"read":4,"lost":0' "$root/out/big.json"
	soon nothing_in work
	holds is "$(count out)" 1
}
journal_has() { # so many frames: count the media type and the pages
	[ "$(cat "$root"/work/*.pages 2>/dev/null | grep -aoE 'text/x-fake|"page":' | wc -l)" -ge "$1" ]
}

it_reads_anew_what_a_journal_tells_twice() {
	echo 'page 3: hang' >"$root/script"
	configure 'readers: 1'
	start
	drop big.pdf $'fake\nopen: pages 4\n'
	soon journal_has 3
	stop KILL
	: >"$root/script"
	cp "$root"/work/*.pages "$root/half"
	cat "$root/half" >>"$(echo "$root"/work/*.pages)"
	start
	soon has done/big.pdf
	soon nothing_in work
	holds said "its journal makes no sense; its pages are read again"
	holds grep -q '"pages":4,"read":4,"lost":0' "$root/out/big.json"
}

it_makes_no_second_record_after_a_crash() {
	start
	drop a.pdf one
	soon has done/a.pdf
	stop
	# As if the crash had come between the record and the move.
	id=00000000000000ff
	mkdir "$root/work/$id"
	mv "$root/done/a.pdf" "$root/work/$id/a.pdf"
	"$top_builddir/tests/tools/name_frame" "$root/out/a.json" a.json \
	    >"$root/work/$id.pages"
	before=$(stat -c '%i %Y' "$root/out/a.json")
	start
	soon has done/a.pdf
	soon nothing_in work
	holds is "$(count out)" 1
	holds is "$(stat -c '%i %Y' "$root/out/a.json")" "$before"
	holds is "$(grep -c ': read: 1 page,' "$root/log")" 1
}

it_knows_after_a_crash_how_many_pages_were_read() {
	echo 'page 2: hang' >"$root/script"
	start
	drop a.pdf $'fake\nopen: pages 2\n'
	soon journal_has 2
	stop KILL
	echo record >"$root/out/a.json"
	"$top_builddir/tests/tools/name_frame" "$root/out/a.json" a.json \
	    >>"$(echo "$root"/work/*.pages)"
	start
	soon has done/a.pdf
	soon said 'a.pdf: read: 2 pages, '
}

it_puts_back_or_keeps_when_stopped() {
	echo 'page 2: hang' >"$root/script"
	configure 'readers: 2'
	start
	drop begun.pdf $'fake\nopen: pages 2\n'
	soon journal_has 2
	drop new.pdf $'fake\nopen: hang\n'
	soon said "new.pdf: taken"
	began=$(now_ms)
	stop TERM
	took=$(($(now_ms) - began))
	holds is "$stopped" 0
	holds test "$took" -lt 4000
	holds has inbox/new.pdf
	holds is "$(find "$root/work" -name begun.pdf | wc -l)" 1
	holds is "$(find "$root/work" -name '*.pages' | wc -l)" 1
	: >"$root/script"
	start
	soon has done/begun.pdf
	holds grep -q '"read":2,"lost":0' "$root/out/begun.json"
}

# Of several with one content all but one wait, and go back as that one does.
it_puts_back_twins_when_stopped() {
	echo 'open: hang' >"$root/script"
	as=(env UV_THREADPOOL_SIZE=1)	# they go back one after the other
	configure 'stop_grace: 0 s'
	start
	for i in 1 2 3 4; do drop "$i.pdf" same; done
	soon are_taken 4
	stop TERM
	holds is "$stopped" 0
	holds is "$(count inbox)" 4
	holds nothing_in work
}
are_taken() { [ "$(grep -c ': taken$' "$root/log")" -eq "$1" ]; }

it_finishes_what_is_in_hand_when_it_can() {
	configure
	start
	soon ready
	for i in 1 2 3 4; do drop "$i.pdf" "$i"; done
	soon said ": taken"
	stop TERM
	holds is "$stopped" 0
	holds nothing_in work
	holds is $(($(count inbox) + $(count done))) 4
	holds is "$(count done)" "$(count out)"
}

it_reloads_and_keeps_the_old_when_it_must() {
	start
	soon ready
	echo 'settle: [' >>"$root/greffier.yaml"
	kill -HUP "$daemon"
	soon said "greffier.yaml:11:1: "
	holds said "; going on with the old configuration and plugins"
	configure "languages: fra+nld" "plugins: [$root/bad]"
	mkdir "$root/bad"
	kill -HUP "$daemon"
	soon said "the new plugins do not load"
	drop a.pdf one
	soon has done/a.pdf
	configure "out: elsewhere" "languages: fra+nld"
	kill -HUP "$daemon"
	soon said 'plugins and most of the configuration are reloaded'
	holds said '"out" has changed: it needs a restart'
	drop b.pdf two
	soon has done/b.pdf
	holds has out/b.json
	rmdir "$root/bad"
}

it_does_a_reload_that_comes_during_another() {
	start
	soon ready
	mkfifo "$root/gate"
	kill -HUP "$daemon"
	# The check waits until somebody writes; that one opens when it is there.
	exec 8>"$root/gate"
	configure "plugins: [$root/bad]"
	kill -HUP "$daemon"
	drop a.pdf one
	soon has done/a.pdf
	rm "$root/gate"
	echo go >&8
	exec 8>&-
	soon said 'configuration and plugins are reloaded'
	soon said "the new plugins do not load"
}

it_is_not_ready_by_a_reload_alone() {
	command -v python3 >/dev/null || return 0
	echo 'start: never ready' >"$root/script"
	python3 -c 'import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1] + "/notify")
while True:
    print(s.recv(4096).decode(), file=open(sys.argv[1] + "/told", "a"))' \
	    "$root" &
	listener=$!
	: >"$root/told"
	soon has notify
	as=(env NOTIFY_SOCKET="$root/notify")
	# A start may be long where a new ledger looks through done/.
	mkdir "$root/done"
	for ((i = 0; i < 1000; i++)); do : >"$root/done/$i"; done
	start
	soon said 'a new ledger begins'
	soon grep -q EXTEND_TIMEOUT_USEC= "$root/told"
	kill -HUP "$daemon"
	soon said 'are reloaded'
	# Long enough for what was told to be written down.
	drop a.pdf one
	soon said 'a.pdf: taken'
	never grep -q READY=1 "$root/told"
	stop
	kill "$listener"
	wait "$listener" 2>/dev/null
	rm -f "$root/notify" "$root/told"
}

it_waits_out_faults_of_the_machine() {
	as_one_who_can_be_refused
	start
	soon ready
	mkdir -m 555 "$root/out/s"
	drop s/a.pdf one
	soon said "cannot put its record"
	drop b.pdf two
	soon has done/b.pdf
	chmod 755 "$root/out/s"
	soon has done/s/a.pdf
	holds has out/s/a.json
	holds is "$(count failed)" 0
}

it_does_not_let_faults_hold_up_the_others() {
	configure 'readers: 1'
	as_one_who_can_be_refused
	start
	soon ready
	mkdir -m 555 "$root/out/s"
	for i in 1 2 3 4 5 6; do drop "s/$i.pdf" "$i"; done
	soon is_waiting 6
	drop good.pdf good
	soon has done/good.pdf
	# Told to stop, they keep what was read of them.
	stop TERM
	holds is "$stopped" 0
	holds is "$(find "$root/work" -name '*.pages' | wc -l)" 6
	chmod 755 "$root/out/s"
	start
	soon is_all 7
	soon nothing_in work
	holds is "$(count out)" 7
}
is_waiting() { [ "$(grep -c 'cannot put its record' "$root/log")" -ge "$1" ]; }

it_starts_though_who_froze_the_plugins_was_killed() {
	: >"$root/dies"
	drop a.pdf one
	start
	soon has done/a.pdf
	never has dies
}

it_ends_when_asked_though_who_freezes_the_plugins_hangs() {
	mkfifo "$root/gate"
	start
	# It waits until somebody writes; that one opens when it is there.
	exec 8>"$root/gate"
	stop
	exec 8>&-
	rm "$root/gate"
	holds is "$stopped" 0
	holds said "stopping before the start"
	never ready
}

it_ends_where_no_reader_can_ever_start() {
	: >"$root/broken"
	drop a.pdf one
	start
	stopped=0
	wait "$daemon" 2>/dev/null || stopped=$?
	daemon=
	rm "$root/broken"
	holds is "$stopped" 78
	holds is $(($(count inbox) + $(count work))) 1
}

it_moves_between_file_systems() {
	local far
	far=$(mktemp -d /dev/shm/greffier-e2e.XXXXXX) || return 0
	[ "$(stat -c %d "$far")" != "$(stat -c %d "$root")" ] || {
		rmdir "$far"
		return 0
	}
	configure "work: $far/work" "failed: $far/failed" "out: $far/out"
	start
	drop s/a.pdf one
	drop bad.pdf $'fake\nopen: fail 4\n'
	soon has done/s/a.pdf
	soon test -e "$far/failed/bad.pdf"
	soon is_clear "$far/work"
	holds test -e "$far/out/s/a.json"
	holds cmp -s "$root/done/s/a.pdf" <(printf one)
	holds is "$(find "$root/inbox" -type f | wc -l)" 0
	stop
	rm -r "$far"
}
is_clear() { [ -z "$(find "$1" -type f)" ]; }

it_takes_nothing_onto_a_full_disk() {
	configure 'min_free: 1 TiB'
	start
	drop a.pdf one
	soon said "nearly full"
	holds has inbox/a.pdf
	configure
	kill -HUP "$daemon"
	soon has done/a.pdf
}

it_gives_what_it_writes_to_a_group() {
	local group other
	group=$(id -gn)
	# Any group will do for root; else one of ours, where there is another.
	if [ "$(id -u)" -eq 0 ]; then
		other=$(getent group | awk -F: -v own="$group" \
		    '$1 != own { print $1; exit }')
	else
		other=$(id -Gn | tr ' ' '\n' | grep -vxm1 -- "$group")
	fi
	[ -n "$other" ] || return 0
	configure "output: {group: $other, file_mode: 0660}"
	start
	drop s/a.pdf one
	drop s/bad.pdf $'fake\nopen: fail 4\n'
	soon has done/s/a.pdf
	soon has failed/s/bad.pdf
	for file in out/s/a.json failed/s/bad.pdf.raison.txt failed/s/bad.pdf.json; do
		holds is "$(stat -c '%G %a' "$root/$file")" "$other 660"
	done
	holds is "$(stat -c %G "$root/out/s")" "$other"
	stop
	configure 'output: {group: "no such group"}'
	status=0
	"$top_builddir/greffierd" -c "$root/greffier.yaml" 2>"$root/second" || status=$?
	holds is "$status" 78
	holds grep -q 'there is no group "no such group"' "$root/second"
	rm "$root/second"
}

it_is_alone_and_refuses_what_is_wrong() {
	start
	soon ready
	status=0
	"$top_builddir/greffierd" -c "$root/greffier.yaml" 2>"$root/second" || status=$?
	holds is "$status" 75
	holds grep -q 'another greffierd works here' "$root/second"
	stop
	status=0
	configure 'out: inbox/out'
	"$top_builddir/greffierd" -c "$root/greffier.yaml" 2>"$root/second" || status=$?
	holds is "$status" 78
	holds grep -q 'lies inside "inbox"' "$root/second"
	status=0
	configure 'setle: 3 s'
	"$top_builddir/greffierd" -t -c "$root/greffier.yaml" 2>"$root/second" || status=$?
	holds is "$status" 78
	holds grep -q 'greffier.yaml:1:1: .*"settle"' "$root/second"
	for wrong in 'page: {without: lihgt}=1:17: .*"light"' \
	    'output: {group: roto}=1:17: .*there is no group "roto"'; do
		status=0
		configure "${wrong%=*}"
		"$top_builddir/greffierd" -t -c "$root/greffier.yaml" \
		    2>"$root/second" || status=$?
		holds is "$status" 78
		holds grep -q "greffier.yaml:${wrong#*=}" "$root/second"
	done
	status=0
	configure
	"$top_builddir/greffierd" -t -c "$root/greffier.yaml" 2>"$root/second" || status=$?
	holds is "$status" 0
	status=0
	configure "root: $root/greffier.yaml/rooms"
	"$top_builddir/greffierd" -t -c "$root/greffier.yaml" 2>"$root/second" || status=$?
	holds is "$status" 78
	holds grep -q 'inbox (.*/rooms/inbox): Not a directory' "$root/second"
	status=0
	configure "root: $root/to/come"
	"$top_builddir/greffierd" -t -c "$root/greffier.yaml" 2>"$root/second" || status=$?
	holds is "$status" 0
	holds grep -q 'out (.*/to/come/out) is not there yet' "$root/second"
	never test -e "$root/to"
	for wrong in "root: /proc/greffier=inbox (/proc/greffier/inbox): " \
	    'reader: /bin/true=/bin/true: is no greffier-reader' \
	    'reader: /bin/echo=/bin/echo: is no greffier-reader'; do
		status=0
		configure "${wrong%%=*}"
		"$top_builddir/greffierd" -t -c "$root/greffier.yaml" \
		    2>"$root/second" || status=$?
		holds is "$status" 78
		holds grep -qF "${wrong#*=}" "$root/second"
	done
	status=0
	configure "reader: $top_builddir/greffier-reader" 'languages: klingon' \
	    "plugins: [$top_srcdir/plugins]"
	"$top_builddir/greffierd" -t -c "$root/greffier.yaml" 2>"$root/second" || status=$?
	holds is "$status" 78
	holds grep -q 'no model for "klingon"' "$root/second"
	status=0
	ln -s inbox "$root/sly"
	configure 'out: sly/out'
	"$top_builddir/greffierd" -c "$root/greffier.yaml" 2>"$root/second" || status=$?
	holds is "$status" 78
	rm -r "$root/sly" "$root/second"
}

it_makes_the_folders_that_are_missing() {
	configure "root: $root/to/come" "state: $root/other/place"
	start
	soon ready
	holds test -d "$root/to/come/failed"
	holds test -e "$root/other/place/ledger.db"
	stop
	rm -r "$root/to" "$root/other"
}

it_begins_a_broken_ledger_anew() {
	start
	drop a.pdf one
	soon has done/a.pdf
	stop
	printf 'no ledger' >"$root/state/ledger.db"
	rm -f "$root/state/ledger.db-"*
	start
	# What it forgot is found again by looking at the rooms.
	drop b.pdf one
	soon has done/b.pdf
	soon nothing_in work
	holds has state/ledger.db.broken-1
	holds is "$(stat -c %i "$root/out/a.json")" \
	    "$(stat -c %i "$root/out/b.json")"
	holds is "$(grep -c ': read: ' "$root/log")" 1
}

it_takes_a_burst_and_then_rests() {
	start
	soon ready
	mkdir "$root/burst"
	for ((i = 0; i < 300; i++)); do printf '%s' "$i" >"$root/burst/$i.pdf"; done
	mv "$root/burst" "$root/inbox/burst"
	soon is_all 300
	soon nothing_in work
	holds is "$(count out)" 300
	holds is "$(find "$root" -name '.greffier*' | wc -l)" 0
	ticks=$(awk '{ print $14 + $15 }' "/proc/$daemon/stat")
	sleep 3
	holds test $(($(awk '{ print $14 + $15 }' "/proc/$daemon/stat") - ticks)) -le 2
}
is_all() { [ "$(count done)" -eq "$1" ]; }

it_sets_aside_what_it_may_not_read() {
	# Only another than root can be refused.
	[ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null || return 0
	printf secret >"$root/inbox/a.pdf"
	chmod 600 "$root/inbox/a.pdf"
	chmod 755 "$root"
	mkdir "$root/rooms"
	mv "$root/inbox" "$root/rooms/inbox"
	chown -R 65534 "$root/rooms"
	chown 0 "$root/rooms/inbox/a.pdf"
	configure "root: $root/rooms"
	setpriv --reuid=65534 --clear-groups "$top_builddir/greffierd" \
	    -c "$root/greffier.yaml" >>"$root/log" 2>&1 &
	daemon=$!
	soon has rooms/failed/a.pdf
	holds grep -q '"verdict": "unreadable"' "$root/rooms/failed/a.pdf.json"
	stop
	rm -rf "$root/rooms"
	mkdir "$root/inbox"
}

it_tells_of_an_inbox_that_it_may_not_write() {
	[ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null || return 0
	chmod 755 "$root"
	mkdir "$root/rooms"
	mv "$root/inbox" "$root/rooms/inbox"
	printf scan >"$root/rooms/inbox/a.pdf"
	chown -R 65534 "$root/rooms"
	chown -R 0 "$root/rooms/inbox"
	configure "root: $root/rooms"
	setpriv --reuid=65534 --clear-groups "$top_builddir/greffierd" \
	    -c "$root/greffier.yaml" >>"$root/log" 2>&1 &
	daemon=$!
	soon said "inbox $root/rooms/inbox cannot be written: Permission denied"
	soon said 'stays in the inbox and is tried again'
	"$top_builddir/greffier" status -c "$root/greffier.yaml" >"$root/second"
	holds grep -qF 'a.pdf: cannot be taken: Permission denied' "$root/second"
	"$top_builddir/greffier" list -c "$root/greffier.yaml" >"$root/second"
	holds grep -q '^inbox .* cannot be taken: Permission denied  a.pdf$' \
	    "$root/second"
	chown -R 65534 "$root/rooms/inbox"
	soon said 'the inbox can be written again'
	soon has rooms/done/a.pdf
	holds is "$(grep -c 'cannot be written' "$root/log")" 1
	stop
	rm -rf "$root/rooms"
	mkdir "$root/inbox"
}

run_all "$@"
