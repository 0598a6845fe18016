#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "base/limits.h"
#include "base/xalloc.h"
#include "plugin/regex.h"
#include "plugin/regex_budget.h"
#include "plugin/regex_need.h"
#include "support/suite.h"
#include "text/text.h"

/* The value that `pattern` finds first in a folded text; "-" for none. */
static char *
found(const char *pattern, const char *text)
{
	struct regex *re = regex_new(pattern, 1, 1);
	struct regex_match m;
	struct regex_error err;
	size_t len;
	char *fold = text_fold(text, strlen(text), &len), *value;

	ck_assert_msg(regex_compile(re, &err) == 0, "%s: %s", pattern,
	    err.message);
	if (regex_search(re, fold, len, 0, &m) == 0)
		value = xstrndup(fold + m.value_start,
		    m.value_end - m.value_start);
	else
		value = xstrdup("-");
	regex_free(re);
	free(fold);
	return value;
}

static const struct {
	const char *pattern, *text, *value;
} spellings[] = {
	/* Case and accents of both sides are one. */
	{ "Étaient présents", "ETAIENT PRESENTS", "ETAIENT PRESENTS" },
	{ "ETAIENT PRESENTS", "Étaient présents", "Etaient presents" },
	{ "l’assemblée « réunie »", "L'ASSEMBLEE \"REUNIE\"",
	    "L'ASSEMBLEE \"REUNIE\"" },
	/* In plain words a space is any gap that the page has. */
	{ "Le Conseil Municipal", "le conseil\nmunicipal",
	    "le conseil\nmunicipal" },
	{ "Objet : (?<value>\\N+)", "Objet: une salle\nVu", "une salle" },
	{ "Objet : (?<value>\\N+)", "Objet  :  une salle", "une salle" },
	{ "L'an (?<value>deux mil)", "L'an  deux\nmil", "deux\nmil" },
	{ "^ Vu le", "Vu le code", "Vu le" },
	{ "\\b pour : (?<value>\\d+) \\z", "pour: 12", "12" },
	{ "\\w voix", "12voix", "-" },
	{ "[a b]c", " c", " c" },
	{ "[]a b]c", "+c", "-" },
	{ "[[:digit:] b]c", "+c", "-" },
	{ "[[:digit:] b]c", " c", " c" },
	{ "n# 4", "n#4", "-" },
	{ "n# 4", "n# 4", "n# 4" },
	/* With a \s, or over lines, layout is free. */
	{ "Pour \\s* : \\s* (?<value> \\d+ )", "POUR : 23", "23" },
	{ "a b\n c", "abc", "abc" },
	{ "a # said\n b", "ab", "ab" },
	/* Every line of the page begins a line, also after its end. */
	{ "^Vu", "x\n\fVu", "Vu" },
	{ "objet$", "objet\f", "objet" },
	{ "a.b", "a\nb", "a\nb" },
	{ "\\N+", "une\nligne", "une" },
	/* The value may stand in either branch. */
	{ "pour : (?<value>\\d+)|(?<value>\\d+) voix", "12 voix", "12" },
	{ "(x)(?<value>y)", "xy", "y" },
	/* Where a call is mentioned only, none is made. */
	{ "abc \\s # then (?&date)\n def", "abc def", "abc def" },
	{ "[(?&number)]+", "a?z", "?" },
};

START_TEST(a_pattern_means_what_its_words_say)
{
	char *value = found(spellings[_i].pattern, spellings[_i].text);

	ck_assert_msg(strcmp(value, spellings[_i].value) == 0,
	    "%s in %s: %s, not %s", spellings[_i].pattern,
	    spellings[_i].text, value, spellings[_i].value);
	free(value);
}
END_TEST

