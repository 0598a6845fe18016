#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "field/rank.h"

/* Signs of a shape that are asked for again. */
#define FIGURES	'9'
#define ORDINAL	'e'
#define CAPITALS	'A'
#define WORD	'w'
#define DEGREE	'o'
#define LABEL	'='

#define PUNCTUATION	"-.)/:_,+*>"
#define DEGREE_LEAD	'\xc2'	/* the first of the two bytes of « ° » */

enum {
	NUMBER_MAX = 100000000,	/* figures behind that are not counted */
	ROMAN_MAX = 5,		/* letters: "XVIII" */
	CODE_LETTERS_MAX = 8,	/* "DELIB-2019" */
	CODE_SIGNS_MAX = 3,	/* between letters and figures of a code */
	WORD_MIN = 4,		/* letters: "acte", "point" .. */
	WORD_MAX = 13,		/* .. "communication" */
	PREFIX_MAX = 6,		/* capitals of "Question DCM4" */
};

static void
put(struct rank *r, char sign)
{
	if (r->len + 1 < RANK_SHAPE_SIZE)
		r->shape[r->len++] = sign;
}

static void
put_number(struct rank *r, int n)
{
	if (r->numbers < RANK_NUMBERS_MAX)
		r->number[r->numbers++] = n;
}

/* ------------------------------------------------------------------------- */
/* Words */

/* A word within a rank, or the first of its title. */
struct word {
	const char	*s, *end;
	const char	*behind;	/* what follows the blanks after it */
	const char	*eol;
	bool		 capitals;	/* and nothing else */
};

static struct word
word_at(const char *s, const char *eol)
{
	struct word w = { s, s, NULL, eol, true };

	for (; w.end < eol && isalpha((unsigned char)*w.end); w.end++)
		w.capitals = w.capitals && isupper((unsigned char)*w.end);
	w.behind = w.end;
	while (w.behind < eol && *w.behind == ' ')
		w.behind++;
	return w;
}

static size_t
length(const struct word *w)
{
	return (size_t)(w->end - w->s);
}

static bool
is_followed_by(const struct word *w, const char *signs)
{
	return w->behind < w->eol && strchr(signs, *w->behind) != NULL;
}

static char
last_sign(const struct rank *r)
{
	return r->len > 0 ? r->shape[r->len - 1] : '\0';
}

static void
put_word(struct rank *r, const struct word *w)
{
	put(r, WORD);
	for (const char *s = w->s; s < w->end; s++)
		put(r, (char)tolower((unsigned char)*s));
	put(r, ' ');
}

/* « 1er », « 2e », « 3eme », « 4ieme ». */
static bool
take_ordinal(struct rank *r, const struct word *w)
{
	size_t len = length(w);

	if (last_sign(r) != FIGURES || !((len == 1 && *w->s == 'e') ||
	    (len == 2 && strncasecmp(w->s, "er", 2) == 0) ||
	    (len > 2 && len < 6 && strncasecmp(w->end - 2, "me", 2) == 0)))
		return false;
	put(r, ORDINAL);
	return true;
}

/* « 3eme commission »: what the ordinal counts. */
static bool
take_counted(struct rank *r, const struct word *w)
{
	if (last_sign(r) != ORDINAL)
		return false;
	put_word(r, w);
	return true;
}

/* « DCM » of « DCM-2019-04 », « DVLR » of « 2002, DVLR 83 ». */
static bool
take_code(struct rank *r, const struct word *w)
{
	const char *p = w->end;

	while (p < w->eol && p < w->end + CODE_SIGNS_MAX &&
	    strchr(" -_/.", *p) != NULL)
		p++;
	if (!w->capitals || length(w) > CODE_LETTERS_MAX || p == w->eol ||
	    !isdigit((unsigned char)*p) ||
	    (r->len > 0 && strchr("9Ao:,-_/. ", last_sign(r)) == NULL))
		return false;
	put(r, CAPITALS);
	return true;
}

/* « Objet : » */
static bool
take_label(struct rank *r, const struct word *w)
{
	if (r->len > 0 || length(w) != 5 || strncasecmp(w->s, "objet", 5) != 0 ||
	    !is_followed_by(w, ":-"))
		return false;
	put(r, LABEL);
	return true;
}

/* Of I, V and X; 0 for what is none. */
static int
roman(const struct word *w)
{
	int sum = 0, v, next = 0;

	if (length(w) > ROMAN_MAX)
		return 0;
	for (const char *p = w->end; p-- > w->s; ) {
		v = *p == 'I' ? 1 : *p == 'V' ? 5 : *p == 'X' ? 10 : 0;
		if (v == 0)
			return 0;
		sum += v < next ? -v : v;
		next = v > next ? v : next;
	}
	return sum;
}

