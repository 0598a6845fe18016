#!/bin/bash
# Plugins under a daemon that runs, by the real reader: all readers have those
# that were loaded last, whatever becomes of the files meanwhile.
set -u
. "$TEST_DIR/e2e/daemon.bash"
good=$TEST_DIR/corpus/aubry-001-digital.pdf
other=$TEST_DIR/corpus/session4-51-digital.pdf

readers() {
	"$top_builddir/greffier" status --json -c "$root/greffier.yaml" |
	    jq -r '.readers[] | select(.pid > 0) | .pid'
}

is_another() { [ -n "$(readers)" ] && [ "$(readers)" != "$1" ]; }

replace_reader() {
	local pid
	soon is_another ""
	pid=$(readers)
	kill -KILL "$pid"
	soon is_another "$pid"
}

put() { cp "$1" "$root/.dropping" && mv "$root/.dropping" "$root/inbox/$2"; }

it_starts_readers_by_the_plugins_that_were_loaded() {
	cp -r "$top_srcdir/plugins" "$root/plugins"
	chmod -R u+w "$root/plugins"
	configure "reader: $top_builddir/greffier-reader" \
	    "plugins: [$root/plugins]" 'readers: 1' \
	    'budget: {open: 20 s, page: 60 s, record: 20 s}'
	start
	soon ready
	# In the middle of an edit, say.
	echo 'fields: [' >"$root/plugins/generique/plugin.yaml"
	rm "$root/plugins/landrecies/plugin.yaml"
	mkfifo "$root/plugins/landrecies/plugin.yaml"
	replace_reader
	put "$good" a.pdf
	soon has out/a.json
	kill -HUP "$daemon"
	soon said 'the new plugins do not load'
	replace_reader
	put "$other" b.pdf
	soon has out/b.json
	holds is "$(grep -c 'no reader starts' "$root/log")" 0
	# Mended, the new ones are what readers are started by.
	rm -r "$root/plugins"
	cp -r "$top_srcdir/plugins" "$root/plugins"
	kill -HUP "$daemon"
	soon said 'configuration and plugins are reloaded'
	rm -r "$root/plugins"
	replace_reader
	{ cat "$good" && echo; } >"$root/c.pdf"
	put "$root/c.pdf" c.pdf
	soon has out/c.json
	holds is "$(jq -S '.deliberations' "$root/out/a.json")" \
	    "$(jq -S '.deliberations' "$root/out/c.json")"
}

run_all "$@"