static const struct {
	const char *name, *text, *value;
} bounds[] = {
	{ "date", "le 14 avril 2023 à", "14 avril 2023" },
	{ "date", "le vendredi 22 décembre 2023.", "vendredi 22 decembre 2023" },
	{ "date", "du 04/04/2023 au", "04/04/2023" },
	{ "date", "du 05.07.2021", "05.07.2021" },
	{ "date", "1er mars 2021", "1er mars 2021" },
	{ "date", "20 FEV. 2024", "20 FEV. 2024" },
	{ "date", "01 JUIL. 2025", "01 JUIL. 2025" },
	{ "date", "18 AOÛT 2025", "18 AOUT 2025" },
	{ "date", "L'an deux mil vingt-trois, le quatorze Avril, à",
	    "L'an deux mil vingt-trois, le quatorze Avril" },
	{ "date", "L'an. deux mil vingt-trois,:le lundi 10 avril",
	    "L'an. deux mil vingt-trois,:le lundi 10 avril" },
	{ "date", "le 10 iuillet 2020", "10 iuillet 2020" },
	{ "date", "L'an deux mille vingt et un et le trois juin à",
	    "L'an deux mille vingt et un et le trois juin" },
	{ "date", "L'an deux mille vingt, le 1er octobre à",
	    "L'an deux mille vingt, le 1er octobre" },
	{ "date", "L'an deux mille dix-neuf, le vendredi 6 décembre, à",
	    "L'an deux mille dix-neuf, le vendredi 6 decembre" },
	{ "date", "Le vingt-six juin deux mille dix-neuf, le comité",
	    "vingt-six juin deux mille dix-neuf" },
	{ "date", "mil neuf cent, le deux mai mil neuf cent soixante-dix-huit",
	    "deux mai mil neuf cent soixante-dix-huit" },
	{ "date", "l2 mars 2O24", "l2 mars 2O24" },
	{ "date", "il y a 12 mars", "-" },
	{ "hour", "à 19 heures, le", "19 heures" },
	{ "hour", "à 18 heures 30 minutes,", "18 heures 30 minutes" },
	{ "hour", "à 18h45, le", "18h45" },
	{ "hour", "à dix-huit heures quarante-cinq, le",
	    "dix-huit heures quarante-cinq" },
	{ "hour", "20 h, convoqué", "20 h" },
	{ "number", "Votants : 23", "23" },
	{ "number", "les vingt et un membres", "vingt et un" },
	{ "number", "Contre : O", "O" },
	{ "money", "soit 7 009,80 € TTC", "7 009,80 \xe2\x82\xac" },
	{ "money", "de 163 286,00\neuros", "163 286,00\neuros" },
	{ "money", "en 2024, 60€", "60\xe2\x82\xac" },
	{ "money", "article 2024", "-" },
	{ "person", "Mme Christine DUPONT-MARTIN, maire",
	    "Mme Christine DUPONT-MARTIN" },
	{ "person", "de Réjane de LA TOUR et", "Rejane de LA TOUR" },
	{ "person", "Régis VAN DEN\nBROECK, Salvatore",
	    "Regis VAN DEN\nBROECK" },
	{ "person", "Marie-Thérèse SANCHEZ\nConformément à",
	    "Marie-Therese SANCHEZ" },
	{ "person", "Fanny RICHARD\nOBJET :", "Fanny RICHARD" },
	{ "no", "Délibération n° 12", "n\xc2\xb0" },
	{ "no", "Délibération Nº12", "N\xc2\xb0" },
	{ "article", "l'article L. 5211 -5 du", "L. 5211 -5" },
};

START_TEST(a_named_sub_pattern_bounds_its_value)
{
	char pattern[64], *value;

	(void)snprintf(pattern, sizeof(pattern), "(?&%s)", bounds[_i].name);
	value = found(pattern, bounds[_i].text);
	ck_assert_msg(strcmp(value, bounds[_i].value) == 0,
	    "(?&%s) in %s: %s, not %s", bounds[_i].name, bounds[_i].text,
	    value, bounds[_i].value);
	free(value);
}
END_TEST

START_TEST(a_group_may_have_a_sub_patterns_name)
{
	struct regex *re = regex_new("le (?<date>(?&date))", 1, 1);
	const char *text = "le 3 mai 2021";
	struct regex_match m;
	size_t start, end;

	ck_assert_int_eq(regex_search(re, text, strlen(text), 0, &m), 0);
	ck_assert(regex_group(re, "date", &start, &end));
	ck_assert_uint_eq(start, 3);
	ck_assert_uint_eq(end, strlen(text));
	ck_assert(!regex_group(re, "numero", &start, &end));
	regex_free(re);
}
END_TEST

static const struct {
	const char	*text, *value;	/* NULL: not found */
} years[] = {
	{ "le deux mai deux mille vingt-cinq, le", "deux mai deux mille vingt-cinq" },
	{ "le deux mai deux mille vingt-cina, le", "deux mai deux mille vingt-cina" },
	{ "le deux mai deux mille vingt-crnq, le", NULL },
	{ "le deux mai deux mille vinqt-cinq, le", NULL },
	{ "le deux mai deux mille, le", "deux mai deux mille" },
	{ "L'an deux mille vingt trois quatorze avril",
	    "L'an deux mille vingt trois quatorze avril" },
	{ "L'ar deux milte vingt, le deux mai", "L'ar deux milte vingt, le deux mai" },
};

START_TEST(a_year_of_which_a_word_is_misread_is_none)
{
	struct regex *re = regex_new("(?<value>(?&date))", 1, 1);
	const char *text = years[_i].text;
	struct regex_match m;
	int r = regex_search(re, text, strlen(text), 0, &m);

	if (years[_i].value == NULL) {
		ck_assert_int_eq(r, -ENOENT);
	} else {
		ck_assert_int_eq(r, 0);
		ck_assert_uint_eq(m.value_end - m.value_start,
		    strlen(years[_i].value));
		ck_assert_mem_eq(text + m.value_start, years[_i].value,
		    strlen(years[_i].value));
	}
	regex_free(re);
}
END_TEST

