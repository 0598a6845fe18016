#!/bin/bash
# A plugin author's day: a draft from a scan, explained, watched, blessed and
# checked, by the real programs.
set -eu
top=$(realpath "${top_builddir:-.}")
src=$(realpath "${top_srcdir:-$(dirname "$0")/../..}")
work=$(mktemp -d)
watcher=
trap '[ -z "$watcher" ] || kill "$watcher" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"

# Its title makes it a body that no plugin of ours knows.
sed -e 's/^ *//' >act.txt <<'END'
COMMUNE DE XANADOU
EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS DU CONSEIL MUNICIPAL
Séance du lundi 3 mai 2021
Ce dont on parla : Achat d'une cloche
Le conseil municipal, après en avoir délibéré, décide :
- d'acheter une cloche.
END

failures=0
fail() {
	echo "$1" >&2
	failures=$((failures + 1))
}

# expect STATUS WHAT COMMAND...
expect() {
	local want=$1 what=$2 got=0
	shift 2
	"$@" >stdout 2>stderr </dev/null || got=$?
	[ "$got" -eq "$want" ] || {
		fail "$what: exit status $got, not $want"
		cat stdout stderr >&2
	}
}

# says FILE PATTERN WHAT
says() {
	grep -q -- "$2" "$1" || {
		fail "$3: nothing like \"$2\" in $1:"
		cat "$1" >&2
	}
}

plugin() {
	"$top/greffier" plugin "$@" --config /dev/null \
	    --reader "$top/greffier-reader" --plugins "$src/plugins"
}

expect 0 "a draft" plugin new -o mine xanadou --from act.txt
says mine/xanadou/plugin.yaml '^draft: true$' "a draft"
says mine/xanadou/plugin.yaml '^  all: \["COMMUNE DE XANADOU"\]$' "a draft"
for verb in watch bless check; do
	says stdout "^  greffier plugin $verb -c /dev/null .*--plugins $src/plugins" "a draft"
done
# What it says is what does it.
next=$(sed -n 's/^  greffier plugin bless //p' stdout)
expect 0 "what is next" eval "$top/greffier plugin bless $next"
says stdout 'as expected' "what is next"
[ -s mine/xanadou/samples/act-1/pages.json ] || fail "a draft: no words"
says mine/xanadou/samples/act-1/expected.json '"nom": "XANADOU"' "a draft"
[ "$(grep -c '^fields:$' mine/xanadou/plugin.yaml)" -eq 1 ] || fail "a draft: no fields"
for line in "membres.pouvoirs: .*item: '(?<de>(?&person)) ... (?<a>(?&person))'" \
    "visas: .*choose: every" "considerants: .*choose: every"; do
	says mine/xanadou/plugin.yaml "^#  $line" "a draft"
done
expect 2 "a draft again" plugin new -o mine xanadou --from act.txt
says stderr 'is there already; to add a scan, .* mine/xanadou/samples' "a draft again"

# A line of the draft struck free and not filled in is no rule yet.
cp -r mine/xanadou kept
sed -i -e '/^draft: true$/d' -e "s/^#\(  secretaire:\)/\1/" mine/xanadou/plugin.yaml
expect 1 "points left" plugin check mine
says stdout 'the points of the draft still stand here' "points left"
rm -r mine/xanadou
mv kept mine/xanadou

# A name that goes on in the next line is recognised whole.
sed -e 's/^COMMUNE DE XANADOU$/SYNDICAT DES FONTAINES DE LA\nHAUTE COMBRAILLE Canton de Xanadou/' act.txt >two.txt
expect 0 "a name of two lines" plugin new -o two fontaines --from two.txt
says two/fontaines/plugin.yaml '^  all: \["SYNDICAT DES FONTAINES DE LA HAUTE COMBRAILLE"\]$' "a name of two lines"
says two/fontaines/plugin.yaml 'nom: "SYNDICAT DES FONTAINES DE LA HAUTE COMBRAILLE"' "a name of two lines"

# Whoever forgets the folder of what is extended is told of it.
got=0
"$top/greffier" plugin check --config /dev/null --reader "$top/greffier-reader" \
    --plugins mine mine >stdout 2>stderr || got=$?
