#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "text/flow.h"
#include "text/head.h"
#include "words/page.h"

#define LINES_MAX	5	/* no running head has more */
#define LOOK_MAX	12	/* an act's own head says so within */
#define YEAR_DIGITS	5	/* a year and a number are as many, at least */
#define FOOT_LOW	920	/* thousandths of a page, nobody signs there */
#define FOOT_NEAR	12

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

/* The first lines of a page's body, and its last. */
struct top {
	size_t	 first[LOOK_MAX + 1];	/* items; the last ends them */
	char	*fold[LOOK_MAX];
	size_t	 lines;
	size_t	 foot[2];		/* its items */
	char	*foot_fold;
	int	 foot_y;	/* thousandths of the page; 0: not told */
};

/* 0 where it touches the page's end, as a plain text's last line does. */
static int
height_of(const struct flow_item *it, const struct page *p)
{
	struct box b = { 0 };

	if (it->word != FLOW_NONE)
		b = p->word[it->word].box;
	return b.h == 0 || b.y + b.h >= p->height ? 0 :
	    (int)((int64_t)b.y * 1000 / p->height);
}

/* Fill in the page that item `i` begins; where the next begins. */
static size_t
read_top(const struct flow *f, const struct page *const *page, size_t i,
    struct top *t)
{
	uint32_t at = f->item[i].page;

	*t = (struct top){ 0 };
	while (i < f->items && f->item[i].page == at) {
		size_t next = flow_line_end(f, i);

		if (f->item[i].place == FLOW_BODY) {
			t->foot[0] = i;
			t->foot[1] = next;
		}
		if (f->item[i].place == FLOW_BODY && t->lines < LOOK_MAX) {
			t->first[t->lines] = i;
			t->first[t->lines + 1] = next;
			t->fold[t->lines++] = flow_fold(f, i, next, page);
		}
		i = next;
	}
	t->foot_fold = flow_fold(f, t->foot[0], t->foot[1], page);
	if (t->lines > 0)
		t->foot_y = height_of(&f->item[t->foot[0]], page[at]);
	return i;
}

static bool
has_one_of(const char *fold, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcasestr(fold, words[i]) != NULL)
			return true;
	return false;
}

static bool
tells_of_page(const char *fold)
{
	static const char *const words[] = { "page", "feuillet", "folio" };

	return has_one_of(fold, words, COUNT(words));
}

/*
 * Who decides, a vote, or a sentence's part that another follows: two affairs
 * that end alike may both do so below a page's edge.
 */
static bool
is_of_an_affair(const char *fold)
{
	static const char *const words[] = { "unanim", " voix", "abstention",
	    "delibere", "decide", "adopte a", "approuve", "autorise" };
	size_t len = strlen(fold);

	while (len > 0 && isspace((unsigned char)fold[len - 1]))
		len--;
	return (len > 0 && strchr(";,", fold[len - 1]) != NULL) ||
	    strncasecmp(fold, "le conseil", 10) == 0 ||
	    strncasecmp(fold, "le comite", 9) == 0 ||
	    has_one_of(fold, words, COUNT(words));
}

/* ------------------------------------------------------------------------- */
/* Heads */

/* The same but for numbers: "page 2" and "page 3". */
static bool
alike(const char *a, const char *b)
{
	for (;; a++, b++) {
		while (isdigit((unsigned char)*a) || isspace((unsigned char)*a))
			a++;
		while (isdigit((unsigned char)*b) || isspace((unsigned char)*b))
			b++;
		if (tolower((unsigned char)*a) != tolower((unsigned char)*b))
			return false;
		if (*a == '\0')
			return true;
	}
}

static bool
is_in(const char *fold, const struct top *t)
{
	for (size_t i = 0; t != NULL && i < t->lines && i < LINES_MAX; i++)
		if (alike(fold, t->fold[i]))
			return true;
	return false;
}

static bool
is_head(const char *fold, const struct top *before, const struct top *behind)
{
	return (!is_of_an_affair(fold) &&
	    (is_in(fold, before) || is_in(fold, behind))) ||
	    strncasecmp(fold, "suite de la delib", 17) == 0 ||
	    strstr(fold, "(suite)") != NULL;
}

/* « 12 », « - 3 - », « 2/3 »: a page's, and no act's like « 2024-13 ». */
static bool
is_page_number(const char *fold)
{
	size_t digits = 0;

	for (; *fold != '\0'; fold++) {
		if (isalpha((unsigned char)*fold))
			return false;
		digits += isdigit((unsigned char)*fold) != 0;
	}
	return digits < YEAR_DIGITS;
}

/* Who met, and when: no act goes on with that. */
static bool
tells_of_meeting(const char *fold)
{
	static const char *const words[] = { "republique fran", "l'an ",
	    "extrait d", "seance du", "seance ordinaire", "reuni", "presents",
	    "presidence", "convo", "en exercice", "arrete" };

	return has_one_of(fold, words, COUNT(words));
}