static const struct {
	const char	*text, *value;
} broken[] = {
	{ "Jean\nL'HERMITTE, 12", "Jean\nL'HERMITTE" },
	{ "Jean\nDUPONT\nL'ARS du Nord", "Jean\nDUPONT" },
	{ "Jean DUPONT\nL'ORDRE DU JOUR", "Jean DUPONT" },
	{ "Jean DUPONT\nL'assemblee", "Jean DUPONT" },
};

START_TEST(a_surname_with_an_article_may_begin_a_line)
{
	struct regex *re = regex_new("(?<value>(?&person))", 1, 1);
	const char *text = broken[_i].text;
	struct regex_match m;

	ck_assert_int_eq(regex_search(re, text, strlen(text), 0, &m), 0);
	ck_assert_uint_eq(m.value_end, strlen(broken[_i].value));
	regex_free(re);
}
END_TEST

START_TEST(a_runaway_is_an_error_and_no_silence)
{
	struct regex *re = regex_new("(?:a+)+[bc]", 1, 1);
	struct regex_match m = { .start = 7 };
	char text[64];

	memset(text, 'a', sizeof(text));
	ck_assert_int_eq(regex_search(re, text, sizeof(text), 0, &m), -ELOOP);
	ck_assert_uint_eq(m.start, 7);
	ck_assert_int_eq(regex_search(re, "xab", 3, 0, &m), 0);
	regex_free(re);
}
END_TEST

/* So much that at no place it is too much, and at all of them it is. */
static int
search_at_length(struct regex *re, size_t len)
{
	struct regex_match m;
	char *text = malloc(len);
	int r;

	ck_assert_ptr_nonnull(text);
	memset(text, 'a', len);
	r = regex_search(re, text, len, 0, &m);
	free(text);
	return r;
}

START_TEST(what_many_searches_cost_is_counted_together)
{
	struct regex *re = regex_new("a{1,50}a{1,50}a{1,50}[bc]", 1, 1);
	struct regex *cheap = regex_new("xa", 1, 1);
	struct regex_match m;

	regex_budget();
	ck_assert_int_eq(search_at_length(re, 2000), -ENOENT);
	ck_assert_uint_eq(regex_cuts(), 0);
	regex_budget_spend(REGEX_DEAR, REGEX_DEAR_PLACES);
	regex_budget_spend(REGEX_COUNTED, LIMIT_MATCH_ALL_STEPS - 1000000);
	ck_assert_int_eq(search_at_length(re, 100), -ENOENT);
	ck_assert_int_eq(search_at_length(re, 2000), -ELOOP);
	ck_assert_int_eq(search_at_length(re, 100), -ELOOP);
	ck_assert_uint_eq(regex_cuts(), 2);
	/* What is cheap is found all the same. */
	ck_assert_int_eq(regex_search(cheap, "a xab", 5, 0, &m), 0);
	ck_assert_uint_eq(m.start, 2);
	/* But not for ever. */
	regex_budget_spend(REGEX_CHEAP, REGEX_CHEAP_PLACES);
	ck_assert_int_eq(regex_search(cheap, "a xab", 5, 0, &m), -ELOOP);
	regex_budget();
	ck_assert_uint_eq(regex_cuts(), 0);
	ck_assert_int_eq(search_at_length(re, 2000), -ENOENT);
	regex_free(cheap);
	regex_free(re);
}
END_TEST

START_TEST(what_is_spent_does_not_depend_on_other_records)
{
	struct regex *re = regex_new("a{1,50}a{1,50}a{1,50}[bc]", 1, 1);

	regex_budget();
	ck_assert_int_eq(search_at_length(re, 2000), -ENOENT);
	/* Too dear for the first way it was then: of now that says nothing. */
	regex_budget();
	regex_budget_spend(REGEX_DEAR, REGEX_DEAR_PLACES - 1);
	ck_assert_int_eq(search_at_length(re, 10), -ENOENT);
	ck_assert(regex_budget_has(REGEX_DEAR));
	regex_free(re);
}
END_TEST

/* Without callouts it fits PCRE2, with them it does not. */
START_TEST(what_cannot_be_counted_is_cut)
{
	struct regex_match m;
	char source[20001];
	struct regex *re;

	memset(source, 'a', sizeof(source) - 1);
	source[sizeof(source) - 1] = '\0';
	re = regex_new(source, 1, 1);
	regex_budget();
	ck_assert_int_eq(regex_search(re, "ab", 2, 0, &m), -ENOENT);
	regex_budget_spend(REGEX_CHEAP, REGEX_CHEAP_PLACES);
	regex_budget_spend(REGEX_DEAR, REGEX_DEAR_PLACES);
	ck_assert_int_eq(regex_search(re, "ab", 2, 0, &m), -ELOOP);
	ck_assert_int_eq(regex_search(re, "ab", 2, 0, &m), -ELOOP);
	ck_assert_uint_eq(regex_cuts(), 2);
	regex_budget();
	ck_assert_int_eq(regex_search(re, "ab", 2, 0, &m), -ENOENT);
	regex_free(re);
}
END_TEST

