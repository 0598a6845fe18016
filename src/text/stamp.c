#include <ctype.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "text/flow.h"
#include "text/stamp.h"

#define SQUEEZED_MAX	96	/* letters, digits; longer is no stamp */
#define BEHIND_MAX	30	/* likewise behind a phrase: a date, a name */
#define LETTERS_PER_SLIP 6	/* one wrong letter is forgiven in so many */
#define ID_CHARS	20	/* at least: 059-215903667-20240220-1-DE */
#define ID_DIGITS	17
#define ID_DASHES	3

/*
 * The phrases, squeezed to their letters.  The act's own lines stand here too:
 * the nearest row decides.
 */
#define P(letters)	(letters), sizeof(letters) - 1

static const struct {
	const char	*phrase;
	size_t		 len;
	enum stamp	 kind;
} phrases[] = {
	{ P("envoyeenprefecturele"), STAMP_SURE },
	{ P("recuenprefecturele"), STAMP_SURE },
	{ P("envoyeensousprefecturele"), STAMP_SURE },
	{ P("recuensousprefecturele"), STAMP_SURE },
	{ P("accusedereceptionenprefecture"), STAMP_SURE },
	{ P("accusedereceptionensousprefecture"), STAMP_SURE },
	{ P("accusedereceptionministere"), STAMP_SURE },
	{ P("datedeteletransmission"), STAMP_SURE },
	{ P("datedereceptionprefecture"), STAMP_SURE },
	{ P("datedereceptionsousprefecture"), STAMP_SURE },
	{ P("datedereceptiondelar"), STAMP_SURE },
	{ P("datedereceptiondelaccuse"), STAMP_SURE },
	{ P("accusecertifieexecutoire"), STAMP_SURE },
	{ P("receptionparleprefet"), STAMP_SURE },
	{ P("receptionparlesousprefet"), STAMP_SURE },
	{ P("recuparleprefet"), STAMP_SURE },
	{ P("recuparlesousprefet"), STAMP_SURE },
	{ P("signeelectroniquementpar"), STAMP_SURE },
	{ P("documentsigneelectroniquement"), STAMP_SURE },
	{ P("signenumeriquementpar"), STAMP_SURE },
	{ P("identifiantdeteletransmission"), STAMP_SURE },
	{ P("recule"), STAMP_NEAR },
	{ P("publiele"), STAMP_NEAR },
	{ P("affichele"), STAMP_NEAR },
	{ P("notifiele"), STAMP_NEAR },
	{ P("publicationle"), STAMP_NEAR },
	{ P("affichagele"), STAMP_NEAR },
	{ P("publication"), STAMP_NEAR },
	{ P("affichage"), STAMP_NEAR },
	{ P("notification"), STAMP_NEAR },
	{ P("misenlignele"), STAMP_NEAR },
	{ P("datedesignature"), STAMP_NEAR },
	{ P("datedaffichage"), STAMP_NEAR },
	{ P("datedepublication"), STAMP_NEAR },
	{ P("arprefecture"), STAMP_NEAR },
	{ P("arsousprefecture"), STAMP_NEAR },
	{ P("pourlautoritecompetentepardelegation"), STAMP_NEAR },
	{ P("qualite"), STAMP_NEAR },
	{ P("slow"), STAMP_NEAR },
	{ P("slo"), STAMP_NEAR },
	{ P("id"), STAMP_NEAR },
	/* The act's own. */
	{ P("datedereceptionenprefecture"), STAMP_NONE },
	{ P("datedereceptionensousprefecture"), STAMP_NONE },
	{ P("datedereceptionauprefet"), STAMP_NONE },
	{ P("datedenvoienprefecture"), STAMP_NONE },
	{ P("transmisenprefecturele"), STAMP_NONE },
	{ P("deposeenprefecturele"), STAMP_NONE },
	{ P("receptionparlerepresentant"), STAMP_NONE },
	{ P("affichageenmairie"), STAMP_NONE },
	{ P("publiesurlesite"), STAMP_NONE },
};

#undef P

