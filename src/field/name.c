#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "field/name.h"
#include "text/text.h"

/* ------------------------------------------------------------------------- */
/* What the words mean: sorted tables of folded words */

static const char *const civilities[] = {
	"docteur", "dr", "m", "madame", "mademoiselle", "maitre", "me",
	"melle", "mesdames", "mesdemoiselles", "messieurs", "mie", "mime",
	"mine", "mlle", "mlles", "mm", "mme", "mmes", "mne", "monsieur", "mr",
	"mrme", "mrne", "mrnes", "mrs", "pr", "professeur",
};

static const char *const offices[] = {
	"adjoint", "adjointe", "adjointes", "adjoints", "administrateur",
	"administrateurs", "administratrice", "administratrices",
	"communautaire", "communautaires", "conseiller", "conseillere",
	"conseilleres", "conseillers", "delegue", "deleguee", "deleguees",
	"delegues", "departemental", "departementale", "departementaux",
	"depute", "deputee", "doyen", "doyenne", "elu", "elue", "elues", "elus",
	"honoraire", "maire", "maires", "membre", "membres", "municipal",
	"municipale", "municipales", "municipaux", "premier", "premiere",
	"president", "presidente", "rapporteur", "regional", "regionale",
	"regionaux", "secretaire", "senateur", "senatrice", "suppleant",
	"suppleante", "suppleantes", "suppleants", "syndical", "syndicale",
	"syndicaux", "titulaire", "titulaires", "tresorier", "tresoriere",
	"vice-president", "vice-presidente", "vice-presidentes",
	"vice-presidents",
};

static const char *const states[] = {
	"absent", "absente", "absentes", "absents", "arrive", "arrivee",
	"ayant", "demissionnaire", "empeche", "empechee", "etaient", "etait",
	"etant", "excuse", "excusee", "excusees", "excuses", "non", "parti",
	"partie", "present", "presente", "presentes", "presents",
	"represente", "representee", "representees", "representes", "retard",
	"sans", "sortie",
};

static const char *const particles[] = {
	"al", "ben", "bin", "bou", "d", "da", "das", "de", "dei", "del",
	"della", "den", "der", "des", "di", "dit", "dite", "do", "dos", "du",
	"e", "el", "ep", "epouse", "l", "la", "le", "les", "lo", "mac", "mc",
	"nee", "op", "t", "ten", "ter", "van", "vande", "vanden", "vander",
	"veuve", "von", "vve", "y", "zu",
};

static const char *const no_names[] = {
	"absent", "absente", "absents", "abstention", "abstentions",
	"agglomeration", "arrondissement", "article", "aucun", "aucune",
	"collectivite", "college", "communaute", "commune", "communes",
	"conseil", "considerant", "contre", "convocation", "date",
	"deliberation", "deliberations", "departement", "etaient", "excuse",
	"excuses", "exercice", "extrait", "francaise", "hotel", "locaux",
	"mairie", "membres", "neant", "nom", "nombre", "objet", "ordre",
	"pouvoir", "pouvoirs", "prefecture", "prenom", "presence", "presents",
	"procuration", "procurations", "quorum", "registre", "republique",
	"salle", "seance", "signature", "syndicat", "total", "ville", "votants",
	"vote",
};

static int
compare(const void *key, const void *row)
{
	return strcmp(key, *(const char *const *)row);
}

#define IN(key, table) (bsearch(key, table, sizeof(table) / \
	sizeof((table)[0]), sizeof((table)[0]), compare) != NULL)

bool
name_is_civility(const char *key)
{
	return IN(key, civilities);
}

/* An ordinal begins an office: "2eme adjoint". */
bool
name_is_office(const char *key)
{
	return IN(key, offices) || isdigit((unsigned char)key[0]);
}

bool
name_is_state(const char *key)
{
	return IN(key, states);
}

bool
name_is_particle(const char *key)
{
	return IN(key, particles);
}

bool
name_is_no_name(const char *key)
{
	return IN(key, no_names);
}

void
name_key(const char *s, size_t len, char key[static NAME_KEY_MAX])
{
	size_t n;
	char *fold = text_fold(s, len, &n);

	key[0] = '\0';
	if (n < NAME_KEY_MAX) {
		for (size_t i = 0; i < n; i++)
			key[i] = (char)tolower((unsigned char)fold[i]);
		key[n] = '\0';
	}
	free(fold);
}