START_TEST(counted_it_finds_the_same)
{
	char *value;

	regex_budget();
	regex_budget_spend(REGEX_CHEAP, REGEX_CHEAP_PLACES);
	regex_budget_spend(REGEX_DEAR, REGEX_DEAR_PLACES);
	value = found(spellings[_i].pattern, spellings[_i].text);
	ck_assert_msg(strcmp(value, spellings[_i].value) == 0, "%s in %s: %s",
	    spellings[_i].pattern, spellings[_i].text, value);
	free(value);
}
END_TEST

START_TEST(machine_code_finds_the_same)
{
	char *value;

	regex_machine_code(true);
	value = found(spellings[_i].pattern, spellings[_i].text);
	ck_assert_msg(strcmp(value, spellings[_i].value) == 0, "%s in %s: %s",
	    spellings[_i].pattern, spellings[_i].text, value);
	free(value);
}
END_TEST

START_TEST(machine_code_runs_away_no_further)
{
	struct regex *re = regex_new("(?:a+)+[bc]", 1, 1);
	struct regex_error err;
	struct regex_match m;
	char text[64];

	regex_machine_code(true);
	ck_assert_int_eq(regex_compile(re, &err), 0);
	memset(text, 'a', sizeof(text));
	ck_assert_int_eq(regex_search(re, text, sizeof(text), 0, &m), -ELOOP);
	ck_assert_int_eq(regex_search(re, "xab", 3, 0, &m), 0);
	regex_free(re);
}
END_TEST

START_TEST(nothing_before_the_text_is_seen)
{
	struct regex *re = regex_new("\\Aab", 1, 1);
	const char *text = "xab";
	struct regex_match m;

	ck_assert_int_eq(regex_search(re, text + 1, 2, 0, &m), 0);
	ck_assert_int_eq(regex_search(re, text, 3, 0, &m), -ENOENT);
	regex_free(re);
}
END_TEST

static size_t
matches(const char *pattern, const char *text)
{
	struct regex *re = regex_new(pattern, 1, 1);
	size_t from = 0, n = 0;
	struct regex_match m;

	while (from <= strlen(text) &&
	    regex_search(re, text, strlen(text), from, &m) == 0) {
		from = regex_after(text, strlen(text), from, &m);
		n++;
	}
	regex_free(re);
	return n;
}

START_TEST(an_empty_match_is_not_found_for_ever)
{
	/* Before a, before the euro, at the end. */
	ck_assert_uint_eq(matches("x*", "a\xe2\x82\xac"), 3);
}
END_TEST

START_TEST(an_empty_match_further_on_is_found_once)
{
	ck_assert_uint_eq(matches("(?=b)", "aab ab"), 2);
}
END_TEST

static const struct {
	const char *pattern;
	int line;
	const char *message;
} faults[] = {
	{ "Objet : (?<value>.+", 7, "missing closing parenthesis" },
	{ "a\nb\n(?<value> [", 9, "missing terminating ]" },
	{ "le (?&dat)", 7, "there is no sub-pattern (?&dat); did you mean "
	    "(?&date)?" },
	{ "le (?&xyzzy)", 7, "there is no sub-pattern (?&xyzzy)" },
	{ "(?&quantieme) (?&xyzzy)", 7, "there is no sub-pattern (?&xyzzy)" },
	{ "(?&quantieme)\n\\s (?&date)\n(?&xyzzy)", 9,
	    "there is no sub-pattern (?&xyzzy)" },
	{ "(?<lieu>a) (?&lieu) (?&lieux)", 7,
	    "there is no sub-pattern (?&lieux)" },
};

START_TEST(a_fault_is_told_with_its_line)
{
	struct regex *re = regex_new(faults[_i].pattern, 7, 3);
	struct regex_error err = { 0 };
	struct regex_match m;

	ck_assert_int_eq(regex_compile(re, &err), -EINVAL);
	ck_assert_msg(strstr(err.message, faults[_i].message) != NULL, "%s",
	    err.message);
	ck_assert_int_eq(err.line, faults[_i].line);
	ck_assert_int_eq(regex_search(re, "a", 1, 0, &m), -EINVAL);
	regex_free(re);
}
END_TEST