/* Letters and digits only, small, with what OCR takes for letters mended. */
static size_t
squeeze(const char *s, char out[static SQUEEZED_MAX])
{
	size_t n = 0;

	for (; *s != '\0'; s++) {
		if (!isalnum((unsigned char)*s))
			continue;
		if (n + 1 == SQUEEZED_MAX)
			return 0;
		out[n++] = (char)(*s | ' ');	/* small */
	}
	out[n] = '\0';
	return n;
}

#define LETTERS		36	/* a-z, 0-9 */

/* Which two letters follow each other in a line. */
struct pairs {
	uint64_t	behind[LETTERS];
};

static unsigned int
letter_of(char c)
{
	return c >= 'a' ? (unsigned int)(c - 'a') :
	    (unsigned int)(c - '0') + 26;
}

static void
pairs_of(const char *s, size_t len, struct pairs *ret)
{
	*ret = (struct pairs){ 0 };
	for (size_t i = 1; i < len; i++)
		ret->behind[letter_of(s[i - 1])] |=
		    UINT64_C(1) << letter_of(s[i]);
}

/*
 * Of pairs of a phrase that share no letter a slip spoils one: are there
 * enough of them?  A phrase has no figures.
 */
static bool
resembles(const char *phrase, size_t n, const struct pairs *p, size_t most)
{
	size_t missing = 0;

	for (size_t i = 1; i < n && missing <= most; i += 2)
		missing += (p->behind[phrase[i - 1] - 'a'] >>
		    (phrase[i] - 'a') & 1) == 0;
	return missing <= most;
}

/*
 * The next row of the table of slips, from column `from` to `to`: the phrase's
 * letter `c` against s.  What lies outside is more than anybody forgives.  The
 * least of the row.
 */
static int
slips_row(int *row, char c, const char *s, size_t from, size_t to)
{
	int corner = row[from - 1], above, best;

	row[from - 1] = from == 1 ? corner + 1 : INT_MAX / 2;
	best = row[from - 1];
	for (size_t k = from; k <= to; k++) {
		above = row[k];
		row[k] = corner + (c != s[k - 1]);
		if (above + 1 < row[k])
			row[k] = above + 1;
		if (row[k - 1] + 1 < row[k])
			row[k] = row[k - 1] + 1;
		if (row[k] < best)
			best = row[k];
		corner = above;
	}
	return best;
}

/*
 * The least number of slips between a phrase and the beginning of `s`, or
 * `most` + 1; *ret_end is how much of `s` that beginning takes.  With so few
 * slips letter i of one stands near letter i of the other: no others are
 * compared.
 */
static int
slips(const char *phrase, size_t n, const char *s, size_t len, size_t most,
    size_t *ret_end)
{
	int row[SQUEEZED_MAX], best = (int)most + 1;
	size_t from, to;

	if (len > n + most)
		len = n + most;
	if (len + most < n)
		return best;
	for (size_t k = 0; k <= len; k++)
		row[k] = k <= most ? (int)k : INT_MAX / 2;
	for (size_t i = 1; i <= n; i++) {
		from = i > most ? i - most : 1;
		to = i + most < len ? i + most : len;
		if (slips_row(row, phrase[i - 1], s, from, to) > (int)most)
			return best;
	}
	for (size_t k = n > most ? n - most : 0; k <= len; k++) {
		if (row[k] < best) {
			best = row[k];
			*ret_end = k;
		}
	}
	return best;
}

/* 059-215903667-20240220-2024_12-DE, whatever OCR made of single signs. */
static bool
has_id(const char *fold)
{
	size_t n;

	for (; *fold != '\0'; fold += n + (fold[n] != '\0')) {
		size_t digits = 0, dashes = 0;

		n = strcspn(fold, " ");
		for (size_t i = 0; n >= ID_CHARS && i < n; i++) {
			digits += isdigit((unsigned char)fold[i]) != 0;
			dashes += fold[i] == '-' || fold[i] == '_';
		}
		if (digits >= ID_DIGITS && dashes >= ID_DASHES)
			return true;
	}
	return false;
}

