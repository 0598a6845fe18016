#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "text/gutter.h"
#include "text/print.h"
#include "text/stamp.h"
#include "words/page.h"

#define NEAR_UNITS	4	/* lines of one stamp stand no farther apart */
#define VALUE_UNITS	10	/* a number that answers a label is no wider */
#define HEADING_UNITS	14	/* « Absents excusés » in capitals */
#define TALLY_UNITS	18	/* « Nombre de membres en exercice : 12 » */
#define NAME_ATOMS	6	/* so many words are no one's name */
#define EDGE_PERCENT	8	/* of the page's height: where its number is */
#define DOUBTFUL	50	/* confidence below which a word may be dirt */
#define SURE		90	/* and from which it hardly is */
#define HIGH_PERCENT	190	/* of a unit: no ordinary word is so high .. */
#define HIGH_LINE_CONF	70	/* .. unless two so sure of its line are */
#define HIGH_LINE_SIGNS	4
#define FLAT_PERCENT	30	/* .. or so flat */

/* ------------------------------------------------------------------------- */
/* Cells */

/* A frame round the page, or most of it, holds no more than the page does. */
static bool
is_page_frame(const struct page *p, const struct cell *c)
{
	return c->rows == 1 && c->columns == 1 && c->row == 0 &&
	    c->column == 0 && (int64_t)c->box.w * 10 > (int64_t)p->width * 7 &&
	    c->box.h > p->height / 2;
}

/* The smallest cell round the middle of a box. */
static uint32_t
cell_of(const struct page *p, struct box b)
{
	int32_t x = b.x + b.w / 2, y = b.y + b.h / 2;
	int64_t least = INT64_MAX, area;
	uint32_t best = PRINT_NO_CELL;

	for (size_t i = 0; i < p->cells; i++) {
		const struct cell *c = &p->cell[i];

		area = (int64_t)c->box.w * c->box.h;
		if (area >= least || !box_holds(c->box, x, y) ||
		    is_page_frame(p, c))
			continue;
		least = area;
		best = (uint32_t)i;
	}
	return best;
}

/* ------------------------------------------------------------------------- */
/* Lines */

/* An atom and where it belongs: lines never run from one cell to another. */
struct homed {
	struct atom	atom;
	uint32_t	cell;
	bool		second;
};

static int
by_home(const void *a, const void *b)
{
	const struct homed *x = a, *y = b;

	if (x->second != y->second)
		return x->second ? 1 : -1;
	return (x->cell > y->cell) - (x->cell < y->cell);
}

/* How a word's letters are made up. */
struct letters {
	size_t	signs;		/* letters and digits */
	size_t	strokes;	/* what rules and signatures are read as */
	size_t	points;		/* punctuation that is as small as dirt */
	size_t	len;
};

static struct letters
letters_of(const char *s)
{
	struct letters l = { 0 };

	for (; s[l.len] != '\0'; l.len++) {
		char c = s[l.len];

		if (isalnum((unsigned char)c) || (c & 0xe0) == 0xc0) {
			l.signs++;
			continue;
		}
		l.strokes += strchr("|_[]{}\\=~^<>#", c) != NULL;
		l.points += strchr("-.,:;'\"", c) != NULL ||
		    (c & 0xe0) == 0xe0;		/* typographic ones */
	}
	return l;
}

/*
 * Of a worn line Tesseract gives words boxes as high as the line is bent: then
 * sure words of it are as high, and height tells nothing.
 */
static bool
is_high_line(const struct page *p, const struct word *w, int32_t unit)
{
	int high = 0;

	for (size_t i = 0; i < p->words; i++) {
		const struct word *v = &p->word[i];

		high += v->line == w->line && v->source == WORD_OCR &&
		    v->conf >= HIGH_LINE_CONF &&
		    v->box.h * 100 / unit > HIGH_PERCENT &&
		    letters_of(v->text).signs >= HIGH_LINE_SIGNS;
	}
	return high >= 2;
}

