#!/bin/bash
# What the daemon is asked while it works, by the tool that people use.
set -u
. "$TEST_DIR/e2e/daemon.bash"

greffier() { "$top_builddir/greffier" "$@" -c "$root/greffier.yaml"; }
# What a JSON answer says at a path, as Python writes it.
told() { # path, words of the tool
	local path=$1
	shift
	greffier "$@" --json 2>/dev/null | python3 -c 'import json, sys
for line in sys.stdin:
	value = json.loads(line)
	for key in filter(None, sys.argv[1].split(".")):
		value = value[int(key) if key.isdigit() else key]
	print(value if value is not None else "null")' "$path" 2>/dev/null
}
tells() { [ "$(told "$1" "${@:3}")" = "$2" ]; } # path, value, words

it_says_so_when_no_daemon_is_there() {
	local status=0
	for verb in status list "retry a.pdf" pause resume rescan; do
		status=0
		# shellcheck disable=SC2086
		greffier $verb >"$root/said" 2>"$root/error" || status=$?
		holds is "$status" 69
		holds grep -q "no daemon answers" "$root/error"
		never test -s "$root/said"
	done
	# One that was killed leaves its socket, and is as absent.
	start
	soon ready
	holds tells state running status
	stop KILL
	holds has control
	status=0
	greffier status >"$root/said" 2>"$root/error" || status=$?
	holds is "$status" 69
	never test -s "$root/said"
	start
	soon tells state running status
	stop
	never has control
	rm "$root/said" "$root/error"
}

it_tells_what_each_reader_does() {
	# It hangs for as long as it is asked about, on a busy machine too.
	configure 'readers: 1' 'budget: {open: 5 s, page: 5 min, record: 5 s}'
	start
	soon ready
	holds tells state running status
	drop 's/é.pdf' $'fake\nopen: pages 3\npage 3: hang\n'
	soon tells readers.0.page 3 status
	holds tells readers.0.state busy status
	holds tells readers.0.file s/é.pdf status
	soon tells files.0.pages_done 2 list work
	holds tells files.0.file s/é.pdf list work
	holds tells rooms.work.files 1 status
	holds tells rooms.inbox.files 0 status
	holds tells pages_per_minute 2 status
	greffier status >"$root/said"
	holds grep -q 'page 3 of s/é.pdf' "$root/said"
	rm "$root/said"
}

it_tells_what_is_waited_out() {
	as_one_who_can_be_refused
	start
	soon ready
	mkdir -m 555 "$root/out/s"
	drop s/a.pdf one
	soon tells faults.0.what "cannot put its record" status
	holds tells faults.0.file s/a.pdf status
	holds tells faults.0.error "Permission denied" status
	chmod 755 "$root/out/s"
	soon has done/s/a.pdf
	soon tells faults '[]' status
	holds tells since_start.done 1 status
}

it_pauses_and_goes_on() {
	configure 'settle: 50 ms'
	start
	soon ready
	holds is "$(greffier pause)" paused
	holds tells state paused status
	drop a.pdf one
	soon tells rooms.inbox.files 1 status
	# Many times longer than it takes to settle.
	for ((i = 0; i < 20; i++)); do
		holds is "$(greffier rescan)" looking
		holds tells state paused status
	done
	holds has inbox/a.pdf
	holds is "$(greffier resume)" resumed
	soon has done/a.pdf
	holds tells state running status
	holds said "goes on, as asked"
}

it_takes_back_what_was_set_aside() {
	local odd=$'o\xffd\n.pdf' status=0 long
	long=$(printf 'l%.0s' {1..250}).pdf
	start
	drop s/bad.pdf $'fake\nopen: fail 4\n'
	drop "$odd" $'fake\nopen: fail 3\n'
	drop "s/$long" $'fake\nopen: fail 3\nlong'
	soon has failed/s/bad.pdf
	soon has "failed/$odd"
	soon has "failed/s/$long"
	holds tells rooms.failed.files 3 status
	holds is "$(greffier list failed | wc -l)" 3
	holds is "$(greffier list failed | grep -c encrypted)" 1
	holds is "$(greffier list failed | grep -c damaged)" 2
	# Now it can be read.
	echo 'open: ok' >"$root/script"
	kill -HUP "$daemon"
	soon said "are reloaded"
	holds is "$(greffier retry s/bad.pdf "$odd" "s/$long" | wc -l)" 3
	soon has done/s/bad.pdf
	soon has "done/$odd"
	soon has "done/s/$long"
	holds is "$(count failed)" 0
	holds tells rooms.failed.files 0 status
	greffier retry s/bad.pdf ../done/s/bad.pdf /etc/passwd \
	    2>"$root/error" || status=$?
	holds is "$status" 1
	holds is "$(wc -l <"$root/error")" 3
	holds has done/s/bad.pdf
	rm "$root/error"
}

it_never_takes_back_over_a_newcomer() {
	local status=0
	start
	drop a.pdf $'fake\nopen: fail 4\n'
	soon has failed/a.pdf
	greffier pause
	drop a.pdf other
	greffier retry a.pdf 2>"$root/error" || status=$?
	holds is "$status" 1
	holds grep -q "another of that name" "$root/error"
	holds has failed/a.pdf.raison.txt
	holds cmp -s "$root/inbox/a.pdf" <(printf other)
	rm "$root/error"
}

it_counts_pages_that_came_with_their_record() {
	start
	drop a.pdf $'fake\nopen: gives 0 of 7, record\n'
	drop b.pdf $'fake\nopen: gives 2 of 2, record\n'
	soon has done/a.pdf
	soon has done/b.pdf
	holds tells since_start.pages 9 status
}

it_keeps_reading_whoever_asks() {
	local askers=() silent
	start
	soon ready
	for ((i = 0; i < 100; i++)); do drop "$i.pdf" "$i"; done
	for ((i = 0; i < 4; i++)); do
		( for ((k = 0; k < 10; k++)); do
			greffier status; greffier list done
		done >/dev/null ) &
		askers+=($!)
	done
	# And who holds the line without a word.
	python3 - "$root/control" <<'PYTHON' &
import socket, sys, time
held = []
for _ in range(40):
	s = socket.socket(socket.AF_UNIX)
	s.settimeout(1)
	try:
		s.connect(sys.argv[1])
		s.send(b'{"do":')
	except OSError:
		pass
	held.append(s)
time.sleep(60)
PYTHON
	silent=$!
	soon is_all 100
	wait "${askers[@]}"
	kill "$silent"
	wait "$silent" 2>/dev/null
	holds kill -0 "$daemon"
	soon tells since_start.done 100 status
}
is_all() { [ "$(count done)" -eq "$1" ]; }

it_goes_on_where_nobody_can_ask() {
	configure "control: $root/no/such/folder/control"
	start
	soon said "nobody can ask"
	drop a.pdf one
	soon has done/a.pdf
	# Once there is a place for it, without a restart.
	mkdir -p "$root/no/such/folder"
	soon said "can be asked now"
	holds greffier status
	stop
	rm -r "$root/no"
	: >"$root/log"
	# What stands there and is no socket is left alone.
	echo precious >"$root/control"
	configure
	start
	soon said "nobody can ask"
	holds is "$(cat "$root/control")" precious
	rm "$root/control"
	soon said "can be asked now"
	holds greffier status
}

run_all "$@"
