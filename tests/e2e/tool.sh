#!/bin/bash
# greffier read by a fake reader: where results go, what is said, how it ends.
set -eu
top=${top_builddir:-.}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

failures=0

# expect STATUS WHAT COMMAND...
expect() {
	local want=$1 what=$2 got=0
	shift 2
	"$@" >stdout 2>stderr </dev/null || got=$?
	if [ "$got" -ne "$want" ]; then
		echo "$what: exit status $got, not $want" >&2
		cat stderr >&2
		failures=$((failures + 1))
	fi
}

# says FILE PATTERN WHAT
says() {
	if ! grep -q -- "$2" "$1"; then
		echo "$3: nothing like \"$2\" in $1:" >&2
		cat "$1" >&2
		failures=$((failures + 1))
	fi
}

greffier() {
	"$top/greffier" "$@" --reader "$top/tests/fake_reader" --config conf
}

cat >conf <<'END'
readers: 2
budget:
  page: 1 s
END
printf 'fake\nopen: pages 3\n' >good.pdf
printf 'fake\nopen: pages 3\npage 2: crash\n' >torn.pdf
printf 'fake\nopen: fail 4\n' >locked.pdf
mkdir sub
cp good.pdf sub/good.tif
mkfifo fifo.pdf

expect 0 "one good file" greffier read good.pdf
says stdout '"read":3' "one good file"
[ ! -s stderr ] || { echo "one good file: something on stderr" >&2; cat stderr >&2; failures=1; }

expect 0 "a page given up" greffier read torn.pdf
says stdout '"lost":1' "a page given up"
says stderr 'torn.pdf: warning: 1 of 3 pages' "a page given up"

expect 1 "one of three not read" greffier read -o new good.pdf locked.pdf torn.pdf
says stderr 'locked.pdf: encrypted .*mot de passe' "one of three not read"
[ "$(ls new)" = "$(printf 'good.json\ntorn.json')" ] || { ls new >&2; failures=1; }
says new/good.json '"read":3' "one of three not read"

expect 0 "again, over the old" greffier read -o new good.pdf
[ "$(ls -A new | wc -l)" -eq 2 ] || { ls -A new >&2; failures=1; }

expect 0 "text" greffier read --text good.pdf
says stdout '"read":3' "text"
expect 0 "text into a folder" greffier read --text -o new good.pdf
says new/good.txt '"read":3' "text into a folder"

# By a pipe: its own words are a file's, too.
small() {
	(ulimit -f 0; greffier read -o new good.pdf 2>&1) | cat
	return "${PIPESTATUS[0]}"
}
expect 1 "no file may grow" small
says stdout 'good.pdf: .*File too large' "no file may grow"

mkdir -p plugins/lezennes plugins/landrecies
touch plugins/lezennes/plugin.yaml plugins/landrecies/plugin.yaml
expect 0 "a plugin" greffier read --plugins plugins -p lezennes good.pdf
says stdout '"plugin":"lezennes"' "a plugin"
expect 2 "no such plugin" greffier read --plugins plugins -p lezenes good.pdf
says stderr 'no plugin "lezenes"' "no such plugin"
says stderr 'in plugins: landrecies, lezennes$' "no such plugin"
expect 2 "a plugin elsewhere" greffier read --plugins plugins -p ../plugins/lezennes good.pdf

expect 1 "no file" greffier read missing.pdf
says stderr 'missing.pdf: No such file' "no file"
expect 1 "a FIFO" greffier read fifo.pdf
says stderr 'fifo.pdf: not a regular file' "a FIFO"
expect 1 "a folder" greffier read sub
says stderr 'sub: Is a directory' "a folder"

expect 2 "no argument" greffier read
expect 2 "two files and nowhere to" greffier read good.pdf torn.pdf
expect 2 "two results of one name" greffier read -o new good.pdf sub/good.tif
says stderr 'would give good.json' "two results of one name"
expect 2 "an unknown option" greffier read --frobnicate good.pdf
says stderr '^greffier read: .*frobnicate' "an unknown option"
says stderr '^greffier: --help tells the options' "an unknown option"
expect 2 "no readers" greffier read -j 0 good.pdf
expect 2 "an unknown command" "$top/greffier" frobnicate
expect 2 "no command" "$top/greffier"
expect 2 "an unknown verb" greffier plugin frobnicate
expect 0 "help" "$top/greffier" --help
says stdout '^  read ' "help"
for command in read plugin; do
	expect 0 "help of $command" "$top/greffier" "$command" --help
	says stdout '^Usage: greffier '"$command" "help of $command"
done
expect 0 "version" "$top/greffier" --version
says stdout '^greffier [0-9]' "version"

echo 'readers: many' >spoilt
expect 78 "a spoilt configuration" "$top/greffier" read -c spoilt good.pdf
says stderr 'spoilt:1:' "a spoilt configuration"
expect 78 "a configuration that is not there" "$top/greffier" read -c nowhere good.pdf
expect 78 "no reader" "$top/greffier" read -c conf --reader nowhere good.pdf
expect 78 "plugins that are not there" greffier read --plugins nowhere good.pdf
says stderr 'nowhere: ' "plugins that are not there"

# A reader that does not come up for its configuration's sake.
cat >sick <<'END'
#!/bin/sh
echo "plugin.yaml:3:5: so it is" >&2
exit 78
END
chmod +x sick
expect 78 "a reader that does not start" "$top/greffier" read -c conf --reader ./sick good.pdf
says stderr 'plugin.yaml:3:5: so it is' "a reader that does not start"
says stderr 'no reader can be started' "a reader that does not start"

exit "$((failures != 0))"