/* « IV » before what ends a rank, or before a title, parted by a blank. */
static bool
take_roman(struct rank *r, const struct word *w)
{
	int n = w->capitals ? roman(w) : 0;

	if (n <= 0 || w->behind == w->eol ||
	    (!is_followed_by(w, ".)-/:") && *w->behind != DEGREE_LEAD &&
	    (w->behind == w->end || !isupper((unsigned char)*w->behind))))
		return false;
	put(r, 'R');
	put_number(r, n);
	return true;
}

/* « A. », « b) » */
static bool
take_letter(struct rank *r, const struct word *w)
{
	if (length(w) != 1 || !is_followed_by(w, ".)-/"))
		return false;
	put(r, w->capitals ? 'L' : 'l');
	put_number(r, tolower((unsigned char)*w->s) - 'a' + 1);
	return true;
}

/* Does « n° » or « no » stand at p? */
static bool
is_number_sign(const char *p, const char *eol)
{
	return tolower((unsigned char)*p) == 'n' && eol - p > 3 &&
	    (p[1] == DEGREE_LEAD || (tolower((unsigned char)p[1]) == 'o' &&
	    !isalpha((unsigned char)p[2])));
}

/*
 * « Question » before « n° 3 », « 3 » or « DCM3 »; and the « n » of « n° », the
 * « no » of « no 3 ».
 */
static bool
is_announcing(const struct word *w)
{
	const char *p = w->behind;
	size_t len = length(w);

	if (p == w->eol)
		return false;
	if (*p == DEGREE_LEAD)
		return len <= WORD_MAX;
	if (len == 2 && strncasecmp(w->s, "no", 2) == 0)
		return isdigit((unsigned char)*p);
	if (len < WORD_MIN || len > WORD_MAX)
		return false;
	if (is_number_sign(p, w->eol))
		return true;
	while (p < w->eol && p < w->behind + PREFIX_MAX &&
	    isupper((unsigned char)*p))
		p++;
	return p < w->eol && isdigit((unsigned char)*p);
}

static bool
take_announcing(struct rank *r, const struct word *w)
{
	if (!is_announcing(w))
		return false;
	put_word(r, w);
	return true;
}

/* What a word of a rank may be; of several, the first. */
static bool (*const takes[])(struct rank *r, const struct word *w) = {
	take_ordinal, take_counted, take_code, take_label, take_roman,
	take_letter, take_announcing,
};

/* Returns the end of the word at `s`, or `s` where that begins the title. */
static const char *
take_word(struct rank *r, const char *s, const char *eol)
{
	const struct word w = word_at(s, eol);

	for (size_t i = 0; i < sizeof(takes) / sizeof(takes[0]); i++)
		if (takes[i](r, &w))
			return w.end;
	return s;
}

/* ------------------------------------------------------------------------- */

static const char *
take_figures(struct rank *r, const char *s, const char *end)
{
	int n = 0;

	for (; s < end && isdigit((unsigned char)*s); s++)
		n = n < NUMBER_MAX ? n * 10 + *s - '0' : n;
	put(r, FIGURES);
	put_number(r, n);
	return s;
}

const char *
rank_read(const char *s, const char *end, struct rank *ret)
{
	const char *word_end;

	*ret = (struct rank){ .shape = "" };
	while (s < end) {
		if (rank_is_label(ret) && isalnum((unsigned char)*s))
			break;
		if (isdigit((unsigned char)*s)) {
			s = take_figures(ret, s, end);
		} else if (isalpha((unsigned char)*s)) {
			if ((word_end = take_word(ret, s, end)) == s)
				break;
			s = word_end;
		} else if (*s == ' ') {
			s++;
		} else if (strchr(PUNCTUATION, *s) != NULL) {
			put(ret, *s++);
		} else if (*s == DEGREE_LEAD && s + 1 < end) {
			put(ret, DEGREE);
			s += 2;
		} else {
			break;
		}
	}
	return s;
}

bool
rank_is_like(const struct rank *a, const struct rank *b)
{
	return strcmp(a->shape, b->shape) == 0;
}

bool
rank_is_label(const struct rank *r)
{
	return r->shape[0] == LABEL;
}

bool
rank_is_bullet(const struct rank *r)
{
	return r->len == 1 && r->numbers == 0;
}

bool
rank_is_code(const struct rank *r)
{
	return r->numbers > 1 && memchr(r->shape, CAPITALS, r->len) != NULL;
}

bool
rank_is_of_parts(const struct rank *r)
{
	/* Also "articles", "lots": a beginning is enough. */
	static const char *const part[] = { "warticle", "wlot", "wannexe",
	    "wchapitre", "wparcelle", "wsection", "wpage", "wcompte" };

	for (size_t i = 0; i < sizeof(part) / sizeof(part[0]); i++)
		if (strncmp(r->shape, part[i], strlen(part[i])) == 0)
			return true;
	return false;
}

bool
rank_stands_at(const char *s, const char *end)
{
	struct rank r;

	(void)rank_read(s, end, &r);
	return r.numbers > 0;
}
