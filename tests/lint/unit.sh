#!/bin/bash
# systemd takes the unit as it is written, and finds it well locked in.
set -eu
command -v systemd-analyze >/dev/null || exit 77
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Verified as an installed unit would be: with a program that is there.
sed 's|^ExecStart=[^ ]*|ExecStart=/bin/true|' \
    "$top_builddir/systemd/greffierd.service" >"$work/greffierd.service"
systemd-analyze verify --man=no "$work/greffierd.service" 2>"$work/said" || {
	cat "$work/said" >&2
	exit 1
}
if grep -F greffierd.service "$work/said" >&2; then
	exit 1
fi
systemd-analyze security --offline=yes --threshold=15 --no-pager \
    "$work/greffierd.service" >"$work/said" || {
	tail -n 3 "$work/said" >&2
	exit 1
}
tail -n 1 "$work/said"
