#include <string.h>

#include "plugin/regex_prelude.h"

/*
 * Written for folded text (no accents, plain quotes and dashes), caseless
 * unless (?-i:) says otherwise.  `d` stands for a digit as OCR may give it.
 */
static const struct {
	const char *name;
	const char *source;
} prelude[] = {
	{ "no",		/* n°, N°, nº, no, n', numero */
	    "(?: n \\s? (?: [\xc2\xb0'\"*%^] | o\\b ) [.:]? | numero \\b )" },
	{ "dash",	/* what begins an item at the start of a line */
	    "(?: ^ \\s* (?: -+ | [*>~] | [+'] (?= \\s ) | \xe2\x86\x92 | \\d{1,2} (?: [.)] (?!\\d)"
	    " | \\s? \xc2\xb0 [.)/]? | / (?= \\s? [a-z] ) | \\s - \\s (?= (?-i: [A-Z] ) ) )"
	    " | [a-h] \\) ) \\s* )" },
	{ "d", "(?-i: [\\dOoIl|SB] )" },
	{ "civ",
	    "(?: M \\. (?: \\s? M \\. )? | MM \\b \\.? | M \\b | Mr \\b \\.?"
	    " | Mmes? \\b \\.? | Mlles? \\b \\.? | Messieurs | Monsieur"
	    " | Mesdames | Madame | Mesdemoiselles | Mademoiselle"
	    " | Maitre | Dr \\b \\.? | Docteur | Me \\b )" },
	{ "particle",
	    "(?: d[eu] | des | la | le | van | von | den | der | ten | ter | el"
	    " | al | ben | bel | da | das | do | dos | di | del | y ) \\b" },
	{ "nameword",
	    "(?-i: (?: [dlDLO]' )? [A-Z] (?: (?: -[A-Z] )? \\. (?: -? [A-Z]\\. )*"
	    " | [A-Za-z'01]* (?: -\\s? [A-Z][A-Za-z'01]* | -\\s? [a-z]{2,} )* ) )" },
	{ "capword", "(?-i: [DLO]'? [A-Z]{2,} \\b | [A-Z]{2,} [A-Z'-]* \\b )" },
	{ "heading",	/* words that begin another line than a name's */
	    "(?: (?: objet | etai\\w+ | present\\w* | absent\\w* | excuse\\w*"
	    " | nombre | date | vu | considerant | secretaire | pouvoirs?"
	    " | procurations? | convocation | conseil\\w* | deliberation"
	    " | extrait | ont | departement | arrondissement | ville | mairie"
	    " | commune | membres | votants | quorum | l'an"
	    " | l'assemblee | apres | question | point | affaire | (?-i: [Ll]es? | [Ll]a"
	    " | [CJSQ]' [A-Za-z] [A-Za-z]+ | D' [a-z]+"
	    " | [LN]' (?! (?<= [a-z] \\n L' | [a-z] \\n N' ) [A-Z-]{4,}"
	    " (?! [A-Z-]* \\x20 [A-Z]{2} ) ) [A-Za-z] [A-Za-z]+ )"
	    " | l[ea]s? (?= \\s (?: seance | presente | commune | ville | maire"
	    " | conseil | comite ) ) | en"
	    " | article | decision | expose | pour | contre | abstentions?"
	    " | sous | signe | fait"
	    " | seance | approbation | adoption | representes? | par | votes? | resultats? | ordre | rapporteur"
	    " | monsieur | madame | (?&jour) ) \\b )" },
	{ "person",	/* its surname may stand in the next line, in capitals */
	    "(?: (?: (?&civ) \\s* )? (?&nameword) (?: \\x20 | \\n (?!"
	    " (?&heading) | (?&civ) \\s ) ) (?: (?&particle) [\\x20\\n] ){0,3}"
	    " (?&nameword) (?: (?: \\x20 | \\n (?= (?&capword) ) (?!"
	    " (?&heading) | (?-i: [A-Z'-]+ (?: \\x20 [A-Z'-]+ ){2}"
	    " | [A-Z' -]+ (?: (?: \\( L['AES]{1,2} \\) \\s? )? :"
	    " | \\x20 (?: M\\. | MM?\\b | Mmes?\\b ) \\s ) ) ) )"
	    " (?: (?&particle) [\\x20\\n] ){0,3}"
	    " (?&nameword) ){0,3} )" },
	{ "persons",
	    "(?: (?&person) (?: \\s* (?: , | ; | \\bet\\b | - ) \\s*"
	    " (?&person) )* )" },
	{ "jour",
	    "(?: lundi | mardi | mercredi | jeudi | vendredi | samedi"
	    " | dimanche )" },
	{ "mois",
	    "(?: j[ao]n[vy]\\w{0,5} | f[eco]vr?\\w{0,4} | mars | avr\\w{0,4}"
	    " | ma[il1] | [ji]u[il1]?n | [ji]u[il1][l1it]\\w{0,4} | ao[uv]?t"
	    " | sept?\\w{0,7} | oct\\w{0,5} | actobre | n[o0]v\\w{0,6}"
	    " | d[ec]c\\w{0,6} ) \\b \\.?" },
	{ "numword",
	    "(?: zero | aucune? | une? | deux | trois | quatre | cin[qag] | six"
	    " | sept(?:ante)? | huit(?:ante)? | neuf | dix | onze | douze"
	    " | treize | quatorze | quinze | seize | v?ingts? | trente"
	    " | quarante | cinquante | soixante | octante | nonante | cents?"
	    " | mill?e? | premier ) (?: \\b | (?= et \\b ) )" },
	{ "numgap",	/* stray points and lost spaces too: "deux: mille" */
	    "(?: \\s* [-:;.] \\s* | \\s+ | (?= et \\b ) )" },
	{ "numwords",
	    "(?: (?&numword) (?: (?&numgap) (?: et (?&numgap) )?"
	    " (?&numword) )* )" },
	/*
	 * What may begin one is looked at in place; only then is the rest
	 * called, which costs PCRE2 a frame.
	 */
	{ "number",
	    "(?: \\b (?= \\d | [OoIlSB|] | ze | au | un | de | tr | qu | ci | si"
	    " | se | hu | ne | di | on | do | vi | so | oc | no | ce | mi | pr )"
	    " (?&numberrest) )" },
	{ "numberrest",
	    "(?: (?: (?: \\d{1,3} (?: [ .]\\d{3} )+ | (?= (?-i: [OoIl|SB])* \\d )"
	    " (?&d){1,6} ) \\b | (?-i: O) \\b | (?&numwords) ) )" },
	/* With a word misread there is no year, not an earlier one. */
	{ "anlettres",
	    "(?: (?: deux (?&numgap) m[iu]l(?:[lt]?e|l)? | mil(?:le)? (?&numgap)"
	    " neuf (?&numgap) cents? ) \\b"
	    " (?! (?> (?: (?&numgap) (?: et (?&numgap) )? (?&numword) )* )"
	    " (?: - [a-z] | \\s (?: vin | dix | douz | trei | tren | quat"
	    " | quin | onz | cinq ) ) )"
	    " (?: (?&numgap) (?: et (?&numgap) )?"
	    " (?! premier ) (?&numword) )* )" },
	{ "an",
	    "(?: [12I1l] (?&d){3} \\b | '? \\d{2} \\b (?! \\s? h (?: eures? \\b | (?! [a-z] ) ) ) | (?&anlettres) )" },
	{ "quantieme",
	    "(?: [1Il] \\s? (?: er | \xc2\xb0 | or | ef | r ) \\b"
	    " | [1Il]er | [fit]?er \\b | 1\xc2\xb0 | (?&d){1,2} \\b | (?&numwords) )" },
	{ "date",	/* a year of 20 beside a month is one cut in two */
	    "(?: (?= (?-i: [\\dOoIl|SB] )"
	    " | (?<! [a-z] ) (?: [acdhjlmnopqstuvz] | [fi]?er \\b ) ) (?&daterest) )" },
	{ "daterest",
	    "(?: (?: (?&jour) ,? \\s+ )? (?&quantieme)"
	    " (?: \\s+ et \\s+ (?: (?&jour) \\s+ )? \\d{1,2} )?"
	    " [\\s.-]* (?&mois) ,?"
	    " [\\s-]* (?! (?:19|20) (?!\\d) ) (?&an)"
	    " | (?&d){1,2} \\s? [/.-] \\s? (?&d){1,2} \\s? [/.-] \\s?"
	    " (?: [12Il] (?&d){3} | (?&d){2} ) \\b"
	    " | (?&d){2} [/.:-] (?&d){2} [/.:-] [12Il] (?&d){3} \\b"
	    " | [12](?&d){3} - (?&d){2} - (?&d){2} \\b"
	    " | (?: (?: l'? \\s? )? an | l' \\s? ar ) [,.]? \\s+ (?&an) \\s*"
	    " [,.:;]{0,2} (?: \\s* et \\b )?"
	    " (?: \\s* le \\b )? (?: \\s* (?&jour) \\b [,.]? )?"
	    " (?: \\s* le \\b )? \\s* (?&quantieme)"
	    " (?: \\s+ jour \\s+ d (?: u \\s+ mois \\s+ d )? )?"
	    " (?: \\s+ du \\s+ mois )?"
	    " (?: e \\s+ | \\s+ de \\s+ | \\s+ d' | ' | \\s+ )?"
	    " \\s* (?&mois) )" },
	{ "hour",
	    "(?: (?= (?-i: [\\dOoIl|SB] ) | (?<! [a-z] ) [acdhmnopqstuvz] )"
	    " (?&hourrest) )" },
	{ "hourrest",
	    "(?: (?: (?&d){1,2} | (?&numwords) ) \\s? (?: h \\b"
	    " (?: \\. (?= \\s? (?&d){2} \\b ) )? | heures? \\b"
	    " | hrs? \\b | h (?=(?&d)) | : (?=(?&d){2}\\b) )"
	    " (?: (?! \\n \\d{1,3} ,? \\s (?: avenue | rue | place"
	    " | boulevard | chemin | route | allee | quai ) \\b )"
	    " \\s? (?: et \\s+ )? (?: (?&d){2} \\b | quinze | trente"
	    " | demie | quarante (?: [\\s-]+ cinq )? | (?&numwords) )"
	    " (?: \\s? (?: minutes? | mn | min ) \\b )? )? | midi )" },
	{ "lostspace",	/* « 1072 500,00 € » in a cell of its own */
	    "(?: (?<= \\n ) (?! 19 | 20 ) [1-9]\\d{3} (?= \\x20 \\d{3}"
	    " (?: , \\d\\d )? \\s? \xe2\x82\xac \\s* (?: \\n | \\z ) ) )" },
	{ "money",
	    "(?: (?<! [\\d,] ) (?: (?: \\d{1,3} | (?&lostspace) )"
	    " (?: [ .'_\\n] [\\dOoB]{3} )+ | \\d+ )"
	    " (?: [,.] (?: [\\dOo]{1,2} | \\s 00 ) (?!\\d) )? \\s?"
	    " (?: \xe2\x82\xac | \xc2\xa3 | euros? \\b | EUR \\b | francs? \\b"
	    " | Frs? \\b | (?-i: F ) \\b ) )" },
	{ "decide",	/* the verb with which an assembly decides a thing */
	    "(?: (?: (?: decide | approuve | autorise | adopte | accepte | arrete"
	    " | fixe | vote | donne | charge | designe | nomme | precise"
	    " | sollicite | instaure | confirme | delegue | mandate | habilite"
	    " | valide | attribue | accorde | cree | modifie | abroge | rapporte"
	    " | retire | demande | constate | affecte | rejette | octroie"
	    " | invite | impute | indique | souhaite | refuse | renonce"
	    " | renouvelle | supprime | proclame | declare | cede | classe | s'engage"
	    " | exprime | dispose | note | propose ) (?:nt)?"
	    " | dit | disent | prend | prennent | emet | emettent | elit"
	    " | elisent | inscrit | inscrivent | prevoit | prevoient"
	    " | consent | acquiert ) \\b )" },
	{ "article",	/* of a code: L. 2121-29, R.2121-11 */
	    "(?: (?-i: [LRDA] | LO | R\\.?\\*) \\.? \\s? \\*? \\d{1,4}"
	    " (?: \\s? - \\s? \\d{1,3} ){0,3} )" },
};

#define PRELUDES (sizeof(prelude) / sizeof(prelude[0]))

const char *
regex_prelude_find(const char *name, size_t n)
{
	for (size_t i = 0; i < PRELUDES; i++) {
		if (strlen(prelude[i].name) == n &&
		    strncmp(prelude[i].name, name, n) == 0)
			return prelude[i].source;
	}
	return NULL;
}

const char *const *
regex_prelude_names(void)
{
	static const char *names[PRELUDES + 1];

	for (size_t i = 0; i < PRELUDES; i++)
		names[i] = prelude[i].name;
	return names;
}