static const struct {
	const char *pattern, *need;	/* words, parted by spaces; or NULL */
} needs[] = {
	{ "Date de convocation : (?&date)", "date & convocation" },
	{ "(?&number) \\s+ voix", "voix" },
	{ "\\d+ \\s (?: voix | votes ) \\s pour", "voix votes & pour" },
	{ "ajourne | rejete{1,2}", "ajourne rejet" },
	{ "(?: adopte | approuve ) \\s+ a \\s l'unanimite",
	    "adopte approuve & unanimite" },
	{ "(?: adopte | ok ) \\s x", NULL },	/* a branch without any */
	{ "(?: adopte )? \\s x", NULL },	/* may be missing */
	{ "abcd? e", "abc" },
	{ "abcd+ \\s", "abc" },
	{ "\\x20abc \\s", "abc" },
	{ "\\x{20}\\p{Lu}abc", "abc" },
	{ "[abcdef] xyz (?! secret )", "xyz" },
	{ "(?= lookahead ) \\d", "lookahead" },
	{ "(?= lookahead )? \\d", NULL },
	{ "(?! lookahead ) \\d (?<= behind )", NULL },
	{ "(?x-i: abc def ) \\d", "abc & def" },
	{ "(?: abc (?: de | fgh ) | ijk ) \\s", "abc ijk" },
	{ "(?: abc \\s (?<value> defg ) )+ \\d", "abc & defg" },
	{ "(?: abc ){0,2} \\s (?: def )? ghi", "ghi" },
	{ "abc \\s defg \\s hijkl \\s mno \\s pqr", "abc & defg & hijkl & mno" },
	{ "(*ACCEPT) abc", NULL },
	/* What PCRE2 reads otherwise than it looks. */
	{ "[[:upper:]xyz] abc", "abc" },
	{ "[\\c]xyz] abc", "abc" },
	{ "abcd{2|xyz}", "abcd xyz" },
	{ "abcd{,2} \\s", NULL },	/* as PCRE2's version has it */
	{ "abcd{ 0,2} \\s", NULL },
	{ "abcd{0,\t2} \\s", NULL },
	{ "abcd{, \\s efg", "abcd & efg" },
	{ "(?: abc )+ ? \\s", NULL },
	{ "\\x<abc|def>", "abc def" },
	{ "\\N{U+0041} \\s", NULL },
	{ "(\\c() abc | def", "abc def" },
	{ "abc \\E? def", NULL },
	{ "abc \\s (?# (| ) x", NULL },
	{ "abc \\s | (?<= x ) \\G \\d", "abc | here" },
	{ "abc \\s | \\d \\G", NULL },
	{ "abc \\s | (?: \\G )? def", "abc def" },
	{ "(?-x) #| abc", NULL },
	{ "(?x-x) #| abc", NULL },
	{ "(?^) #| abc", NULL },
	{ "\\s abc # remark\f def", "abcdef" },
	{ "abc # remark\n def", "abcdef" },
};

/* "a b & c": one of two, and another. */
static void
say_need(const struct regex_need *need, char *ret, size_t size)
{
	size_t len = 0;

	ret[0] = '\0';
	for (size_t i = 0; need != NULL && i < need->n; i++) {
		const struct regex_any *any = &need->any[i];

		for (size_t k = 0; k < any->n && len < size; k++)
			len += (size_t)snprintf(ret + len, size - len,
			    "%s%.*s", k > 0 ? " " : i > 0 ? " & " : "",
			    (int)any->word[k].len, any->word[k].text);
		if (any->at_from && len < size)
			len += (size_t)snprintf(ret + len, size - len,
			    " | here");
	}
	ck_assert_uint_lt(len, size);
}

START_TEST(what_a_pattern_cannot_do_without_is_known)
{
	struct regex *re = regex_new(needs[_i].pattern, 1, 1);
	struct regex_need *need = regex_need_new(regex_spelt(re));
	char got[200];

	say_need(need, got, sizeof(got));
	if (needs[_i].need == NULL)
		ck_assert_msg(need == NULL, "%s: %s", needs[_i].pattern, got);
	else
		ck_assert_str_eq(got, needs[_i].need);
	regex_need_free(need);
	regex_free(re);
}
END_TEST

