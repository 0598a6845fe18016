#include <stdbool.h>
#include <string.h>

#include <glib.h>

#include "text/fold.h"
#include "text/hyphen.h"

#define PART_MAX 32	/* bytes of half a word with the NUL */

/* One half of a cut word: folded, in small letters. */
struct part {
	char	text[PART_MAX];	/* empty where it is too long for the tables */
	size_t	letters;
	bool	upper;		/* all of it */
	bool	capital;	/* its first letter */
	bool	digit;		/* at the side of the cut */
	bool	tied;		/* another hyphen stands on its far side */
};

/*
 * First halves whose hyphen stays.  `rest` limits a row to second halves that
 * begin so: "ci-joint", but "ci-toyen".
 */
static const struct {
	const char *half, *rest;
} kept[] = {
	{ "apres", NULL }, { "arriere", NULL }, { "au", "dela" },
	{ "au", "dess" }, { "avant", NULL }, { "basse", NULL },
	{ "celle", NULL }, { "celles", NULL }, { "celui", NULL },
	{ "ceux", NULL }, { "chef", NULL }, { "ci", "annexe" },
	{ "ci", "apres" }, { "ci", "contre" }, { "ci", "dess" },
	{ "ci", "joint" }, { "cinquante", NULL }, { "compte", "rendu" },
	{ "comptes", "rendus" }, { "contre", "proposition" },
	{ "cote", "d" }, { "demi", NULL }, { "dix", NULL }, { "elle", NULL },
	{ "elles", NULL }, { "eux", NULL }, { "grand", NULL },
	{ "grande", NULL }, { "haut", NULL }, { "haute", NULL },
	{ "hauts", NULL }, { "hors", NULL }, { "huitante", NULL },
	{ "lui", NULL }, { "mi", "temps" }, { "mot", "cle" },
	{ "nonante", NULL }, { "non", NULL }, { "nous", NULL },
	{ "peut", "etre" }, { "plus", "value" }, { "porte", "a" },
	{ "proces", "verba" }, { "quarante", NULL }, { "quasi", NULL },
	{ "quatre", NULL }, { "rendez", NULL }, { "rez", NULL },
	{ "saint", NULL }, { "sainte", NULL }, { "savoir", NULL },
	{ "septante", NULL }, { "soixante", NULL }, { "sous", NULL },
	{ "trente", NULL }, { "vice", NULL }, { "vingt", NULL },
	{ "vingts", NULL }, { "vous", NULL },
};

/* And the words that only look like them: souscrire, soussigné .. */
static const struct {
	const char *half, *rest;
} joined[] = {
	{ "grand", "eur" }, { "haut", "eur" }, { "sous", "cri" },
	{ "sous", "sign" }, { "sous", "tract" }, { "sous", "traire" },
};

/* Small words inside compounds: Pas-de-Calais, vis-à-vis, a-t-il. */
static const char *const small[] = {
	"a", "au", "aux", "d", "de", "des", "dit", "du", "en", "es", "et",
	"l", "la", "le", "les", "lez", "ou", "par", "sous", "sur", "t",
};

/* What an apostrophe at the end of a line was cut from. */
static const char *const elided[] = {
	"aujourd", "c", "d", "j", "jusqu", "l", "lorsqu", "m", "n", "puisqu",
	"qu", "quelqu", "quoiqu", "s", "t",
};

/* Second halves in capitals that end a word and begin no name. */
static const char *const endings[] = {
	"beration", "berations", "cipal", "cipale", "cipaux", "fecture",
	"mune", "munes", "naute", "nicipal", "partement", "ration",
	"rations", "syndical", "tement", "tion", "tions",
};

static bool
listed(const char *const *list, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], word) == 0)
			return true;
	return false;
}
#define LISTED(list, word) listed(list, sizeof(list) / sizeof((list)[0]), word)

static bool
begins(const char *word, const char *with)
{
	return strncmp(word, with, strlen(with)) == 0;
}

static bool
is_hyphen(uint32_t c)
{
	return c == '-' || c == 0xac || c == 0xad ||
	    (c >= 0x2010 && c <= 0x2014);
}

static bool
is_apostrophe(uint32_t c)
{
	return c == '\'' || c == 0x2019;
}