[ "$got" -ne 0 ] || fail "without generique: passes"
cat stderr >>stdout
says stdout 'there is no plugin "generique"; is the folder .*--plugins' "without generique"
expect 2 "a folder in none" plugin new -o none/mine xanadou --from act.none
says stderr 'none/mine: No such file' "a folder in none"
expect 2 "a folder that is none" plugin new -o act.txt/x xanadou --from act.none
expect 2 "no --from" plugin new xanadou act.txt
says stderr '--from is missing' "no --from"
[ "$(wc -l <stderr)" -eq 1 ] || fail "no --from: the whole usage"
expect 2 "no scan" plugin new xanadou --from
expect 2 "a name that is none" plugin new -o mine "Xanadou !" --from act.txt

# As many as it takes, handed over as open files: none is in the lock's way.
draft_from() { # nothing that is locked writes a file: through a pipe
	"$top/greffier-reader" --plugins "$src/plugins" --draft \
	    --plugin ailleurs "$@" | cat
	return "${PIPESTATUS[0]}"
}
handed=()
for _ in {1..32}; do
	exec {fd}<act.txt
	handed+=("/dev/fd/$fd")
done
expect 0 "a draft from many" draft_from "${handed[@]}"
says stdout COMMUNE "a draft from many"
for fd in "${handed[@]##*/}"; do
	exec {fd}<&-
done

# A folder without plugins is not in order, and a plugin's own is that plugin.
expect 2 "no plugin in it" plugin check .
says stderr 'holds no plugin; name' "no plugin in it"
expect 78 "a plugin as their folder" plugin explain --plugins mine/xanadou act.txt
says stderr 'is a plugin itself' "a plugin as their folder"
expect 2 "no command" plugin chek mine
says stderr 'no command "chek"' "no command"
expect 2 "no plugin to watch" plugin watch mine act.txt
says stderr 'mine: holds no plugin.yaml' "no plugin to watch"
[ "$(wc -l <stderr)" -eq 1 ] || fail "no plugin to watch: more than a line"
expect 1 "one plugin" plugin check mine/xanadou/
says stdout 'mine/xanadou/plugin.yaml:.*this is a draft' "one plugin"
says stdout '^xanadou: ' "one plugin"
[ "$(grep -c '^[a-z-]*: [0-9]* rules' stdout)" -eq 1 ] || fail "one plugin: others too"

expect 1 "a draft is refused" plugin check mine
says stdout 'mine/xanadou/plugin.yaml:.*this is a draft' "a draft is refused"
sed -i '/^draft: true$/d' mine/xanadou/plugin.yaml
expect 0 "looked at" plugin check mine
expect 0 "in TAP" plugin check --tap mine
says stdout '^ok [0-9]* - mine/xanadou/samples/act-1$' "in TAP"
says stdout '^1\.\.[0-9]' "in TAP"

expect 0 "what is read" plugin explain -p xanadou --plugins mine act.txt
says stdout '^Read as xanadou' "what is read"
says stdout '^      all  "COMMUNE DE XANADOU" found, page 1$' "what is read"
[ "$(grep -c "$(printf '\033')" stdout)" -eq 0 ] || fail "colours in a file"

cat >>mine/xanadou/plugin.yaml <<'END' # below the draft's own fields:
  objet:
    - 'Ce dont on parla n° (?<value>\N+)'
END
expect 0 "how near" plugin explain --plugins mine act.txt --json
jq -e '.plugin == "xanadou" and .chosen' stdout >/dev/null ||
    fail "how near: another plugin"
jq -e '.deliberations[0].fields[] | select(.field == "objet") | .tried[0] |
    .end == "no match" and .text == "Ce dont on parla" and
    (.after | startswith(": Achat"))' stdout >/dev/null || {
	fail "how near: not told"
	jq '.deliberations[0].fields[] | select(.field == "objet") | .tried' stdout >&2
}
expect 0 "drawn" plugin explain --plugins mine act.txt --html
says stdout '<rect .*<title>' "drawn"
grep -qE '(src|href)="(https?:)?//' stdout && fail "drawn: it needs the net"

# A heading that a table's rule names for nothing, and the page has not.
cp -r "$src/plugins/syndicat-npdc-numerique" mine/tables
sed -i "s/^name: .*/name: tables/; s/'(?&collectivite)', /&Colonne de samarcande, /" \
    mine/tables/plugin.yaml
expect 0 "a heading for nothing" plugin explain -p tables --plugins mine \
    mine/tables/samples/un-absent