void
name_key_bare(const char *s, size_t len, char key[static NAME_KEY_MAX])
{
	size_t from = 0;

	while (from < len && ispunct((unsigned char)s[from]))
		from++;
	while (len > from && ispunct((unsigned char)s[len - 1]))
		len--;
	name_key(s + from, len - from, key);
}

bool
name_is_in(const char *const *list, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], key) == 0)
			return true;
	return false;
}

/* ------------------------------------------------------------------------- */
/* The words */

static bool
is_vowel(char c)
{
	return c != '\0' && strchr("aeiouyAEIOUY", c) != NULL;
}

/*
 * The letter that a digit in a word was.  A 1 in small letters is an l before
 * a vowel or at the end, else an i.
 */
static char
letter_for(const char *s, size_t i, bool caps)
{
	static const char digit[] = "0568";
	static const char small[] = "osgb", capital[] = "OSGB";
	const char *p = strchr(digit, s[i]);

	if (p != NULL)
		return caps ? capital[p - digit] : small[p - digit];
	if (s[i] != '1')
		return s[i];
	if (caps)
		return 'I';
	return is_vowel(s[i + 1]) || s[i + 1] == '\0' ? 'l' : 'i';
}

/* One digit among three letters or more, not the first, was a letter. */
static void
mend(char *s)
{
	size_t upper = 0, lower = 0, digits = 0, at = 0;

	for (size_t i = 0; s[i] != '\0'; i++) {
		if (isdigit((unsigned char)s[i])) {
			digits++;
			at = i;
		} else if (isupper((unsigned char)s[i])) {
			upper++;
		} else if (islower((unsigned char)s[i])) {
			lower++;
		}
	}
	if (digits == 1 && at > 0 && upper + lower >= 3)
		s[at] = letter_for(s, at, upper > lower);
}

/* What may stand between the letters of a name. */
static bool
is_inner_sign(gunichar c)
{
	return c == '\'' || c == '-' || c == '.' || c == 0x2019 ||
	    c == 0x2010 || c == 0x2011;
}

/* "J.P", "M.-J.", "J-P": letters with points or dashes between, two or more. */
static bool
is_initials(const char *s)
{
	size_t letters = 0;

	while (g_unichar_isupper(g_utf8_get_char(s))) {
		letters++;
		s = g_utf8_next_char(s);
		if (*s == '.' || *s == '-' || *s == '\0')
			s += strspn(s, ".-");
		else
			return false;
	}
	return letters > 1 && *s == '\0';
}

static enum name_case
case_of(const char *s)
{
	size_t upper = 0, lower = 0;
	bool first = true, title = false;

	if (is_initials(s))
		return NAME_INITIAL;
	for (const char *p = s; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (g_unichar_isupper(c)) {
			upper++;
			title = title || first;
		} else if (g_unichar_isalpha(c)) {
			lower++;
		} else if (!is_inner_sign(c)) {
			return NAME_OTHER;
		}
		first = false;
	}
	if (upper + lower == 0)
		return NAME_OTHER;
	if (upper == 1 && lower == 0)
		return NAME_INITIAL;
	if (upper > lower && upper > 1)
		return NAME_CAPS;
	/* d'Haene is a name too. */
	return title || upper > 0 ? NAME_TITLE : NAME_LOWER;
}

/* The signs that stand round words and say nothing of them. */
static bool
is_sign(gunichar c)
{
	return c < 0x80 ? ispunct((int)c) : !g_unichar_isalnum(c);
}

/* J., J.P. and Jean-P., but not the civility M. */
static bool
is_initial(const char *s, const char *end)
{
	const char *p = g_utf8_prev_char(end);

	return g_unichar_isupper(g_utf8_get_char(p)) &&
	    (p == s ? *p != 'M' : p[-1] == '-' || p[-1] == '.');
}

/* Bare a word of the signs round it, in place; an initial keeps its point. */
static char *
bare(char *s, bool *ret_comma)
{
	char *end = s + strlen(s), *last = end, *p;

	*ret_comma = false;
	while (*s != '\0' && is_sign(g_utf8_get_char(s)))
		s = g_utf8_next_char(s);
	while (last > s) {
		p = g_utf8_prev_char(last);
		if (!is_sign(g_utf8_get_char(p)))
			break;
		if (strchr(",;:", *p) != NULL)
			*ret_comma = true;
		last = p;
	}
	if (last > s && *last == '.' && is_initial(s, last))
		last++;
	*last = '\0';
	return s;
}

