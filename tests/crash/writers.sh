#!/bin/bash
# Writers of every habit.  None of their files is read early, lost, or read
# twice.  Where a test says so nobody tells who has a file open, as on network
# file systems: stillness is all there is.
set -u
. "$TEST_DIR/crash/crash.bash"

blind() {
	configure 'budget: {open: 1 s, page: 1 s, record: 5 s}'
	start_struck FAULTS_NO_LEASE=1
	soon ready
}
content() { [ "$(<"$root/$1")" = "$2" ]; }
# Said a moment after the scan is in its room.
reads() { is "$(grep -c ': read: ' "$root/log")" "$1"; }

# A little every 50 ms, for five times as long as a still file has to wait.
it_lets_a_slow_writer_finish() {
	local i
	blind
	exec 9>"$root/inbox/slow.pdf"
	for ((i = 0; i < 20; i++)); do
		printf '%s;' "$i" >&9
		nap 0.05
		holds has inbox/slow.pdf
	done
	exec 9>&-
	soon has done/slow.pdf
	holds content done/slow.pdf "$(printf '%s;' {0..19})"
	soon reads 1
}

it_lets_a_writer_pause_who_is_known_to_write() {
	start
	soon ready
	exec 9>"$root/inbox/pause.pdf"
	printf begin >&9
	drop other.pdf other
	soon has done/other.pdf
	nap 0.6
	holds has inbox/pause.pdf
	printf end >&9
	exec 9>&-
	soon has done/pause.pdf
	holds content done/pause.pdf beginend
	soon reads 2
}

# Taken in the pause, since nobody can tell; but not put away as half a scan.
it_takes_nothing_for_whole_that_grows_while_it_is_read() {
	blind
	exec 9>"$root/inbox/pause.pdf"
	printf 'fake\npage 1 first: hang\n' >&9
	soon said 'pause.pdf: taken'
	printf 'and its end\n' >&9
	exec 9>&-
	soon said 'was written to while it was read; put back'
	soon has done/pause.pdf
	holds grep -q 'and its end' "$root/done/pause.pdf"
	holds grep -q "$(sha256sum <"$root/done/pause.pdf" | cut -c1-64)" \
	    "$root/out/pause.json"
	soon nothing_in work
	holds is "$(count out)" 1
	soon reads 1
}

# What half a scan was found to be is no verdict on the whole.
it_fails_nothing_that_grows_while_it_is_read() {
	blind
	exec 9>"$root/inbox/half.pdf"
	printf 'fake\nopen first: hang\nopen second: fail 3\n' >&9
	soon said 'half.pdf: taken'
	: >"$root/inbox/.whole"
	printf 'x' >&9
	exec 9>&-
	soon said 'was written to while it was read; put back'
	soon has failed/half.pdf
	holds grep -qx 'x' "$root/failed/half.pdf"
	holds is "$(find "$root/failed" -name 'half*.pdf' | wc -l)" 1
}

# As Windows copies over SMB: made empty, cut to length, then filled.
it_waits_for_a_file_that_is_made_cut_and_filled() {
	blind
	: >"$root/inbox/smb.pdf"
	nap 0.4
	holds has inbox/smb.pdf
	truncate -s 9 "$root/inbox/smb.pdf"
	nap 0.1
	printf 123456789 1<>"$root/inbox/smb.pdf"
	soon has done/smb.pdf
	holds content done/smb.pdf 123456789
	soon reads 1
}

it_leaves_a_temporary_until_it_has_its_name() {
	local name
	start
	for name in .a.pdf.x7 b.pdf.part c.filepart '~$d.pdf'; do
		printf '%s' "$name" >"$root/inbox/$name"
	done
	drop other.pdf other
	soon has done/other.pdf
	nap 0.5
	holds is "$(find "$root/inbox" -type f | wc -l)" 4
	mv "$root/inbox/.a.pdf.x7" "$root/inbox/a.pdf"
	mv "$root/inbox/b.pdf.part" "$root/inbox/b.pdf"
	soon has done/a.pdf
	soon has done/b.pdf
	soon reads 3
}