/* "1, place de la Mairie - Tel. 03 20 00 00 00 - mairie@ville.example" */
static bool
is_address(const char *fold)
{
	static const char *const by[] = { "tel", "telephone", "fax", "www" };
	const char *at = strchr(fold, '@');
	size_t n;

	if (at != NULL && strchr(at, '.') != NULL)
		return true;
	for (const char *s = fold; *s != '\0'; s += n) {
		n = 0;
		while (isalpha((unsigned char)s[n]))
			n++;
		for (size_t i = 0; n > 0 && i < sizeof(by) / sizeof(by[0]); i++)
			if ((*s | ' ') == by[i][0] && strlen(by[i]) == n &&
			    strncasecmp(s, by[i], n) == 0 &&
			    (by[i][0] == 'w' ? s[n] == '.' :
			    isdigit((unsigned char)s[n + strspn(s + n,
			    " .:+(")]) != 0))
				return true;
		n += n == 0;
	}
	return false;
}

/* "Page 2/3", "2 / 3", "- 2 -", "2": nothing but a number or two. */
static bool
is_number(const char *fold)
{
	static const char *const words[] = { "page", "p", "feuillet",
	    "folio", "sur", "de" };
	size_t digits = 0, letters = 0;

	for (const char *s = fold; *s != '\0';) {
		size_t n = 0;
		bool known = false;

		while (isalpha((unsigned char)s[n]))
			n++;
		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			known = known || ((*s | ' ') == words[i][0] &&
			    strlen(words[i]) == n &&
			    strncasecmp(words[i], s, n) == 0);
		if (n > 0 && !known)
			return false;
		letters += n;
		s += n;
		if (*s == '\0')
			break;
		digits += isdigit((unsigned char)*s) != 0;
		if (isalnum((unsigned char)*s) == 0 &&
		    strchr(" -./|", *s) == NULL)
			return false;
		if (!isalpha((unsigned char)*s))
			s++;
	}
	return digits >= 1 && digits <= 6 && letters <= 10;
}

/*
 * "Reçu en sous-préfecture le" with the date in the next line is no platform's
 * stamp: it is of a margin, and is read where it stands.  What platforms leave
 * empty is "Affiché le".
 */
static bool
lacks_date(const char *phrase, size_t n, const char *behind)
{
	return (phrase[0] == 'r' || phrase[0] == 'e') &&
	    strcmp(phrase + n - 2, "le") == 0 &&
	    strpbrk(behind, "0123456789") == NULL;
}

enum stamp
stamp_line(const char *fold)
{
	char s[SQUEEZED_MAX];
	struct pairs pairs;
	enum stamp kind = STAMP_NONE;
	bool paired = false;
	size_t len, end = 0;
	int least = INT_MAX;

	if (has_id(fold))
		return STAMP_SURE;
	if (is_number(fold))
		return STAMP_NUMBER;
	if (is_address(fold))
		return STAMP_ADDRESS;
	len = squeeze(fold, s);
	if (len == 0)
		return STAMP_NONE;
	for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++) {
		size_t n = phrases[i].len, most = n / LETTERS_PER_SLIP;
		int d;

		/* Most lines are longer than any stamp's. */
		if (len > n + most + BEHIND_MAX || len + most < n)
			continue;
		if (!paired)
			pairs_of(s, len, &pairs);
		paired = true;
		if (!resembles(phrases[i].phrase, n, &pairs, most))
			continue;
		d = slips(phrases[i].phrase, n, s, len, most, &end);
		if (d > (int)most || len - end > BEHIND_MAX ||
		    lacks_date(phrases[i].phrase, n, s + end))
			continue;
		/* The fewest slips for its length; of equals the longest. */
		d = 1000 * d / (int)n * 100 - (int)n;
		if (d < least) {
			least = d;
			kind = phrases[i].kind;
		}
	}
	return kind;
}

/* ------------------------------------------------------------------------- */