/* All ways in which a match may begin, in all texts: with and without. */
static const char *const beginnings[] = {
	"(?<value>(?&number)) \\s+ (?: voix | euros )", "(?&date)", "(?&hour)",
	"(?&person)", "(?&persons)", "(?&money)", "(?&no) \\s* \\d",
	"(?&article)", "(?&decide)", "(?&dash) \\w", "(?&anlettres)",
	"\\b (?: loi | ordonnance ) \\s", "(?: ^ | [,;:] ) \\s* (?: M\\. | Mme )",
	"\\xb0 \\d", "\xc2\xb0 \\s? \\d", "\xe2\x82\xac", ". \xe2\x82\xac",
	"(?: (?= \\b v | n o ) | un )", "(?= vo ) (?= . o )", "(?= x? )",
	"(?: (?= ^ \\s* v ) \\s* )?", "(?= [^a] ) (?: deux )?",
	"(?=x)?b*", "(?= v )? u* \\s*", "(?= v ){0,1} o*", "(?= v )+ \\s*",
	"(?: ^ | \\b ) vo | \\G (?: \\s | , ) \\w", "\\\\G | \\G x",
	"(?: \\A | \\f ) \\s* \\N", "(?: \\A | v ) o? i", "[^\\S\\n] [^\\w] [^\\d]",
	"(?: a | b? )? c", "(?: x | y )+ z", "(?: x | y ){2,3} z", "x* y", "x?",
	"[^a-z\\s] [a-z]", "[\\s*-] v", "[A-F\\d] [^x]", "[]x] y", "\\W \\w",
	"(?-i: [A-Z] ) [a-z]", "(?> un | deux ) \\s", "(?! M ) \\w \\.",
	"(?<= , ) \\s \\w", "(?<x> o ) (?&x)", "\\x20 v", "\\A \\s* \\w", "\\w \\z",
	"(?: u | v ) (?i: N | o )", "\\N $", "(?<= n ) \\G e", "(*COMMIT) vo",
	"# a remark (\n v o i x", "\\bl' \\w", "_ \\w", "\\b _", "(?: , | \\b ) et",
	"[^.;]{0,20} voix", "\\w+ \\s+ voix", "(?: \\d+ | un ) \\s+ voix",
	"[\\d\\s]+ euros", "\\N* voix", "[^\\S\\n]* voix", "\\S+ \\s voix",
	"(?= [^,]* voix ) quinze", "[[:alpha:]\\s]* voix", "[]x,\\s-]* voix",
	"par .{0,30} voix .{0,20} contre", "\\x20* voix", "[^t]+ contre",
	"[\\x41-\\x7a]+ \\s voix", "(?-i: [^v] )+ voix", "[k-\\xe9 ]+ voix",
	"(?: (?&number) \\s )? (?: voix | euros )", "\\xe2 | voix",
	"(?: (?&dash) | [^\\f\\n]{0,9} ) \\b (?: vote | mars | deux )",
	"(?<= \\s ) (?: et | ) \\s* (?: euros | voix )", ".* voix", "\\A .* voix",
	"(?-s: .* ) voix", "\\G \\w+ .*? voix",
	"voix | (?<= \\w ) \\G \\s \\w", "voix | \\G", "(?: voix | \\w \\G ) \\s",
	"(?= \\G [^,]* voix | deux ) \\w+", "(?: \\G \\w+ \\s )+ | euros",
	"(?<= \\n ) \\W? [a-z]", "(?<= \\n ) | x", "(?<= \\n | \\s ) vo", "(?<= \\n )? vo", "(?: ^ \\W* )? decide",
	"(?> (?: [a-z]+ \\s )* ) voix", "(?<x> \\w+ ) \\s voix , \\s \\g<x>",
	"(?: un | ) (?(?= v ) voix | euros )", "(?| voix | vote )",
	"x [\xce\xb1-\xcf\x89-9] voix", "x []\xce\xb1-\xcf\x89-9]+ voix",
	"x [t-\xe2\x82\xac-9]+ voix", "x [^\xce\xb1-\xcf\x89-9] voix",
	"x o{,3} voix", "x o{ 0,3 } voix", "\\\xe2\x82\xac voix",
	"[\\--5] \\s", "[\\x20-9] v", "[\\[-c] r",
	"(?: loi )? ? vo", "(?: deux )+ ? v", "(?: deux ){2} ? v", "(?: u | n+ ? )",
	"[^\\x76]* voix", "[\\x76\\s] .* oix", "\\R? voix", "\\p{L}+ \\s voix",
	"\\A .{0,9}? vo | (?<= \\n ) \\W* \\w", "^ \\W* v | \\A \\w", "^ \\s* \\w \\N+",
	"(?: ^ | (?<= \\n ) \\W ) [duv]", "^ [^a]", "^ \\N* $", "^ (?= vo ) . | ^ M",
	"(?: (?: un | deux ) \\s? )* voix", "(?: a \\s+ l' | (?&number) \\s ) v",
};
#define BEGINNINGS (sizeof(beginnings) / sizeof(beginnings[0]))

static const char *const subjects[] = {
	"", "x", "c", "le 12 avril 2024 a 18 h 30", "n\xc2\xb0 12 - art. L. 2121-29",
	"\xc2\xb0" "5 \xe2\x82\xac" "3", "par quinze voix pour, 3 voix contre,\nvoix",
	"L'an deux mil vingt-trois, le quatorze avril,\fM. Jean DUPONT, maire",
	"- decide\n* vote : 1 234,50 \xe2\x82\xac et 3 euros\n1) dit que",
	"loi du 2 mars ; ordonnance\r\nMme, \r\n Mme Anne-Lise LE GALL, M. X",
	"xyz xxyz zy ]y _a a_b vo VO vN uno nene ooo deuxdeux voix",
	"vingt-et-un voix, deux cent trente deux euros, unanime", "a l'v deux v",
	"x9voix x-voix x\xce\xb2voix xx\xe2\x82\xacvoix", "x\xce\xb2-9voix xvoix",
	"xoovoix xo{,3}voix xo{0,3}voix", "prix \xe2\x82\xacvoix",
	"un\xe2\x80\xa8vu\xc2\x85 decide\xe2\x82\xac voix\n\xc2\xb0\nMme\fdeux",
	"B.M. , et,et \xe2\x86\x92 suite \xc3\x86x", "\n\n \f vu le code\n",
};