says stdout 'not there, and not needed  Colonne de samarcande$' "a heading for nothing"
rm -r mine/tables
expect 0 "no heading for nothing" plugin explain \
    "$src/plugins/syndicat-npdc-numerique/samples/un-absent"
grep -q 'and not needed' stdout && fail "no heading for nothing: one is told"

# A rejected act decides nothing: the rule did read, and is said to have.
sed -e 's/^ *//' >lost.txt <<'END'
COMMUNE DE TOMBOUCTOU
EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS DU CONSEIL MUNICIPAL
Objet : Achat d'une cloche
Le conseil municipal, après en avoir délibéré, décide :
- d'acheter une cloche.
Vote : 3 voix pour, 9 voix contre
END
expect 0 "rejected" plugin explain lost.txt
says stdout '^Read as generique$' "rejected"
says stdout 'generique:decisions#.*left out: the act was rejected' "rejected"
grep -q 'not a value of this field' stdout && fail "rejected: as no value"

# Read as generique for want of another: of each field the nearest rule at most.
[ "$(wc -l <stdout)" -lt 120 ] || fail "unrecognised: $(wc -l <stdout) lines"
awk 'length > 300 { exit 1 }' stdout || fail "unrecognised: a long line"

# Each save is explained again, from words read once.
plugin watch mine/xanadou act.txt >watched 2>&1 &
watcher=$!
await() {
	local limit=$((SECONDS + 60))
	until [ "$(grep -c '^-- [0-9]* ms' watched)" -ge "$1" ]; do
		[ "$SECONDS" -lt "$limit" ] || { fail "watch: nothing came"; cat watched >&2; return; }
		sleep 0.05
	done
}
await 1
sed -i 's/parla n° /parla : /' mine/xanadou/plugin.yaml
await 2
kill "$watcher"
wait "$watcher" 2>/dev/null || true
watcher=
says watched '^  objet  xanadou:objet#1$' "watch"

expect 1 "read otherwise" plugin check mine
says stdout 'samples/act-1: /0/objet: expected null, read "Achat' "read otherwise"
expect 1 "not asked" plugin bless --plugins mine xanadou
says stdout '+ "Achat d.une cloche"' "not asked"
# A key that would command a terminal.
cp mine/xanadou/samples/act-1/expected.json kept
printf '[{"\\u001b[31mred": 1}]\n' >mine/xanadou/samples/act-1/expected.json
expect 1 "a key in colour" plugin bless --plugins mine xanadou
says stdout '/0/ .31mred$' "a key in colour"
grep -q "$(printf '\033')" stdout && fail "a key in colour: a raw escape"
mv kept mine/xanadou/samples/act-1/expected.json
# At a terminal, in either language.
if python3 -c 'import pty' 2>/dev/null; then
	cp mine/xanadou/samples/act-1/expected.json kept
	bless_asked() {
		python3 -c 'import os, pty, sys
os.environ["TERM"] = "dumb"
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))' \
		    "$top/greffier" plugin bless --config /dev/null \
		    --reader "$top/greffier-reader" \
		    --plugins "$src/plugins" --plugins mine xanadou
	}
	bless_asked >asked <<<o || fail "asked: not blessed"
	says asked 'expect this from now on? \[y/o/N\]' "asked"
	cmp -s kept mine/xanadou/samples/act-1/expected.json &&
	    fail "asked: o is not taken for yes"
	mv kept mine/xanadou/samples/act-1/expected.json
fi
expect 2 "no such case" plugin bless --yes --plugins mine xanadou nowhere
expect 0 "blessed" plugin bless --yes --plugins mine xanadou act-1
expect 0 "blessed and checked" plugin check mine

# A sample that nobody has blessed yet still shows which rules are at work.
mkdir mine/xanadou/samples/new
cp act.txt mine/xanadou/samples/new/text.txt
mv mine/xanadou/samples/act-1 kept
expect 1 "not blessed" plugin check mine
says stdout 'samples/new: no expected.json: .*plugin bless xanadou new)' "not blessed"
grep -q 'no sample needs .*objet#1' stdout && fail "not blessed: its rules count for idle"
echo '{' >mine/xanadou/samples/new/expected.json
expect 1 "not to be read" plugin check mine
says stdout 'new/expected.json: 2:' "not to be read"
grep -q 'no sample needs' stdout && fail "not to be read: its rules count for idle"
rm -r mine/xanadou/samples/new
expect 1 "no samples" plugin check mine
grep -q 'no sample needs' stdout && fail "no samples: each rule is named"
mv kept mine/xanadou/samples/act-1

