#include <errno.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "field/find.h"
#include "field/place.h"
#include "plugin/plugin.h"
#include "plugin/regex.h"
#include "text/text.h"

/* What is so far away, and not next in reading, is in another column. */
#define COLUMN_GAP	1

/* A label as it stands on the page. */
struct label {
	const struct text *text;
	uint32_t	 page;		/* index */
	struct box	 box;		/* of its last line */
	size_t		 first, last;	/* its words */
	int32_t		 right;		/* edge of its widest line */
	const struct cell *cell;	/* that it stands in, or NULL */
};

/* Words of a strip, without those of the label itself and before it. */
static void
words_after(const struct label *l, struct box strip, struct word_list *ret)
{
	struct word_list all;

	place_words_in(l->text, l->page, strip, &all);
	*ret = (struct word_list){ 0 };
	for (size_t i = 0; i < all.n; i++) {
		if (all.word[i] <= l->last &&
		    text_box(l->text, all.word[i]).y <= l->box.y + l->box.h / 2)
			continue;
		ret->word = xreallocarray(ret->word, ret->n + 1,
		    sizeof(*ret->word));
		ret->word[ret->n++] = all.word[i];
	}
	place_free(&all);
}

static void
words_of_cell(const struct label *l, const struct cell *c,
    struct word_list *ret)
{
	if (c != NULL)
		place_words_in(l->text, l->page, c->box, ret);
}

static const struct page *
page_of(const struct label *l)
{
	return l->text->page[l->page];
}

/* A colon says that something follows, and tabs may have put it far away. */
static int32_t
gap_after(const struct label *l)
{
	const struct text *t = l->text;

	return (t->utf8[t->word[l->last].end - 1] == ':' ? 24 : 8) * l->box.h;
}

/* To the right of one of its lines, up to the box' edge or a wide gap. */
static void
find_beside(const struct label *l, struct box line, struct word_list *ret)
{
	int32_t right = l->right, edge, gap = gap_after(l);
	struct box b, strip = { line.x + line.w, line.y - line.h / 4, 0,
	    line.h + line.h / 2 };

	edge = l->cell != NULL ? l->cell->box.x + l->cell->box.w :
	    page_of(l)->width;
	strip.w = edge > strip.x ? edge - strip.x : 0;
	place_words_in(l->text, l->page, strip, ret);
	for (size_t i = 0; i < ret->n; i++) {
		b = text_box(l->text, ret->word[i]);
		/* Another column, too, may begin there. */
		if (i > 0)
			gap = ret->word[i] == ret->word[i - 1] + 1 ? 8 * line.h
			    : COLUMN_GAP * line.h;
		if (l->cell == NULL && b.x - right > gap) {
			ret->n = i;
			break;
		}
		right = b.x + b.w;
	}
}

/*
 * To the right on the same line.  Where a narrow column has broken the label
 * in lines, what stands beside any of them, from the last up.
 */
static void
find_right(const struct label *l, struct word_list *ret)
{
	struct box line = l->box;
	size_t last = l->last;

	find_beside(l, line, ret);
	/* A word without a size is inside nothing, not its own line either. */
	while (ret->n == 0 && l->cell == NULL && last > l->first) {
		if (place_is_inside(text_box(l->text, --last), line))
			continue;
		if (l->text->word[last].page != l->page)
			break;
		line = place_last_line(l->text, l->first, last + 1 - l->first);
		place_free(ret);
		find_beside(l, line, ret);
	}
	if (ret->n == 0 && l->cell != NULL)
		words_of_cell(l, place_cell_right(page_of(l), l->cell), ret);
}

/* Line by line downwards, until a gap tells that something else begins. */
static void
grow_down(const struct label *l, struct word_list *ret)
{
	struct box strip = { l->box.x - 2 * l->box.h, l->box.y + l->box.h, 0,
	    0 }, b;
	/* Between an office and its name there is room for a signature. */
	int32_t foot = l->box.y + l->box.h, reach = 6 * l->box.h;
	struct word_list below;

	strip.w = l->box.w + 6 * l->box.h;
	strip.h = page_of(l)->height;
	words_after(l, strip, &below);
	for (size_t i = 0; i < below.n; i++) {
		b = text_box(l->text, below.word[i]);
		if (b.y > foot + reach)
			break;
		if (b.y + b.h > foot)
			foot = b.y + b.h;
		reach = l->box.h;
		ret->word = xreallocarray(ret->word, ret->n + 1,
		    sizeof(*ret->word));
		ret->word[ret->n++] = below.word[i];
	}
	place_free(&below);
}