/* Fold s[from, to) into the part and look at its case. */
static void
measure(const char *s, size_t from, size_t to, struct part *p)
{
	char one[FOLD_MAX];
	size_t n, k, used = 0;
	uint32_t c;

	p->upper = true;
	for (size_t at = from; at < to; at += n) {
		c = fold_decode(s, to, at, &n);
		if (p->letters++ == 0)
			p->capital = g_unichar_isupper(c);
		if (!g_unichar_isupper(c))
			p->upper = false;
		k = fold_char(g_unichar_tolower(c), one);
		if (used + k < PART_MAX)
			memcpy(p->text + used, one, k);
		used += k;
	}
	if (used < PART_MAX)
		p->text[used] = '\0';
	else
		p->text[0] = '\0';
}

static struct part
part_before(const char *s, size_t at)
{
	struct part p = { 0 };
	const char *q;
	size_t from = at, n;
	uint32_t c = 0;

	while (from > 0) {
		q = g_utf8_find_prev_char(s, s + from);
		if (q == NULL)
			break;
		c = fold_decode(s, at, (size_t)(q - s), &n);
		if (!g_unichar_isalpha(c))
			break;
		from = (size_t)(q - s);
	}
	p.tied = from > 0 && is_hyphen(c);
	p.digit = from == at && from > 0 && g_ascii_isdigit(s[at - 1]);
	measure(s, from, at, &p);
	return p;
}

static struct part
part_after(const char *s, size_t len, size_t at)
{
	struct part p = { 0 };
	size_t to = at, n;
	uint32_t c = 0;

	while (to < len) {
		c = fold_decode(s, len, to, &n);
		if (!g_unichar_isalpha(c))
			break;
		to += n;
	}
	p.tied = to < len && is_hyphen(c);
	p.digit = to == at && to < len && g_ascii_isdigit(s[at]);
	measure(s, at, to, &p);
	return p;
}

/* Where the next line begins, or `len` where s[at] does not end its line. */
static size_t
next_line(const char *s, size_t len, size_t at)
{
	int lines = 0, pages = 0;

	for (; at < len; at++) {
		if (s[at] == '\n')
			lines++;
		else if (s[at] == '\f')
			pages++;
		else if (s[at] != ' ' && s[at] != '\t' && s[at] != '\r')
			break;
	}
	return lines == 1 && pages <= 1 ? at : len;
}

static bool
stays(const struct part *left, const struct part *right)
{
	if (right->capital)
		return !(left->upper && left->letters > 1 && right->upper &&
		    LISTED(endings, right->text));
	if (right->tied && LISTED(small, right->text))
		return true;
	if (left->tied && LISTED(small, left->text))
		return true;
	for (size_t i = 0; i < sizeof(joined) / sizeof(joined[0]); i++)
		if (strcmp(joined[i].half, left->text) == 0 &&
		    begins(right->text, joined[i].rest))
			return false;
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (strcmp(kept[i].half, left->text) == 0 &&
		    (kept[i].rest == NULL ||
		    begins(right->text, kept[i].rest)))
			return true;
	return false;
}

enum hyphen
hyphen_at(const char *s, size_t len, size_t at, size_t *ret_next)
{
	enum hyphen h = HYPHEN_NONE;
	struct part left, right;
	size_t n, next;
	uint32_t c = fold_decode(s, len, at, &n);

	if (!is_hyphen(c) && !is_apostrophe(c) && c != '/')
		return HYPHEN_NONE;
	next = next_line(s, len, at + n);
	if (next == len)
		return HYPHEN_NONE;
	left = part_before(s, at);
	right = part_after(s, len, next);
	if ((left.letters == 0 && !left.digit) ||
	    (right.letters == 0 && !right.digit))
		return HYPHEN_NONE;

	if (is_apostrophe(c))
		h = LISTED(elided, left.text) ? HYPHEN_KEEP : HYPHEN_NONE;
	else if (c == 0xac || c == 0xad)
		h = HYPHEN_JOIN;
	else if (c == '/' || left.digit || right.digit)
		h = HYPHEN_KEEP;
	else
		h = stays(&left, &right) ? HYPHEN_KEEP : HYPHEN_JOIN;
	if (h != HYPHEN_NONE)
		*ret_next = next;
	return h;
}
