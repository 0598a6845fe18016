# Sourced by the end-to-end tests of greffierd: a root of its own, a daemon in
# it, and waiting for things to come true.

root=$(mktemp -d "${TMPDIR:-/tmp}/greffier-e2e.XXXXXX")
daemon=
failures=0

# The fake reader, told what to do by the file $root/script.  A name with
# "bad" among its options stands for plugins that do not load, and a file
# $root/broken for a reader that does not start.
cat >"$root/reader" <<READER
#!/bin/bash
[ ! -e "$root/broken" ] || exit 78
[[ "\$*" != *--freeze* && "\$*" != *--try* ]] || {
	! rm "$root/dies" 2>/dev/null || kill -KILL \$\$
	[ ! -p "$root/gate" ] || read -r _ <"$root/gate"
	[[ "\$*" != *bad* ]] || exit 1
}
exec "$top_builddir/tests/fake_reader" --script "$root/script" "\$@"
READER
chmod +x "$root/reader"
: >"$root/script"

configure() { # lines of YAML, each instead of the usual one of its key
	local line key
	printf '%s\n' "$@" >"$root/greffier.yaml"
	while read -r line; do
		key=${line%%:*}
		grep -q "^$key:" "$root/greffier.yaml" ||
			printf '%s\n' "$line" >>"$root/greffier.yaml"
	done <<YAML
root: $root
reader: $root/reader
plugins: [$root]
settle: 0.2
rescan: 1 s
min_free: 0
stop_grace: 1 s
budget: {open: 5 s, page: 5 s, record: 5 s}
YAML
}

as=() # what to run the daemon by

# A folder that may not be written is so for root too, without this capability.
as_one_who_can_be_refused() {
	[ "$(id -u)" -ne 0 ] || as=(setpriv --bounding-set=-dac_override)
}

start() {
	log_began
	"${as[@]}" "$top_builddir/greffierd" -v -c "$root/greffier.yaml" \
	    >>"$root/log" 2>&1 &
	daemon=$!
}

stop() { # by which signal; its exit status is left in $stopped
	kill "-${1:-TERM}" "$daemon"
	stopped=0
	wait "$daemon" 2>/dev/null || stopped=$?
	daemon=
}

finish() {
	# A subshell that dies before its program runs comes by here as well.
	[ "$BASHPID" = "$$" ] || return
	[ -z "$daemon" ] || { kill -KILL "$daemon" && wait "$daemon"; } 2>/dev/null
	if [ "$failures" -gt 0 ]; then
		sed 's/^/    /' "$root/log" >&2
		(cd "$root" && find . -type f | sort | cat -v | sed 's/^/    /') >&2
	fi
	chmod -R u+rwX "$root" && rm -rf "$root"
}
trap finish EXIT

now_ms() { echo $(($(date +%s%N) / 1000000)); }

# Drop a file whole, as a copier's rename would.
drop() { # path below the inbox, content
	mkdir -p "$root/inbox/$(dirname -- "$1")"
	printf '%s' "$2" >"$root/.dropping"
	mv "$root/.dropping" "$root/inbox/$1"
}

# What the daemon that was started last has said stands after this.
log_began() { logged=$(wc -c <"$root/log"); }
ready() { tail -c "+$((logged + 1))" "$root/log" | grep -qF 'ready: '; }

has() { [ -e "$root/$1" ]; }
said() { grep -qF -- "$1" "$root/log"; }
count() { find "$root/$1" -type f ! -name '.*' | wc -l; }
nothing_in() { [ "$(find "$root/$1" -mindepth 1 | wc -l)" -eq 0 ]; }
is() { [ "$1" = "$2" ]; }

# Wait up to 20 s for a command to succeed, and say so when it does not.
soon() {
	local i
	for ((i = 0; i < 400; i++)); do
		"$@" && return 0
		sleep 0.05
	done
	wrong "never came true: $*"
}

holds() { "$@" || wrong "is not so: $*"; }
never() { ! "$@" || wrong "is so: $*"; }

wrong() {
	printf '%s: %s\n' "$test" "$1" >&2
	failures=$((failures + 1))
}

# Run each function whose name begins with "it_", in a fresh root.
run_all() {
	local f
	for f in $(declare -F | awk '$3 ~ /^it_/ { print $3 }'); do
		[ $# -eq 0 ] || [[ " $* " == *" $f "* ]] || continue
		test=$f
		(cd "$root" && rm -rf inbox work out done failed state log)
		mkdir "$root/inbox"
		: >"$root/script"
		: >"$root/log"
		as=()
		configure
		"$f"
		# Under AddressSanitizer a leak shows here.
		[ -z "$daemon" ] || { stop; holds is "$stopped" 0; }
		[ "$failures" -eq 0 ] || exit 1
		echo "ok $f"
	done
}