/* Does it find the same where nothing is known of the text? */
static void
check_beginnings(struct regex *re, const char *s)
{
	size_t len = strlen(s), from;
	struct regex_match a, b;
	int r;

	for (from = 0; from <= len; from = regex_after(s, len, from, &a)) {
		regex_subject(NULL, 0);
		r = regex_search(re, s, len, from, &a);
		ck_assert_int_ne(r, -EINVAL);
		regex_subject(s, len);
		ck_assert_msg(regex_search(re, s, len, from, &b) == r,
		    "%s in %s from %zu", regex_source(re), s, from);
		if (r < 0)
			break;
		ck_assert_uint_eq(a.start, b.start);
		ck_assert_uint_eq(a.end, b.end);
	}
	regex_subject(NULL, 0);
}

START_TEST(where_a_match_may_begin_is_known)
{
	struct regex *by_word, *by_machine;
	struct regex_error err;
	char pattern[256];

	/* A line break: layout is free. */
	(void)snprintf(pattern, sizeof(pattern), "%s\n", beginnings[_i]);
	by_word = regex_new(pattern, 1, 1);
	by_machine = regex_new(pattern, 1, 1);
	regex_machine_code(true);
	ck_assert_int_eq(regex_compile(by_machine, &err), 0);
	regex_machine_code(false);
	for (size_t i = 0; i < sizeof(subjects) / sizeof(subjects[0]); i++) {
		check_beginnings(by_word, subjects[i]);
		check_beginnings(by_machine, subjects[i]);
	}
	regex_free(by_word);
	regex_free(by_machine);
}
END_TEST

START_TEST(a_search_in_the_subject_finds_what_others_find)
{
	const char *text = "LE CONSEIL Municipal decide", *long_s =
	    "con\xc5\xbf" "eil";
	struct regex *re = regex_new("conseil \\s+ municipal", 1, 1);
	struct regex *absent = regex_new("comite \\s+ syndical", 1, 1);
	struct regex *s = regex_new("conseil", 1, 1);
	struct regex_match m;

	regex_subject(text, strlen(text));
	ck_assert_int_eq(regex_search(re, text, strlen(text), 0, &m), 0);
	ck_assert_int_eq(regex_search(absent, text, strlen(text), 0, &m),
	    -ENOENT);
	/* Of another text nothing is known. */
	ck_assert_int_eq(regex_search(absent, "COMITE syndical", 15, 0, &m),
	    0);
	regex_subject(long_s, strlen(long_s));
	ck_assert_int_eq(regex_search(s, long_s, strlen(long_s), 0, &m), 0);
	regex_subject(NULL, 0);
	regex_free(re);
	regex_free(absent);
	regex_free(s);
}
END_TEST

/* PCRE2 is quick to see where these cannot begin: they pay for few places. */
static const char *const quick[] = {
	"\\A\\N{0,9}z|\\A\\wq",		/* at one place */
	"q\\w{0,3}u",			/* where the letter is */
	"^\\N{0,3}?\\w{0,4}[zq]y",	/* in each line */
	"[(*+]\\sz|\\d\\sz",		/* a set, and no (*VERB) */
};

START_TEST(a_search_pays_for_the_places_it_tries)
{
	enum { N = 20000 };
	struct regex *re = regex_new(quick[_i], 1, 1);
	char *text = xmalloc(N + 1);
	struct regex_match m;

	for (size_t i = 0; i < N; i += 4)
		memcpy(text + i, "foo ", 5);
	memcpy(text + N / 2, "q (\n", 4);
	regex_subject(text, N);
	regex_budget();
	regex_budget_spend(REGEX_CHEAP, REGEX_CHEAP_PLACES - N / 1024 - 20);
	ck_assert_int_eq(regex_search(re, text + 1, N - 1, 0, &m), -ENOENT);
	ck_assert(regex_budget_has(REGEX_CHEAP));
	regex_budget();
	regex_subject(NULL, 0);
	free(text);
	regex_free(re);
}
END_TEST

/* Words that many parts hold: each part pays for its own, and pays. */
START_TEST(a_part_pays_for_what_it_holds)
{
	enum { N = 20000, PART = 100 };
	struct regex *re = regex_new("foo \\s bar", 1, 1);
	char *text = xmalloc(N + 1);
	struct regex_match m;

	for (size_t i = 0; i < N; i += 4)
		memcpy(text + i, "foo ", 5);
	memcpy(text + N - 4, "bar ", 5);
	regex_subject(text, N);
	regex_budget();
	regex_budget_spend(REGEX_CHEAP, REGEX_CHEAP_PLACES - 1);
	for (size_t i = 0; i < N - PART; i += PART * 10)
		ck_assert_int_eq(regex_search(re, text + i, PART, 0, &m),
		    -ENOENT);
	ck_assert(regex_budget_has(REGEX_CHEAP));
	/* Its bytes are cheaper than its words. */
	regex_budget();
	regex_budget_spend(REGEX_CHEAP, REGEX_CHEAP_PLACES - N / 1024 - 2);
	ck_assert_int_eq(regex_search(re, text, N - PART, 0, &m), -ENOENT);
	ck_assert(!regex_budget_has(REGEX_CHEAP));
	/* The last part has both. */
	regex_budget();
	ck_assert_int_eq(regex_search(re, text + N - PART, PART, 0, &m), 0);
	ck_assert_uint_eq(m.start, PART - 8);
	regex_subject(NULL, 0);
	regex_free(re);
	free(text);
}
END_TEST