/* « Délibération n° 13 » where the page before has 12: no page's number. */
static bool
has_other_number(const char *fold, const struct top *before)
{
	bool counted = false;

	if (tells_of_page(fold) || is_page_number(fold))
		return false;
	for (size_t i = 0; i < before->lines && i < LINES_MAX; i++) {
		if (strcmp(fold, before->fold[i]) == 0)
			return false;
		counted = counted || alike(fold, before->fold[i]);
	}
	return counted;
}

/* Does an act begin below the page's first lines, or with them? */
static bool
begins_act(const struct top *t, size_t heads)
{
	for (size_t i = 0; i < heads; i++)
		if (has_other_number(t->fold[i], t - 1))
			return true;
	for (size_t i = heads < 3 ? heads : 0; i < t->lines; i++)
		if (tells_of_meeting(t->fold[i]))
			return true;
	return false;
}

static void
drop_head(struct flow *f, const struct top *t, const struct top *behind)
{
	size_t heads = 0;

	while (heads < t->lines && heads < LINES_MAX &&
	    is_head(t->fold[heads], t - 1, behind))
		heads++;
	if (heads > 0 && heads < t->lines &&
	    (islower((unsigned char)t->fold[heads][0]) ||
	    !begins_act(t, heads)))
		flow_place(f, t->first[0], t->first[heads], FLOW_DROPPED);
}

/* ------------------------------------------------------------------------- */
/* Feet */

/* Is `b` what `a` is, but for one number that is the next? */
static bool
counts_on(const char *a, const char *b)
{
	bool counted = false;

	for (; *a != '\0' && *b != '\0';) {
		char *a_end, *b_end;
		unsigned long x, y;

		if (!isdigit((unsigned char)*a) ||
		    !isdigit((unsigned char)*b)) {
			if (*a++ != *b++)
				return false;
			continue;
		}
		x = strtoul(a, &a_end, 10);
		y = strtoul(b, &b_end, 10);
		if (x != y && (counted || y != x + 1))
			return false;
		counted = counted || x != y;
		a = a_end;
		b = b_end;
	}
	return counted && *a == *b;
}

/* Of one page nothing counts on: "Conseil municipal - page 1", "Page 1/1". */
static bool
is_only_page(const char *fold, size_t pages)
{
	static const char *const ends[] = { "page 1/1", "page 1 / 1",
	    "page 1 sur 1", "page 1" };
	size_t len = strlen(fold);

	while (len > 0 && isspace((unsigned char)fold[len - 1]))
		len--;
	for (size_t i = 0; i < COUNT(ends); i++) {
		size_t n = strlen(ends[i]);

		if (len >= n && strncasecmp(&fold[len - n], ends[i], n) == 0)
			return pages == 1 || n > strlen("page 1");
	}
	return false;
}

/* The very same at the same place, below all that is signed. */
static bool
is_same_foot(const struct top *a, const struct top *b)
{
	return a->foot_y >= FOOT_LOW && !is_of_an_affair(a->foot_fold) &&
	    abs(a->foot_y - b->foot_y) <= FOOT_NEAR &&
	    strcmp(a->foot_fold, b->foot_fold) == 0;
}

/* Does the page's number count on from the other's foot, or to it? */
static bool
is_counted(const struct top *t, const struct top *other, bool behind)
{
	return tells_of_page(t->foot_fold) && (behind ?
	    counts_on(t->foot_fold, other->foot_fold) :
	    counts_on(other->foot_fold, t->foot_fold));
}

static void
drop_foot(struct flow *f, const struct top *t, const struct top *other,
    bool behind)
{
	if (t->lines > 1 && (is_counted(t, other, behind) ||
	    is_same_foot(t, other)))
		flow_place(f, t->foot[0], t->foot[1], FLOW_DROPPED);
}

/* ------------------------------------------------------------------------- */

void
head_drop(struct flow *f, const struct page *const *page)
{
	struct top *top = NULL;
	size_t n = 0;

	for (size_t i = 0; i < f->items; n++) {
		top = xreallocarray(top, n + 1, sizeof(*top));
		i = read_top(f, page, i, &top[n]);
	}
	for (size_t i = 0; i < n; i++) {
		if (i > 0) {
			drop_head(f, &top[i], i + 1 < n ? &top[i + 1] : NULL);
			drop_foot(f, &top[i], &top[i - 1], false);
		}
		if (i + 1 < n)
			drop_foot(f, &top[i], &top[i + 1], true);
		if (top[i].lines > 1 && is_only_page(top[i].foot_fold, n))
			flow_place(f, top[i].foot[0], top[i].foot[1],
			    FLOW_DROPPED);
	}
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < top[i].lines; k++)
			free(top[i].fold[k]);
		free(top[i].foot_fold);
	}
	free(top);
}
