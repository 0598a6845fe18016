# Sourced behind crash.bash: $base/play, the root that each run begins with.

# One of each kind: pages in a subfolder, one that fails, the same content
# twice, one with a second name outside, one whose name is taken.
play() {
	settle_in play ''
	mkdir "$root/out" "$root/done"
	give done s/pages.pdf $'fake\nopen: pages 2\n'
	give failed bad.pdf $'fake\nopen: fail 4\n'
	give done one.pdf same
	give done two.pdf same
	give done linked.pdf linked
	ln "$root/inbox/linked.pdf" "$root/outside"
	give done taken.pdf first
	mv "$root/inbox/taken.pdf" "$root/done/taken.pdf"
	printf '{"sha256":"%s"}\n' "$(printf first | sha256sum | cut -c1-64)" \
	    >"$root/out/taken.json"
	give done taken.pdf second
}

play
root=$base
: >"$base/log"
