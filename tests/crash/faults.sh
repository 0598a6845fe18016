#!/bin/bash
# What fails on the machine, while greffierd runs: disks that fill up, turn
# read-only or go away, clocks that jump, events that are lost, descriptors that
# run out, a ledger that is held, broken or gone.  It waits, says so, goes on
# when it can, and loses nothing.
set -u
. "$TEST_DIR/crash/crash.bash"

# In the middle of a line of the log, with the time that it names.
said_in_turn() { # words, words..
	local word
	for word; do
		said "$word" || return 1
	done
}

it_waits_longer_each_time_for_a_room_that_is_read_only() {
	mkdir "$root/out"
	: >"$root/faulty"
	start_struck FAULTS_ONLY="$root/out/" FAULTS_AT=1 FAULTS_HOW=EROFS \
	    FAULTS_WHILE="$root/faulty"
	drop a.pdf one
	soon said_in_turn 'Read-only file system; trying again in 1 s' \
	    'Read-only file system; trying again in 2 s'
	holds nothing_in out
	rm "$root/faulty"
	soon has done/a.pdf
	holds has out/a.json
	holds nothing_in failed
}

# As they are: a full tmpfs, a share unmounted and mounted again.
it_waits_for_real_disks() {
	unshare -m true 2>/dev/null || { echo "no mounts here: not tried"; return; }
	export -f drop soon has log_began said said_in_turn holds never is \
	    count nothing_in wrong now_ms start stop alive configure \
	    mounts_come_and_go is_full
	export root top_builddir daemon failures test
	unshare -m bash -uc mounts_come_and_go || wrong "see above"
}
is_full() { ! printf '%4096s' x 2>/dev/null >"$root/out/probe"; }
mounts_come_and_go() {
	mkdir -p "$root/out"
	mount -t tmpfs -o size=64k,mode=755 out "$root/out"
	mount -t tmpfs -o size=1m,mode=755 inbox "$root/inbox"
	dd if=/dev/zero of="$root/out/ballast" 2>/dev/null
	holds is_full
	start
	drop a.pdf one
	soon said 'No space left on device; trying again'
	rm "$root/out/ballast" "$root/out/probe"
	soon has done/a.pdf
	holds has out/a.json

	umount -l "$root/out"
	soon said 'out is not where it was'
	drop b.pdf two
	holds never has done/b.pdf
	# Nothing may be put into the empty place of the mount.
	holds nothing_in out
	mount -t tmpfs -o mode=755 out "$root/out"
	soon has done/b.pdf
	holds has out/b.json

	umount -l "$root/inbox"
	soon said 'cannot look through the inbox'
	mount -t tmpfs -o mode=755 inbox "$root/inbox"
	drop c.pdf three
	soon has done/c.pdf
	holds has out/c.json
	mount -o remount,ro "$root/out"
	drop d.pdf four
	soon said 'Read-only file system; trying again'
	mount -o remount,rw "$root/out"
	soon has done/d.pdf
	stop
	holds is "$stopped" 0
	# What lies on them goes with us; out here the root is removed.
	[ "$failures" -eq 0 ]
}

it_does_not_care_what_the_clock_says() {
	local year=31536000
	echo 0 >"$root/clock"
	start_struck FAULTS_CLOCK="$root/clock"
	drop a.pdf one
	soon has done/a.pdf
	echo $year >"$root/clock"
	drop b.pdf two
	soon has done/b.pdf
	echo -$year >"$root/clock"
	drop c.pdf three
	# Dates of files: a year ahead, half a century old, before all time.
	for when in '+1 year' '1970-01-01' '1901-12-14'; do
		printf '%s' "$when" >"$root/.old"
		touch -d "$when" "$root/.old"
		mv "$root/.old" "$root/inbox/${when//[^0-9]/}.pdf"
	done
	began=$(now_ms)
	for name in c 1 19700101 19011214; do soon has "done/$name.pdf"; done
	holds test $(($(now_ms) - began)) -lt 8000
	stop KILL
	# A number from last year's clock is smaller than those in work.
	mkdir -p "$root/work/00ffffffffffffff"
	printf old >"$root/work/00ffffffffffffff/w.pdf"
	start_struck FAULTS_CLOCK="$root/clock"
	drop d.pdf four
	soon has done/d.pdf
	soon has done/w.pdf
	holds is "$(count out)" 8
}