static void
find_below(const struct label *l, struct word_list *ret)
{
	struct box strip;

	if (l->cell == NULL) {
		grow_down(l, ret);
		return;
	}
	strip = l->cell->box;
	strip.h -= l->box.y + l->box.h - strip.y;
	strip.y = l->box.y + l->box.h;
	words_after(l, strip, ret);
	if (ret->n == 0)
		words_of_cell(l, place_cell_below(page_of(l), l->cell), ret);
}

/* What follows in the same box; without boxes, in the same block of text. */
static void
find_cell(const struct label *l, struct word_list *ret)
{
	const struct text *t = l->text;
	size_t i = l->last;

	if (l->cell != NULL) {
		words_after(l, l->cell->box, ret);
		if (ret->n == 0)
			words_of_cell(l, place_cell_right(page_of(l),
			    l->cell), ret);
		if (ret->n == 0)
			words_of_cell(l, place_cell_below(page_of(l),
			    l->cell), ret);
		return;
	}
	while (++i < t->words && t->word[i].start - t->word[i - 1].end < 2 &&
	    t->word[i].page == l->page) {
		ret->word = xreallocarray(ret->word, ret->n + 1,
		    sizeof(*ret->word));
		ret->word[ret->n++] = i;
	}
}

static bool
see_label(const struct view *v, struct span s, struct label *l)
{
	const struct text *t = v->text;
	size_t first, n;

	n = view_words(v, s, &first);
	if (n == 0)
		return false;
	*l = (struct label){ .text = t, .first = first, .last = first + n - 1,
	    .page = t->word[first + n - 1].page };
	for (size_t i = first; i < first + n; i++) {
		struct box b = text_box(t, i);

		if (t->word[i].page == l->page && b.x + b.w > l->right)
			l->right = b.x + b.w;
	}
	l->box = place_last_line(t, first, n);
	l->cell = place_cell_of(t->page[l->page], l->box);
	return true;
}

/* Cut the spans where `until` first matches within them. */
static int
cut_at_until(const struct view *v, struct find *f, const struct rule *rule)
{
	struct regex_match m;
	struct span *s;
	int r;

	for (size_t i = 0; rule->until != NULL && i < f->spans; i++) {
		s = &f->span[i];
		r = regex_search(rule->until, v->fold + s->start,
		    s->end - s->start, 0, &m);
		if (r == -ENOENT)
			continue;
		if (r < 0)
			return r;
		s->end = s->start + (uint32_t)m.start;
		f->spans = m.start > 0 ? i + 1 : i;
	}
	return 0;
}

/* Does `unless` match in what was found? */
static int
is_refused(const struct view *v, const struct find *f,
    const struct rule *rule)
{
	struct regex_match m;
	int r = -ENOENT;

	for (size_t i = 0; rule->unless != NULL && i < f->spans &&
	    r == -ENOENT; i++)
		r = regex_search(rule->unless, v->fold + f->span[i].start,
		    f->span[i].end - f->span[i].start, 0, &m);
	return r == 0 ? 1 : r == -ENOENT ? 0 : r;
}

int
find_label(const struct view *v, struct span where, const struct rule *rule,
    find_taker *take, void *ctx)
{
	static void (*const find[])(const struct label *,
	    struct word_list *) = {
		[PLACE_RIGHT] = find_right,
		[PLACE_BELOW] = find_below,
		[PLACE_CELL] = find_cell,
	};
	size_t len = where.end - where.start, from = 0;
	const char *fold = v->fold + where.start;
	struct regex_match m;
	struct word_list words;
	struct label label;
	struct span s;
	struct find f;
	bool more = true;
	int r = 0;

	while (more && from <= len &&
	    (r = regex_search(rule->label, fold, len, from, &m)) == 0) {
		from = regex_after(fold, len, from, &m);
		s.start = where.start + (uint32_t)m.start;
		s.end = where.start + (uint32_t)m.end;
		if (!see_label(v, s, &label))
			continue;
		words = (struct word_list){ 0 };
		f = (struct find){ 0 };
		find[rule->place](&label, &words);
		place_spans(v, &words, &f);
		place_free(&words);
		r = cut_at_until(v, &f, rule);
		if (r == 0)
			r = is_refused(v, &f, rule);
		if (r == 0 && f.spans > 0)
			more = take(ctx, &f);
		free(f.span);
		if (r < 0)
			return r;
	}
	return r == -ELOOP ? r : 0;
}