/*
 * Is it the ink of a seal, a signature, a stroke or dirt, read as letters?
 * Such words are doubtful, and very high or very flat besides.
 */
static bool
is_noise(const struct page *p, const struct word *w, int32_t unit)
{
	int32_t height = w->box.h * 100 / unit;
	struct letters l;

	if (w->source != WORD_OCR)
		return false;
	l = letters_of(w->text);
	if (l.strokes > 0 && l.strokes + l.points == l.len)
		return true;
	if (height < FLAT_PERCENT && l.signs == 0 && l.points == 0)
		return true;
	if (w->conf >= DOUBTFUL || l.signs > 8)
		return false;
	return height > HIGH_PERCENT ? !is_high_line(p, w, unit) :
	    height < FLAT_PERCENT && l.signs > 0;
}

/* What a line's end has parted from its number. */
static bool
is_unit(const char *s)
{
	return strncmp(s, "€", strlen("€")) == 0 || s[0] == '%';
}

/* Not noise by itself; but a line of nothing better is. */
static bool
is_weak(const struct word *w, int32_t unit)
{
	struct letters l;

	if (w->source != WORD_OCR || strcmp(w->text, "-") == 0 ||
	    strcmp(w->text, "•") == 0 ||
	    (w->conf >= DOUBTFUL && is_unit(w->text)))
		return false;
	l = letters_of(w->text);
	return l.signs == 0 || (w->conf < DOUBTFUL && l.signs <= 3) ||
	    (w->conf < DOUBTFUL / 2 && l.signs <= 6) ||
	    (w->conf < SURE && l.signs <= 3 &&
	    w->box.h * 100 / unit > HIGH_PERCENT);
}

static bool
is_weak_line(const struct line *l, const struct page *p, int32_t unit)
{
	for (size_t i = 0; i < l->atoms; i++)
		if (l->atom[i].word == UINT32_MAX ||
		    !is_weak(&p->word[l->atom[i].word], unit))
			return false;
	return true;
}

/* Most pages have no cells. */
static bool
is_sorted(const struct homed *h, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (by_home(&h[i - 1], &h[i]) > 0)
			return false;
	return true;
}

static bool
is_civility(const char *word)
{
	static const char *const words[] = { "M.", "MM.", "Mme", "Mmes",
	    "Mlle", "MME" };

	for (size_t i = 0; word[0] == 'M' &&
	    i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return false;
}

static size_t
find_homes(const struct page *p, int32_t unit, struct homed *h)
{
	size_t n = 0;

	for (size_t i = 0; i < p->words; i++) {
		const struct word *w = &p->word[i];

		if (is_noise(p, w, unit))
			continue;
		h[n].atom = (struct atom){ w->box, (uint32_t)i, UINT32_MAX,
		    is_civility(w->text), w->source == WORD_LAYER };
		h[n].second = w->second;
		h[n++].cell = w->second ? PRINT_NO_CELL : cell_of(p, w->box);
	}
	for (size_t i = 0; i < p->marks; i++) {
		h[n].atom = (struct atom){ p->mark[i].box, UINT32_MAX,
		    (uint32_t)i, false, false };
		h[n].second = false;
		h[n++].cell = cell_of(p, p->mark[i].box);
	}
	if (!is_sorted(h, n))
		qsort(h, n, sizeof(*h), by_home);
	return n;
}

static bool
begins_with(const char *fold, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((fold[0] | ' ') == list[i][0] &&	/* as few do */
		    strncasecmp(fold, list[i], strlen(list[i])) == 0)
			return true;
	return false;
}

/* « Votants : 14 »: how many people there are of a kind. */
static bool
is_tally(const char *fold, size_t len)
{
	static const char *const kinds[] = { "exercice", "present", "votant",
	    "absent", "excuse", "pouvoir", "procuration", "representes" };

	if (len == 0 || !isdigit((unsigned char)fold[len - 1]) ||
	    isdigit((unsigned char)fold[0]))
		return false;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcasestr(fold, kinds[i]) != NULL)
			return true;
	return false;
}