# 20,000 names come while it cannot listen: the kernel's queue overflows, and
# what came after has no event.  The clock would look in an hour.
it_sees_what_an_overflow_hid() {
	configure 'rescan: 1 h'
	start
	soon ready
	drop a.pdf one
	soon has done/a.pdf
	kill -STOP "$daemon"
	(cd "$root/inbox" && seq -f 'junk%g.part' 20000 | xargs touch)
	drop late.pdf two
	kill -CONT "$daemon"
	soon has done/late.pdf
	holds is "$(find "$root/inbox" -name '*.part' | wc -l)" 20000
}

it_looks_by_the_clock_where_nothing_can_be_watched() {
	configure 'rescan: 300 ms'
	: >"$root/blind"
	start_struck FAULTS_NO_WATCH="$root/blind"
	soon said 'not all of the inbox can be watched: No space left on device'
	drop a.pdf one
	drop s/b.pdf two
	soon has done/a.pdf
	soon has done/s/b.pdf
	holds is "$(grep -c 'can be watched' "$root/log")" 1
	rm "$root/blind"
	soon said 'all of the inbox is watched again'
}

it_outlives_a_want_of_descriptors() {
	command -v prlimit >/dev/null || return 0
	start
	soon ready
	prlimit --pid "$daemon" --nofile="$(ls "/proc/$daemon/fd" | wc -l):"
	for i in 1 2 3 4 5 6; do drop "s/$i.pdf" "$i"; done
	drop bad.pdf $'fake\nopen: fail 4\n'
	soon said 'Too many open files'
	holds alive
	prlimit --pid "$daemon" --nofile=1024:
	for i in 1 2 3 4 5 6; do soon has "done/s/$i.pdf"; done
	soon has failed/bad.pdf
	soon no_work
	holds is "$(count out)" 6
	holds is "$(count failed)" 3
}

hold_ledger() { # until a line comes
	python3 -c '
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
db.execute("COMMIT")' "$root/state/ledger.db"
}

it_catches_up_with_a_ledger_that_was_held() {
	command -v python3 >/dev/null || return 0
	start
	soon ready
	coproc holder { hold_ledger; }
	holding=$holder_PID
	read -r held <&"${holder[0]}"
	holds is "$held" held
	drop a.pdf same
	soon said 'the ledger fails: Device or resource busy'
	soon said 'a.pdf: cannot ask the ledger: Device or resource busy; trying again'
	echo >&"${holder[1]}"
	soon has done/a.pdf
	soon said 'the ledger works again'
	drop b.pdf same
	soon has done/b.pdf
	holds is "$(stat -c %i "$root/out/a.json")" "$(stat -c %i "$root/out/b.json")"
	wait "$holding" 2>/dev/null
}

it_reads_on_without_a_ledger_that_is_held_for_long() {
	command -v python3 >/dev/null || return 0
	start
	drop a.pdf same
	soon has done/a.pdf
	stop
	rm "$root/state/ledger.db"*
	start
	soon ready
	coproc holder { hold_ledger; }
	holding=$holder_PID
	read -r held <&"${holder[0]}"
	drop b.pdf same
	drop c.pdf size
	soon has done/b.pdf
	soon has done/c.pdf
	holds said 'the ledger fails: Device or resource busy'
	never said 'the ledger works again'
	# What it could not note it has compared all the same.
	holds is "$(stat -c %i "$root/out/a.json")" "$(stat -c %i "$root/out/b.json")"
	echo >&"${holder[1]}"
	wait "$holding" 2>/dev/null
	drop d.pdf same
	soon has done/d.pdf
	soon said 'the ledger works again'
	holds is "$(stat -c %i "$root/out/a.json")" "$(stat -c %i "$root/out/d.json")"
	holds is "$(count out)" 4
}

it_reads_on_while_the_ledger_is_broken_and_then_begins_anew() {
	start
	drop a.pdf same
	soon has done/a.pdf
	stop
	# Whole at the start, and then gone from under it.
	start
	soon ready
	rm "$root/state/ledger.db"*
	drop b.pdf other
	soon has done/b.pdf
	stop KILL
	start
	drop c.pdf same
	drop d.pdf other
	soon has done/c.pdf
	soon has done/d.pdf
	soon nothing_in work
	holds is "$(stat -c %i "$root/out/a.json")" "$(stat -c %i "$root/out/c.json")"
	holds is "$(stat -c %i "$root/out/b.json")" "$(stat -c %i "$root/out/d.json")"
	holds is "$(count out)" 4
}

it_starts_when_the_ledger_is_noise() {
	mkdir -p "$root/state"
	head -c 40000 /dev/urandom >"$root/state/ledger.db"
	start
	drop a.pdf one
	soon has done/a.pdf
	holds has state/ledger.db.broken-1
}

run_all "$@"
