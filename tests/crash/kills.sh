#!/bin/bash
# greffierd and its readers are killed at random instants while scans are being
# dropped; then every scan is counted.  With a reader that does as it is told,
# and with the real one on born-digital scans.
#
# KILLS=1000 SEED=2 for more, and others.
set -u
test=kills
. "$TEST_DIR/crash/crash.bash"
kills=${KILLS:-16}
seed=${SEED:-1}
RANDOM=$seed
scans=("$TEST_DIR"/corpus/*-digital.pdf)

# Drop a file whose name nobody has now; else it is not dropped at all.
give_file() { # room, path below the inbox, the file, which goes away
	local sha
	sha=$(sha256sum "$3")
	mkdir -p "$root/inbox/$(dirname -- "$2")"
	mv -n "$3" "$root/inbox/$2"
	if [ -e "$3" ]; then
		rm "$3"
	else
		echo "$1 ${sha%% *} $2" >>"$root/drops"
	fi
}

drop_told() { # number
	local kind=$((RANDOM % 8)) path="$((RANDOM % 3))/$1.pdf" room=any
	case $kind in
	0) printf 'fake\nopen: fail 4\n%s' "$1" ; room=failed ;;
	1) printf 'same %s' "$(($1 / 9))" ;;
	2) printf 'counter %s' "$1" ; path=scan.pdf ;;
	*) printf 'fake\nopen: pages %s\n%s' "$((RANDOM % 4 + 1))" "$1" ;;
	esac >"$root/.new"
	give_file "$room" "$path" "$root/.new"
}

drop_real() { # number
	local number=$1
	[ $((RANDOM % 8)) -gt 0 ] || number=$(($1 / 9 * 9))
	cp "${scans[number % ${#scans[@]}]}" "$root/.new"
	printf '%% %s\n' "$number" >>"$root/.new"
	give_file any "$((RANDOM % 3))/$1.pdf" "$root/.new"
}

kill_one() {
	local readers
	if [ $((RANDOM % 4)) -eq 0 ]; then
		mapfile -t readers < <(ps -o pid= --ppid "$daemon")
		[ "${#readers[@]}" -gt 0 ] || return 0
		kill -KILL "${readers[RANDOM % ${#readers[@]}]}" 2>/dev/null &&
			readers_killed=$((readers_killed + 1))
	else
		kill -KILL "$daemon"
		wait "$daemon" 2>/dev/null
		start_again
		daemons_killed=$((daemons_killed + 1))
	fi
}

# So many kills among drops of one kind, then the count.
kill_among() { # how many, the function that drops, ms at most between kills
	local n=0 i k given
	daemons_killed=0 readers_killed=0
	start_again
	for ((k = 0; k < $1; k++)); do
		for ((i = RANDOM % 3; i >= 0; i--)); do
			"$2" "$n"
			n=$((n + 1))
		done
		nap "$(printf '0.%03d' $((RANDOM % $3)))"
		alive || complain "died of itself"
		kill_one
	done
	# What waits is drained without being disturbed.
	until_dead_or_done $((60 + n)) || complain "died of itself"
	stop
	recover_and_count
	cat "$root/count"
	given=$(sed -n 's/.*, \([0-9]*\) not:.*/\1/p' "$root/count")
	echo "$2: $daemons_killed daemons and $readers_killed readers killed, seed $seed"
	# Only what lost its reader twice may be given up.
	[ $((given - $(grep -c '^failed' "$root/drops"))) -le \
	    $((readers_killed / 2)) ] || complain "$given are not read"
}

settle_in told ''
kill_among $((kills * 2 / 5 + 1)) drop_told 300 >"$base/said"
cat "$base/said"
! grep '^    ' "$base/said" >/dev/null || wrong "told"
if [ -x "$top_builddir/greffier-reader" ]; then
	settle_in real ''
	sed -i "s|^reader:.*|reader: $top_builddir/greffier-reader|
		s|^plugins:.*|plugins: [$top_srcdir/plugins]|" "$root/greffier.yaml"
	kill_among $((kills * 3 / 5)) drop_real 999 >"$base/said"
	cat "$base/said"
	! grep '^    ' "$base/said" >/dev/null || wrong "real"
fi
root=$base
: >>"$base/log"
[ "$failures" -eq 0 ]
