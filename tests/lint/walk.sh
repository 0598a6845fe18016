#!/bin/bash
# The walk that authors are shown, in both languages: its text is read by its
# plugin as it says.
set -eu
top=$(realpath "${top_builddir:-.}")
src=$(realpath "${top_srcdir:-$(dirname "$0")/../..}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

plugin() {
	"$top/greffier" plugin "$@" --config /dev/null \
	    --reader "$top/greffier-reader" --plugins "$src/plugins"
}

# Its minutes by the lines that part them.
minutes() {
	sed '1,/^name: samarcande$/d' "$1" |
	    awk '/^```/ { n++; next } n == 2' >cahier.txt
	sed -n 's/^    \(  objet: .*in: point.*\)/\1/p' "$1" >objet
	sed -n '/^    split:$/,/^$/s/^    //p' "$1" >>plugins/samarcande/plugin.yaml
	sed -i -e '/^  objet:/{r objet' -e 'd;}' plugins/samarcande/plugin.yaml
	plugin explain --json --plugins plugins cahier.txt | jq -e '
		[.deliberations[] | [.fields[] | {(.field): .value}] | add] |
		map(.objet) == ["La cloche neuve", "Un banc sur la place"] and
		map(."vote.pour") == [6, 4] and
		map(."dates.seance") == ["2023-06-06", "2023-06-06"]' >/dev/null
}

for walk in writing-a-plugin ecrire-un-greffon; do
	rm -rf plugins
	mkdir plugins
	awk '/^```/ { open = !open; next } open' \
	    "$src/doc/$walk.md" | sed '/^name: samarcande$/,$d' >acte.txt
	plugin new -o plugins samarcande --from acte.txt >/dev/null
	sed -n '/^```yaml$/,/^```$/p' "$src/doc/$walk.md" | sed '/^```/d' \
	    >plugins/samarcande/plugin.yaml
	[ "$(wc -l <plugins/samarcande/plugin.yaml)" -lt 30 ]
	plugin bless --yes --plugins plugins samarcande >/dev/null
	plugin check plugins
	plugin explain --json --plugins plugins acte.txt | jq -e '
		[.deliberations[0].fields[] | {(.field): .value}] | add |
		.numero == "2023/14" and .president == "Jean DUPONT" and
		.secretaire == "Paul MARTIN" and .visas == [] and
		(.objet | startswith("Remplacement de la cloche")) and
		(."membres.presents" | length) == 5 and
		(."membres.pouvoirs" == [{de: "Anne BERNARD", a: "Zoé PETIT"}]) and
		(.decisions | length) == 2 and ."vote.pour" == 6 and
		."effectifs.votants" == 6 and ."dates.seance" == "2023-04-04"' >/dev/null
	minutes "$src/doc/$walk.md"
done
