#!/bin/bash
# A call that changes a file fails, each of them in turn, as on a full, broken
# or read-only disk, and so do all that follow, until the disk is well again.
# The running daemon waits it out: nothing is set aside for it, nothing lost.
#
# STEP=1 looks at every call; else at each so many'th, others each way.
set -u
test=each_error
. "$TEST_DIR/crash/crash.bash"
. "$TEST_DIR/crash/play.bash"
step=${STEP:-45}

all_put() { # whatever litter a broken disk would not let go of
	local put
	put=("$root"/{done,failed}{,/s}/*.pdf)
	[ "${#put[@]}" -eq "$(wc -l <"$root/drops")" ]
}

until_put() { # seconds
	local end=$((SECONDS + $1))
	until all_put; do
		alive && [ "$SECONDS" -lt "$end" ] || return 1
		nap 0.05
	done
}

one() { # the call
	settle_in "$how.$1" "$base/play"
	: >"$root/broken"
	start_struck FAULTS_AT="$1" FAULTS_HOW="$how" \
	    FAULTS_WHILE="$root/broken" FAULTS_LOG="$root/calls"
	until grep -q ' \*$' "$root/calls" 2>/dev/null || all_put; do
		alive || break
		nap
	done
	nap 0.2
	rm "$root/broken"
	until_put 20 || { alive && complain "not put away in 20 s"; }
	# A disk that fails at the very start is systemd's to wait for.
	if alive; then
		stop
		[ "$stopped" -eq 0 ] || complain "ended badly: $stopped"
	else
		wait "$daemon" 2>/dev/null
		! grep -q ': ready' "$root/log" || complain "died of it"
	fi
	grep -q ' \*$' "$root/calls" || return 2
	! grep 'vanished' "$root/log" || complain "vanished"
	recover_and_count
	rm -rf "$root"
}

shopt -s nullglob
first=1
for how in ENOSPC EIO EDQUOT EROFS short; do
	each_number "$how" "$first" "$step" 2000
	first=$(((first + step / 5) % step + 1))
done
[ "$failures" -eq 0 ]