# What is no plain file is told by its name; nobody waits for its other end.
for name in plugin.yaml samples/act-1/expected.json samples/act-1/pages.json; do
	mv "mine/xanadou/$name" kept
	for kind in mkfifo mkdir 'ln -s /dev/zero' 'ln -s '"$PWD/kept"; do
		$kind "mine/xanadou/$name"
		got=0
		"$top/greffier" plugin check --config /dev/null --reader \
		    "$top/greffier-reader" --plugins "$src/plugins" mine \
		    >stdout 2>stderr || got=$?
		[ "$got" -ne 0 ] || fail "$kind $name: passes for a file"
		cat stderr >>stdout
		says stdout "$name: no plain file" "$kind $name"
		rm -rf "mine/xanadou/$name"
	done
	mv kept "mine/xanadou/$name"
done
expect 0 "put back" plugin check mine

# A hostile plugin.  Its rules are within each limit and take a minute together:
# whoever checks it, or asks what it reads, is not kept for ever.
hostile=bad/hostile/samples/a
mkdir -p "$hostile"
hostile_objet() {
	printf 'name: hostile\nrecognise:\n  all: ["commune de xanadou"]\n'
	printf 'fields:\n  objet:\n'
}
{
	hostile_objet
	for n in {1..100}; do
		echo "    - '(?<value>(?:\w?\w?\w?\w? ?){$n,}+)[0-9]'"
	done
} >bad/hostile/plugin.yaml
{
	echo "COMMUNE DE XANADOU"
	yes "objet $(printf 'a%.0s' {1..60})" | head -n 6000
} >"$hostile/text.txt"
echo '[]' >"$hostile/expected.json"
ask_reader() {
	"$top/greffier-reader" --plugins "$src/plugins" --plugins bad \
	    --seconds 2 "$@" | cat
	return "${PIPESTATUS[0]}"
}
expect 124 "a sample without end" ask_reader --samples bad
says stderr "^$hostile: given up: .* 2.0 s" "a sample without end"
expect 124 "rules without end" ask_reader --explain "$hostile"
expect 124 "a sample without end, blessed" ask_reader --reread --plugin hostile
says stderr "^$hostile: given up" "a sample without end, blessed"

# Of many remarks on one plugin the first are told.
{
	hostile_objet
	for n in {1..5000}; do
		echo "    - 'cloche (?<value>sourde)'"
	done
} >bad/hostile/plugin.yaml
echo "COMMUNE DE XANADOU" >"$hostile/text.txt"
expect 1 "remarks without end" ask_reader --samples bad
says stdout 'can never win' "remarks without end"
says stdout 'plugin.yaml: and 4959 other remarks$' "remarks without end"
[ "$(wc -l <stdout)" -lt 100 ] || fail "remarks without end: $(wc -l <stdout)"

# Names that would forge a point of TAP, or command a terminal.
mv "$hostile" "bad/hostile/samples/$(printf 'x\nok 9 - \033[31mgood # SKIP')"
expect 1 "a name that forges" ask_reader --tap bad
says stdout '^not ok [0-9]* - bad/hostile/samples/x ok 9 -  .31mgood \\# SKIP$' \
    "a name that forges"
grep -q "$(printf '\033')" stdout && fail "a name that forges: a raw escape"
rm -r bad

# A real scan through the real reader, its pages drawn.
scan=$(find "$TEST_DIR/corpus" -name '*.png' | sort | head -n 1)
expect 0 "a scan" plugin explain --html "$scan"
says stdout 'data:image/jpeg;base64,' "a scan"
expect 1 "no scan" plugin explain act.none
expect 1 "no words" plugin explain /dev/null/x.json
echo '{' >broken.json
expect 1 "broken words" plugin explain broken.json
says stderr 'broken.json: these are no words of a scan' "broken words"
printf '#!/bin/sh\nexec head -c 70000000 /dev/zero\n' >endless
chmod +x endless
expect 1 "an endless answer" timeout 30 "$top/greffier" plugin explain \
    --config /dev/null --reader "$PWD/endless" --plugins "$src/plugins" act.txt

exit "$((failures != 0))"
