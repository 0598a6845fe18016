# Sourced by the tests that stop greffierd: many roots side by side below the
# one of daemon.bash, the shim that strikes, and the count afterwards.
. "$TEST_DIR/e2e/daemon.bash"

base=$root
faults=$top_builddir/tests/support/faults.so
tally=$top_builddir/tests/tools/tally
lanes=${LANES:-8}
mkfifo "$base/never"
exec 7<>"$base/never"

# The shim and AddressSanitizer each want to be the first library.
! nm "$top_builddir/greffierd" 2>/dev/null | grep -q __asan_init ||
	exit 77

# A pause without a process.
nap() { read -rt "${1:-0.03}" <&7 || :; }

# A root of its own for a subshell: its inbox, its configuration, its reader,
# which tells $root/asked what it was asked for.
settle_in() { # name, a root to begin as, lines of configuration
	root=$base/$1
	daemon=
	if [ -n "${2:-}" ]; then
		cp -a "$2" "$root"
	else
		mkdir -p "$root/inbox"
		: >"$root/drops"
	fi
	: >"$root/script"
	: >"$root/asked"
	: >"$root/log"
	printf '#!/bin/sh\nexec "%s" --script "%s" --log "%s" "$@"\n' \
	    "$top_builddir/tests/fake_reader" "$root/script" "$root/asked" \
	    >"$root/reader"
	chmod +x "$root/reader"
	printf '%s\n' "root: $root" "reader: $root/reader" 'plugins: [/]' \
	    'settle: 0.05' 'rescan: 300 ms' 'min_free: 0' 'stop_grace: 1 s' \
	    "${@:3}" >"$root/greffier.yaml"
}

# Drop a scan and note what should become of it.
give() { # room where it should end, path below the inbox, content
	local sha
	sha=$(printf '%s' "$3" | sha256sum)
	drop "$2" "$3"
	echo "$1 ${sha%% *} $2" >>"$root/drops"
}

start_struck() { # NAME=VALUE...
	log_began
	env FAULTS_ROOT="$root" LD_PRELOAD="$faults" "$@" \
	    "$top_builddir/greffierd" -v -c "$root/greffier.yaml" \
	    >>"$root/log" 2>&1 &
	daemon=$!
}

alive() { kill -0 "$daemon" 2>/dev/null; }

# Pages read and the scan's folder go once it stands in its room.
no_work() { ! compgen -G "$root/work/*" >/dev/null; }

all_away() {
	local room sha path
	while read -r room sha path; do
		[ ! -e "$root/inbox/$path" ] || return 1
	done <"$root/drops"
	no_work
}

# Until it is dead or has nothing left to do; says whether it lives.
until_dead_or_done() { # seconds
	local end=$((SECONDS + ${1:-60}))
	while alive; do
		! all_away || return 0
		[ "$SECONDS" -lt "$end" ] || return 0
		nap
	done
	return 1
}

# A child of the killed daemon that is not yet another program may hold its
# lock for a moment longer; systemd would start the daemon again as well.
start_again() { # NAME=VALUE...
	local i
	for ((i = 0; i < 20; i++)); do
		: >"$root/log"
		start_struck "$@"
		until [ -s "$root/log" ]; do
			alive || break
			nap
		done
		[[ $(<"$root/log") == *'another greffierd works here'* ]] || return 0
		wait "$daemon" 2>/dev/null
		nap
	done
}

complain() {
	echo "$1"
	sed 's/^/    /' "$root/log"
	[ ! -e "$root/calls" ] || tail -n 12 "$root/calls" | sed 's/^/    /'
	(cd "$root" && find inbox work out done failed -printf '    %i %p\n')
}

# The pages that lie whole in a journal, as the reader is asked for them.
pages_kept() {
	local pages id file sha
	for pages in "$root"/work/*.pages; do
		id=${pages%.pages}
		[ -s "$pages" ] && [ -d "$id" ] || continue
		file=$(find "$id" -type f ! -name '.*')
		[ -n "$file" ] || continue
		sha=$(sha256sum "$file")
		grep -aoE '"page":[0-9]+,"gentle":[a-z]+}' "$pages" |
			sed "s/^\"page\":/${sha:0:8} page /; s/,.*//"
	done
}

# Start without a fault, wait for the end, count.  Complaints go to stdout.
recover_and_count() { # NAME=VALUE...
	local line
	pages_kept >"$root/kept"
	: >"$root/asked"
	start_again "$@"
	until_dead_or_done 120 || complain "died of itself after the restart"
	stopped=dead
	alive && stop
	[ "$stopped" = 0 ] || complain "ended badly: $stopped"
	while read -r line; do
		! grep -qxF "$line" "$root/asked" ||
			complain "read again: $line"
	done <"$root/kept"
	"$tally" "$root" "$root/drops" >"$root/count" ||
		complain "$(cat "$root/count")"
}

# Run `one N` for N = $2, $2 + $3, .. $4, several side by side, each in a
# subshell, until two say (exit 2) that there is nothing left to strike.
each_number() { # what it is called, first, step, last
	local n=$2 i pids status over=0 hit=0
	while [ "$over" -lt 2 ] && [ "$n" -le "$4" ]; do
		pids=()
		for ((i = 0; i < lanes && n <= $4; i++, n += $3)); do
			one "$n" >"$base/said.$n" 2>&1 &
			pids+=("$!:$n")
		done
		for i in "${pids[@]}"; do
			status=0
			wait "${i%%:*}" || status=$?
			case $status in
			0) hit=$((hit + 1)) ;;
			2) over=$((over + 1)) ;;
			esac
			[ ! -s "$base/said.${i##*:}" ] || {
				wrong "$1, call ${i##*:}:"
				cat "$base/said.${i##*:}" >&2
			}
		done
	done
	[ "$hit" -gt 0 ] || wrong "$1: nothing was struck"
	echo "$1: $hit struck"
}