/*
 * Is it « Anne NOIR », words in small letters behind a capital and words in
 * capitals, and no others; or of capitals only?
 */
static void
describe_name(struct print *pr, const struct page *p)
{
	const struct line *l = &pr->line;
	size_t n = l->atoms < NAME_ATOMS ? l->atoms : 0;
	size_t title = 0, caps = 0, words = 0;

	for (size_t i = 0; i < n; i++) {
		const char *s = l->atom[i].word == UINT32_MAX ? "" :
		    p->word[l->atom[i].word].text;
		size_t upper = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ'-");

		if (l->atom[i].civility)
			continue;
		words++;
		caps += upper > 1 && (s[upper] == '\0' ||
		    (s[upper] & 0x80) != 0);
		title += upper == 1 && s[0] != '-';
	}
	pr->named = title > 0 && caps > 0 && title + caps == words;
	pr->caps = caps > 0 && caps == words && words == l->atoms;
}

static void
describe(const struct prints *ps, const struct page *p, struct print *pr)
{
	static const char *const closing[] = { "ainsi fait", "fait et delib",
	    "fait a ", "pour extrait", "pour copie", "le maire",
	    "le president", "la presidente", "la maire", "certifie",
	    "suivent les", "ont signe" };
	static const char *const people[] = { "present", "absent", "excuse",
	    "etaient pres", "etaient abs", "etaient exc", "membres pres",
	    "membres abs", "membres exc", "pouvoir", "procuration",
	    "represente" };
	static const char *const gives[] = { "a donne", "ont donne", "donne ",
	    "ayant donne", "avait donne", "qui donne", "qui a donne",
	    "pouvoir a ", "procuration a ", "represente par",
	    "representee par", "a m. ", "a mme ", "a monsieur ",
	    "a madame " };
	char *fold = line_fold(&pr->line, p);
	size_t len = strlen(fold);

	pr->stamp = stamp_line(fold);
	pr->closing = begins_with(fold, closing,
	    sizeof(closing) / sizeof(closing[0]));
	pr->stopped = fold[0] != '\0' && fold[strlen(fold) - 1] == '.';
	pr->value = pr->line.box.w <= VALUE_UNITS * ps->unit &&
	    strpbrk(fold, "0123456789[") != NULL;
	while (len > 0 && fold[len - 1] == ' ')
		len--;
	pr->label = len > 1 && fold[len - 1] == ':';
	pr->tally = pr->line.box.w <= TALLY_UNITS * ps->unit &&
	    is_tally(fold, len);
	pr->people = pr->line.box.w <= HEADING_UNITS * ps->unit &&
	    begins_with(fold, people, sizeof(people) / sizeof(people[0]));
	describe_name(pr, p);
	pr->gives = begins_with(fold, gives,
	    sizeof(gives) / sizeof(gives[0]));
	pr->item = line_is_item(fold);
	free(fold);
}

static void
make_prints(const struct page *p, struct prints *ps)
{
	size_t n = p->words + p->marks, to;
	struct homed *h = xcalloc(n, sizeof(*h));

	ps->atom = xcalloc(n, sizeof(*ps->atom));
	n = find_homes(p, ps->unit, h);
	for (size_t i = 0; i < n; i++)
		ps->atom[i] = h[i].atom;
	for (size_t i = 0; i < n; i = to) {
		struct line *line;
		size_t lines;

		for (to = i; to < n && by_home(&h[i], &h[to]) == 0; to++)
			;
		lines = line_make(ps->atom + i, to - i, ps->unit, &line);
		lines = gutter_cut(&line, lines, ps->unit);
		ps->print = xreallocarray(ps->print, ps->n + lines,
		    sizeof(*ps->print));
		for (size_t k = 0; k < lines; k++) {
			struct print *pr = &ps->print[ps->n++];

			*pr = (struct print){ .line = line[k],
			    .cell = h[i].cell, .second = h[i].second };
			describe(ps, p, pr);
		}
		free(line);
	}
	free(h);
}