/* A line that may be of a stamp is, if the line before or behind is. */
void
stamp_sort_plain(struct flow *f, const struct page *const *page)
{
	bool sure = false;
	size_t near = 0, next;

	for (size_t i = 0; i < f->items; i = next) {
		enum stamp kind = STAMP_NONE;
		char *fold;

		next = flow_line_end(f, i);
		if (f->item[i].place != FLOW_BODY ||
		    f->item[i].brk == FLOW_PAGE)
			sure = false, near = i;
		if (f->item[i].place == FLOW_BODY) {
			fold = flow_fold(f, i, next, page);
			kind = stamp_line(fold);
			free(fold);
		}
		if (kind == STAMP_SURE) {
			flow_place(f, near, next, FLOW_STAMP);
			sure = true;
		} else if (kind == STAMP_NEAR && sure) {
			flow_place(f, i, next, FLOW_STAMP);
		} else if (kind != STAMP_NEAR) {
			sure = false;
		}
		if (kind != STAMP_NEAR || sure)
			near = next;
	}
}

/* ------------------------------------------------------------------------- */

/* The stamps of one page: items [first, last) of the flow. */
struct sheet {
	size_t	first, last;
	char	id[SQUEEZED_MAX];	/* of the act, look-alikes made one */
};

static void
copy_id(const char *fold, char id[static SQUEEZED_MAX])
{
	static const char from[] = "oilsb";
	static const char to[] = "01158";
	size_t n;

	for (; *fold != '\0'; fold += n + (fold[n] != '\0')) {
		char *word;

		n = strcspn(fold, " ");
		word = xstrndup(fold, n);
		if (has_id(word))
			(void)squeeze(word, id);
		free(word);
	}
	for (; *id != '\0'; id++) {
		const char *p = strchr(from, *id);

		if (p != NULL)
			*id = to[p - from];
	}
}

static bool
same_line(const struct flow *f, const struct page *const *page, size_t a,
    size_t b)
{
	char *x = flow_fold(f, a, flow_line_end(f, a), page);
	char *y = flow_fold(f, b, flow_line_end(f, b), page);
	bool same = strcmp(x, y) == 0;

	free(x);
	free(y);
	return same;
}

/* Drop the lines of sheet `s` that stand in sheet `in` too. */
static void
drop_repeated(struct flow *f, const struct page *const *page,
    const struct sheet *s, const struct sheet *in)
{
	for (size_t i = s->first; i < s->last; i = flow_line_end(f, i)) {
		if (f->item[i].place != FLOW_STAMP)
			continue;
		for (size_t k = in->first; k < in->last;
		    k = flow_line_end(f, k)) {
			if (f->item[k].place == FLOW_BODY ||
			    !same_line(f, page, i, k))
				continue;
			flow_place(f, i, flow_line_end(f, i), FLOW_DROPPED);
			break;
		}
	}
}

static struct sheet
read_sheet(const struct flow *f, const struct page *const *page, size_t first)
{
	struct sheet s = { first, first, "" };
	size_t next;

	for (size_t i = first; i < f->items; i = next) {
		next = flow_line_end(f, i);
		if (f->item[i].page != f->item[first].page)
			break;
		s.last = next;
		if (f->item[i].place == FLOW_STAMP && s.id[0] == '\0') {
			char *fold = flow_fold(f, i, next, page);

			copy_id(fold, s.id);
			free(fold);
		}
	}
	return s;
}

/*
 * Every page of an act bears the same stamp.  Only the act's number tells that
 * it is the same: two acts of one session differ in nothing else.
 */
void
stamp_once(struct flow *f, const struct page *const *page)
{
	struct sheet *sheet = NULL;
	size_t n = 0;

	for (size_t i = 0; i < f->items; i = sheet[n++].last) {
		sheet = xreallocarray(sheet, n + 1, sizeof(*sheet));
		sheet[n] = read_sheet(f, page, i);
		for (size_t k = n; k-- > 0;) {
			if (sheet[n].id[0] == '\0' ||
			    strcmp(sheet[k].id, sheet[n].id) != 0)
				continue;
			drop_repeated(f, page, &sheet[n], &sheet[k]);
			break;
		}
	}
	free(sheet);
}
