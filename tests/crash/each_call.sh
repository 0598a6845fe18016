#!/bin/bash
# greffierd is stopped at a call that changes a file, at every single one of
# them, started again, and every scan counted: none lost, none read twice, no
# record torn, no page that was kept read again.  By SIGKILL; in the middle of
# a write; and as by a power cut, which takes with it all that was not synced.
#
# STEP=1 looks at every call; else at each so many'th, others each way.
set -u
test=each_call
. "$TEST_DIR/crash/crash.bash"
. "$TEST_DIR/crash/play.bash"
step=${STEP:-27}

# It may die at its very end, when there is nobody left to stop.
one() { # the call
	settle_in "$how.$1" "$base/play"
	start_struck FAULTS_AT="$1" FAULTS_HOW="$how" $apart \
	    FAULTS_LOG="$root/calls"
	! until_dead_or_done || stop 2>/dev/null
	wait "$daemon" 2>/dev/null
	grep -q ' \*$' "$root/calls" || return 2
	recover_and_count $apart
	rm -rf "$root" "$root.limbo"
}

first=1
for apart in '' FAULTS_XDEV=1; do
	for how in kill tear cut; do
		each_number "$how${apart:+, rooms on several disks}" \
		    "$first" "$step" 2000
		first=$(((first + step / 6) % step + 1))
	done
done
[ "$failures" -eq 0 ]