/* ------------------------------------------------------------------------- */
/* Stamps and page numbers */

/* Lines of one stamp: below each other, or pieces of one row. */
static bool
is_near(const struct print *stamp, const struct print *pr, int32_t unit)
{
	struct box a = stamp->line.box, b = pr->line.box;
	int32_t below = b.y > a.y ? b.y - (a.y + a.h) : a.y - (b.y + b.h);
	int32_t aside = b.x > a.x ? b.x - (a.x + a.w) : a.x - (b.x + b.w);

	if (stamp->cell != pr->cell)
		return false;
	if (pr->stamp == STAMP_NEAR)
		return below < NEAR_UNITS * unit && aside < 0;
	return below < 0 && aside < NEAR_UNITS * unit &&
	    b.w < NEAR_UNITS * unit;
}

/* A frame of which half the lines are a stamp's is a stamp. */
static void
fill_frames(struct prints *ps)
{
	for (size_t i = 0, to; i < ps->n; i = to) {
		size_t stamps = 0;

		for (to = i; to < ps->n && ps->print[to].cell ==
		    ps->print[i].cell; to++)
			stamps += ps->print[to].place == FLOW_STAMP;
		if (ps->print[i].cell == PRINT_NO_CELL ||
		    stamps * 2 < to - i)
			continue;
		for (size_t k = i; k < to; k++)
			if (ps->print[k].place == FLOW_BODY)
				ps->print[k].place = FLOW_STAMP;
	}
}

static bool
is_at_foot(const struct page *p, const struct print *pr)
{
	return pr->cell == PRINT_NO_CELL &&
	    pr->line.top > p->height - p->height * EDGE_PERCENT / 100;
}

static bool
is_at_edge(const struct page *p, const struct print *pr)
{
	return is_at_foot(p, pr) || (pr->cell == PRINT_NO_CELL &&
	    pr->line.base < p->height * EDGE_PERCENT / 100);
}

/* What may be of a stamp is, if it stands by a line that is. */
static void
spread_stamps(struct prints *ps)
{
	size_t *stamp = xcalloc(ps->n, sizeof(*stamp)), n = 0;

	for (size_t i = 0; i < ps->n; i++)
		if (ps->print[i].place == FLOW_STAMP)
			stamp[n++] = i;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < ps->n; k++) {
			struct print *pr = &ps->print[k];

			if (pr->place != FLOW_BODY || !is_near(
			    &ps->print[stamp[i]], pr, ps->unit))
				continue;
			pr->place = FLOW_STAMP;
			stamp[n++] = k;
		}
	free(stamp);
}

static void
place_prints(const struct page *p, struct prints *ps)
{
	bool exact = false;

	for (size_t i = 0; i < ps->n; i++) {
		struct print *pr = &ps->print[i];

		exact = exact || pr->second;
		if (pr->stamp == STAMP_SURE || pr->second)
			pr->place = FLOW_STAMP;
		else if ((pr->stamp == STAMP_NUMBER && is_at_edge(p, pr)) ||
		    (pr->stamp == STAMP_ADDRESS && is_at_foot(p, pr)) ||
		    is_weak_line(&pr->line, p, ps->unit))
			pr->place = FLOW_DROPPED;
	}
	spread_stamps(ps);
	fill_frames(ps);
	/* The exact words of a digital stamp stand for what OCR made of it. */
	for (size_t i = 0; exact && i < ps->n; i++)
		if (ps->print[i].place == FLOW_STAMP && !ps->print[i].second)
			ps->print[i].place = FLOW_DROPPED;
}

/* ------------------------------------------------------------------------- */

void
prints_make(const struct page *p, struct prints *ret)
{
	struct prints ps = { .unit = line_unit(p) };

	make_prints(p, &ps);
	place_prints(p, &ps);
	*ret = ps;
}

void
prints_free(struct prints *ps)
{
	free(ps->print);
	free(ps->atom);
	*ps = (struct prints){ 0 };
}