/* What is empty is found at a price, or a thousand parts would cost nothing. */
START_TEST(an_empty_match_pays_for_its_place)
{
	struct regex *re = regex_new("(?=[a-z]{1,9}\\s)", 1, 1);
	struct regex_match m;

	regex_budget();
	regex_budget_spend(REGEX_CHEAP, REGEX_CHEAP_PLACES - 1);
	ck_assert_int_eq(regex_search(re, "foo bar", 7, 0, &m), 0);
	ck_assert_uint_eq(m.end, 0);
	ck_assert(!regex_budget_has(REGEX_CHEAP));
	regex_budget();
	regex_free(re);
}
END_TEST

/* With \G each place would have the whole text searched again. */
START_TEST(what_looks_back_is_counted_once)
{
	enum { WORDS = 500, STEPS = 100000 };
	struct regex *re = regex_new("(?: \\G | \\b ) [du] [a-z]+ \\s [34]", 1,
	    1);
	char *text = xmalloc(5 * WORDS + 1);
	struct regex_match m;

	for (size_t i = 0; i < WORDS; i++)
		memcpy(text + 5 * i, "deux ", 6);
	regex_subject(text, 5 * WORDS);
	regex_budget();
	regex_budget_spend(REGEX_CHEAP, REGEX_CHEAP_PLACES);
	regex_budget_spend(REGEX_DEAR, REGEX_DEAR_PLACES);
	regex_budget_spend(REGEX_COUNTED, LIMIT_MATCH_ALL_STEPS - STEPS);
	ck_assert_int_eq(regex_search(re, text, 5 * WORDS, 0, &m), -ENOENT);
	text[5 * WORDS - 5] = '3';
	regex_subject(text, 5 * WORDS);
	ck_assert_int_eq(regex_search(re, text, 5 * WORDS, 0, &m), 0);
	regex_subject(NULL, 0);
	regex_budget();
	regex_free(re);
	free(text);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("regex");
	TCase *tc = tcase_create("regex");

	tcase_add_loop_test(tc, a_pattern_means_what_its_words_say, 0,
	    sizeof(spellings) / sizeof(spellings[0]));
	tcase_add_loop_test(tc, a_named_sub_pattern_bounds_its_value, 0,
	    sizeof(bounds) / sizeof(bounds[0]));
	tcase_add_test(tc, a_group_may_have_a_sub_patterns_name);
	tcase_add_loop_test(tc, a_year_of_which_a_word_is_misread_is_none, 0,
	    sizeof(years) / sizeof(years[0]));
	tcase_add_loop_test(tc, a_surname_with_an_article_may_begin_a_line, 0,
	    sizeof(broken) / sizeof(broken[0]));
	tcase_add_test(tc, a_runaway_is_an_error_and_no_silence);
	tcase_add_test(tc, what_many_searches_cost_is_counted_together);
	tcase_add_test(tc, what_cannot_be_counted_is_cut);
	tcase_add_test(tc, what_is_spent_does_not_depend_on_other_records);
	tcase_add_loop_test(tc, counted_it_finds_the_same, 0,
	    (int)(sizeof(spellings) / sizeof(spellings[0])));
	tcase_add_loop_test(tc, machine_code_finds_the_same, 0,
	    sizeof(spellings) / sizeof(spellings[0]));
	tcase_add_test(tc, machine_code_runs_away_no_further);
	tcase_add_test(tc, nothing_before_the_text_is_seen);
	tcase_add_test(tc, an_empty_match_is_not_found_for_ever);
	tcase_add_test(tc, an_empty_match_further_on_is_found_once);
	tcase_add_loop_test(tc, a_fault_is_told_with_its_line, 0,
	    sizeof(faults) / sizeof(faults[0]));
	tcase_add_loop_test(tc, what_a_pattern_cannot_do_without_is_known, 0,
	    sizeof(needs) / sizeof(needs[0]));
	tcase_add_test(tc, a_search_in_the_subject_finds_what_others_find);
	tcase_add_loop_test(tc, a_search_pays_for_the_places_it_tries, 0,
	    sizeof(quick) / sizeof(quick[0]));
	tcase_add_test(tc, a_part_pays_for_what_it_holds);
	tcase_add_test(tc, an_empty_match_pays_for_its_place);
	tcase_add_test(tc, what_looks_back_is_counted_once);
	tcase_add_loop_test(tc, where_a_match_may_begin_is_known, 0,
	    BEGINNINGS);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