it_takes_a_hard_link_and_lets_go_of_the_other_name() {
	start
	printf linked >"$root/mine"
	ln "$root/mine" "$root/inbox/l.pdf"
	ln "$root/mine" "$root/inbox/m.pdf"
	soon has done/l.pdf
	soon has done/m.pdf
	printf over >"$root/mine"
	holds content done/l.pdf linked
	holds content done/m.pdf linked
	soon reads 1
	rm "$root/mine"
}

it_takes_a_folder_of_500_moved_in_at_once() {
	local i
	start
	mkdir "$root/new" "$root/new/s"
	for ((i = 0; i < 250; i++)); do
		printf '%s' "$i" >"$root/new/$i.pdf"
		printf 's%s' "$i" >"$root/new/s/$i.pdf"
	done
	mv "$root/new" "$root/inbox/new"
	soon all_500
	soon nothing_in work
	holds is "$(count out)" 500
	soon reads 500
}
all_500() { [ "$(count done)" -eq 500 ]; }

it_takes_the_same_name_again_while_the_first_is_read() {
	echo 'page 1 first: hang' >"$root/script"
	configure 'budget: {open: 5 s, page: 1 s, record: 5 s}'
	start
	drop scan.pdf first
	soon said 'scan.pdf: taken'
	drop scan.pdf second
	soon is_two_scans
	soon nothing_in work
	holds is "$(cat "$root"/done/scan*.pdf | tr -d '\n' | wc -c)" 11
	holds is "$(count out)" 2
	soon reads 2
}
is_two_scans() { [ "$(count done)" -eq 2 ]; }

it_reads_the_same_content_under_two_names_once() {
	start
	mkdir "$root/new"
	printf same >"$root/new/a.pdf"
	printf same >"$root/new/b.pdf"
	mv "$root"/new/* "$root/inbox"
	soon has done/a.pdf
	soon has done/b.pdf
	holds is "$(stat -c %i "$root/out/a.json")" "$(stat -c %i "$root/out/b.json")"
	soon reads 1
	rmdir "$root/new"
}

# In the instants around the claim, whichever it meets.
it_loses_nothing_that_changes_when_it_is_claimed() {
	local i
	blind
	for ((i = 0; i < 12; i++)); do
		printf 'old %s' "$i" >"$root/inbox/$i.pdf"
	done
	nap 0.22
	for ((i = 0; i < 12; i++)); do
		case $((i % 3)) in
		0) rm "$root/inbox/$i.pdf" 2>/dev/null ;;
		1) printf 'new %s' "$i" >"$root/.new"
			mv "$root/.new" "$root/inbox/$i.pdf" ;;
		2) printf ' and more' >>"$root/inbox/$i.pdf" ;;
		esac
		nap 0.02
	done 2>/dev/null
	soon nothing_but_folders
	# Each that was not deleted in time is there, whole, and once.
	for ((i = 0; i < 12; i++)); do
		case $((i % 3)) in
		1) holds is "$(grep -lx "new $i" "$root"/done/*.pdf | wc -l)" 1 ;;
		2) holds is "$(cat "$root"/done/"$i"*.pdf |
			grep -o "and more" | wc -l)" 1 ;;
		esac
	done
	holds is "$(count out)" "$(count done)"
	holds is "$(count failed)" 0
}
nothing_but_folders() { [ "$(find "$root"/{inbox,work} -type f | wc -l)" -eq 0 ]; }

it_keeps_names_apart_that_differ_by_case_only() {
	start
	drop acte.pdf small
	drop Acte.pdf large
	drop ACTE.PDF shout
	soon has done/acte.pdf
	soon has done/Acte.pdf
	soon has done/ACTE.PDF
	holds content done/acte.pdf small
	holds content done/Acte.pdf large
	holds is "$(count out)" 3
	holds grep -q "$(printf shout | sha256sum | cut -c1-64)" "$root/out/ACTE.json"
}

run_all "$@"
