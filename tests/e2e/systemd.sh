#!/bin/bash
# The installed service under a real systemd: it starts, reads a scan, is
# killed in the middle of another, comes back and finishes that, reloads and
# stops.  Runs in a throwaway machine (WITH_SYSTEMD names the program that
# boots one and runs a command in it); skipped where there is none.
set -u
self=$(realpath "$0")
state=
failures=0

outside() {
	local boot=${WITH_SYSTEMD:-$top_srcdir/../shared/tools/with-systemd}
	[ "$(id -u)" -eq 0 ] && [ -x /lib/systemd/systemd ] &&
		[ -x "$boot" ] || exit 77
	exec "$boot" -t 180 env -u NOTIFY_SOCKET TEST_DIR="$TEST_DIR" \
	    top_srcdir="$top_srcdir" top_builddir="$top_builddir" \
	    bash "$self" inside
}

wrong() {
	echo "systemd: $1" >&2
	failures=$((failures + 1))
}
holds() { "$@" || wrong "is not so: $*"; }
never() { ! "$@" || wrong "is so: $*"; }
is() { [ "$1" = "$2" ]; }
soon() { # up to 60 s
	local i
	for ((i = 0; i < 600; i++)); do
		"$@" >/dev/null 2>&1 && return 0
		sleep 0.1
	done
	wrong "never came true: $*"
}
pid() { systemctl show -P MainPID greffierd; }
drop() { # a scan, a name: as a clerk of the group would
	cp "$1" "$state/inbox/.$2" && chgrp greffier "$state/inbox/.$2" &&
		mv "$state/inbox/.$2" "$state/inbox/$2"
}
journal() { journalctl -u greffierd --no-pager -o "${1:-cat}"; }
said() { journal | grep -qF -- "$1"; }
in_work() { [ -n "$(find "$state/work" -name "$1")" ]; }

# The build was configured for a prefix of its own: so is what it installs.
prepare() {
	make -C "$top_builddir" install >/tmp/install.log 2>&1 || {
		tail -n 20 /tmp/install.log >&2
		exit 1
	}
	systemd-sysusers && systemd-tmpfiles --create && systemctl daemon-reload
	unit=$(systemctl show -P FragmentPath greffierd)
	state=$(sed -n 's|^RequiresMountsFor=||p' "$unit")
	[ -d "$state/inbox" ] || wrong "tmpfiles made no inbox in $state"
}

inside() {
	local first=$TEST_DIR/corpus/aubry-001-digital.pdf
	local reader second=$TEST_DIR/corpus/landrecies-004-office.tif

	prepare
	holds systemctl start greffierd
	holds is "$(systemctl is-active greffierd)" active
	holds is "$(ps -o user= -p "$(pid)")" greffier

	drop "$first" first.pdf
	soon test -e "$state/out/first.json"
	soon test -e "$state/done/first.pdf"
	holds is "$(journalctl -u greffierd GREFFIER_FILE=first.pdf -o json \
	    --no-pager | grep -c '"GREFFIER_RECORD":"first.json"')" 1
	# The group reads what comes out, others do not.
	holds is "$(stat -c '%a %G' "$state/out/first.json")" "640 greffier"

	# A clerk's subfolder is emptied, whatever the clerk's umask, and what
	# failed there is the clerk's to clear.
	useradd -M -G greffier clerk
	runuser -u clerk -- sh -c 'umask 022; mkdir "$1/inbox/mars" &&
	    printf none >"$1/inbox/mars/none.pdf"' sh "$state"
	soon test -e "$state/failed/mars/none.pdf"
	never test -e "$state/inbox/mars/none.pdf"
	holds runuser -u clerk -- rm -r "$state/failed/mars"

	# It can be asked by its group, from within all that confines it.
	holds is "$(stat -c '%a %G' "$state/control")" "660 greffier"
	"$top_builddir/greffier" status >/tmp/status ||
		wrong "no answer: $(cat /tmp/status)"
	holds grep -q ", running; " /tmp/status
	holds grep -qE '^done +1 ' /tmp/status

	# Its readers are locked behind the unit's own walls as well.
	for reader in $(pgrep -x greffier-reader); do
		holds is "$(sed -n 's/^Seccomp:\t//p' "/proc/$reader/status")" 2
		holds is "$(sed -n 's/^NoNewPrivs:\t//p' \
		    "/proc/$reader/status")" 1
		holds is "$(sed -n 's/^CapEff:\t//p' "/proc/$reader/status")" \
		    0000000000000000
	done
	holds test -n "${reader:-}"
	never said "runs without landlock"

	# What was set aside is taken back, when asked; not while it is paused.
	printf 'no scan' >"$state/inbox/.bad.pdf"
	mv "$state/inbox/.bad.pdf" "$state/inbox/bad.pdf"
	soon test -e "$state/failed/bad.pdf"
	holds "$top_builddir/greffier" pause
	holds "$top_builddir/greffier" retry bad.pdf
	holds test -e "$state/inbox/bad.pdf"
	holds is "$(find "$state/failed" -type f | wc -l)" 0
	holds "$top_builddir/greffier" resume
	soon test -e "$state/failed/bad.pdf"
	holds is "$("$top_builddir/greffier" list --json failed |
	    grep -c unknown-type)" 1

	# A file that somebody still writes is left alone: the lease works.
	exec 9>"$state/inbox/slow.pdf"
	cat "$first" >&9
	drop "$second" second.tif
	soon in_work second.tif
	kill -KILL "$(pid)"
	soon systemctl -q is-active greffierd
	soon test -e "$state/done/second.tif"
	holds test -e "$state/out/second.json"
	holds said "in work from before"
	holds test -e "$state/inbox/slow.pdf"
	exec 9>&-
	soon test -e "$state/done/slow.pdf"

	holds systemctl reload greffierd
	soon said "configuration and plugins are reloaded"
	holds systemctl stop greffierd
	holds is "$(systemctl show -P Result greffierd)" success
	holds is "$(find "$state/work" -type f | wc -l)" 0
	# No reader outlives it.
	holds is "$(pgrep -c greffier-reader)" 0
	systemd-analyze security --no-pager greffierd | tail -n 1
	holds systemd-analyze security --no-pager --threshold=15 greffierd >/dev/null

	[ "$failures" -eq 0 ] || {
		journal short-precise | tail -n 60 >&2
		exit 1
	}
}

if [ "${1:-}" = inside ]; then
	inside
else
	outside
fi