size_t
name_dash(const char *s)
{
	static const char *const dashes[] = { "-", "\342\200\223",
	    "\342\200\224", "\342\200\242", "\342\200\220", "\302\267",
	    "*", "+", "/" };

	for (size_t i = 0; i < sizeof(dashes) / sizeof(dashes[0]); i++)
		if (strncmp(s, dashes[i], strlen(dashes[i])) == 0)
			return strlen(dashes[i]);
	return 0;
}

size_t
name_list_number(const char *s)
{
	size_t n = strspn(s, "0123456789");

	return (n == 1 || n == 2) && (s[n] == '.' || s[n] == ')') &&
	    s[n + 1] == ' ' ? n + 1 : 0;
}

static int
add_word(struct name_words *w, char *s)
{
	struct name_word *n;
	char *text;

	if (w->n == NAME_WORDS_MAX)
		return -EINVAL;
	n = &w->word[w->n];
	if (s[0] != '\0' && name_dash(s) == strlen(s)) {
		*n = (struct name_word){ .text = s, .kind = NAME_DASH };
		w->n++;
		return 0;
	}
	n->text = text = bare(s, &n->comma);
	if (text[0] == '\0') {
		if (n->comma && w->n > 0)
			w->word[w->n - 1].comma = true;
		return 0;
	}
	mend(text);
	name_key(text, strlen(text), n->key);
	n->kind = case_of(text);
	w->n++;
	return 0;
}

/* "M.DUPONT" is two words, "J.P." and "M.J." one. */
static int
add_words(struct name_words *w, char *s)
{
	char key[NAME_KEY_MAX];
	char *dot = strchr(s, '.');
	int r;

	if (dot != NULL && dot[1] != '\0' && dot > s &&
	    dot[1] != '-' && dot[2] != '.' && dot[2] != '\0') {
		name_key(s, (size_t)(dot - s), key);
		if (name_is_civility(key)) {
			*dot = '\0';
			if ((r = add_word(w, s)) < 0)
				return r;
			s = dot + 1;
		}
	}
	return add_word(w, s);
}

/* "ismaël DUPONT": a small i before a surname in capitals was an I. */
static void
mend_i(struct name_words *w)
{
	for (size_t i = 0; i + 1 < w->n; i++) {
		struct name_word *n = &w->word[i];

		if (n->kind != NAME_LOWER || n->text[0] != 'i' ||
		    strlen(n->text) < 4 || w->word[i + 1].kind != NAME_CAPS)
			continue;
		w->buf[n->text - w->buf] = 'I';
		n->kind = NAME_TITLE;
	}
}

/* Blank what stands in brackets, also where OCR lost one of the pair. */
static void
drop_brackets(char *s)
{
	int depth = 0;

	for (char *p = s; *p != '\0'; p++) {
		if (*p == '(' || *p == '[')
			depth++;
		if (depth > 0 || *p == ')' || *p == ']') {
			if ((*p == ')' || *p == ']') && depth > 0)
				depth--;
			*p = ' ';
		}
	}
}

/* "Marie- Christine" and "Marie -Christine": the hyphen ties. */
static void
tie_hyphens(char *s)
{
	size_t n = 0;

	for (size_t i = 0; s[i] != '\0'; i++) {
		bool after = s[i] == ' ' && n > 1 && s[n - 1] == '-' &&
		    s[n - 2] != ' ' && s[i + 1] != '-';
		bool before = s[i] == ' ' && s[i + 1] == '-' &&
		    s[i + 2] != ' ' && s[i + 2] != '\0' && n > 0 &&
		    s[n - 1] != '-';

		if (!after && !before)
			s[n++] = s[i];
	}
	s[n] = '\0';
}

int
name_split(const char *s, struct name_words *ret)
{
	struct name_words w = { .n = 0 };
	char *valid = g_utf8_make_valid(s, -1), *save = NULL, *p;
	int r = 0;

	w.buf = text_one_line(valid, strlen(valid));
	g_free(valid);
	drop_brackets(w.buf);
	tie_hyphens(w.buf);
	for (p = strtok_r(w.buf, " ", &save); p != NULL && r == 0;
	    p = strtok_r(NULL, " ", &save))
		r = add_words(&w, p);
	if (r < 0) {
		free(w.buf);
		return r;
	}
	mend_i(&w);
	*ret = w;
	return 0;
}

void
name_free(struct name_words *w)
{
	free(w->buf);
	*w = (struct name_words){ .n = 0 };
}
