#include <stdlib.h>

#include "base/xalloc.h"
#include "field/find.h"
#include "field/place.h"
#include "text/text.h"

void
place_free(struct word_list *l)
{
	free(l->word);
	*l = (struct word_list){ 0 };
}

static int32_t
middle_x(struct box b)
{
	return b.x + b.w / 2;
}

static int32_t
middle_y(struct box b)
{
	return b.y + b.h / 2;
}

bool
place_is_inside(struct box inner, struct box outer)
{
	int32_t x = middle_x(inner), y = middle_y(inner);

	return x >= outer.x && x < outer.x + outer.w && y >= outer.y &&
	    y < outer.y + outer.h;
}

static struct box
unite(struct box a, struct box b)
{
	int32_t right = a.x + a.w > b.x + b.w ? a.x + a.w : b.x + b.w;
	int32_t foot = a.y + a.h > b.y + b.h ? a.y + a.h : b.y + b.h;
	struct box u = { a.x < b.x ? a.x : b.x, a.y < b.y ? a.y : b.y, 0, 0 };

	u.w = right - u.x;
	u.h = foot - u.y;
	return u;
}

struct box
place_last_line(const struct text *t, size_t first, size_t n)
{
	struct box last = text_box(t, first + n - 1), all = last, b;

	for (size_t i = first; i + 1 < first + n; i++) {
		b = text_box(t, i);
		if (t->word[i].page == t->word[first + n - 1].page &&
		    middle_y(b) >= last.y && middle_y(b) < last.y + last.h)
			all = unite(all, b);
	}
	return all;
}

const struct cell *
place_cell_of(const struct page *p, struct box b)
{
	const struct cell *best = NULL;

	for (size_t i = 0; i < p->cells; i++) {
		const struct cell *c = &p->cell[i];

		if (place_is_inside(b, c->box) && (best == NULL ||
		    (int64_t)c->box.w * c->box.h <
		    (int64_t)best->box.w * best->box.h))
			best = c;
	}
	return best;
}

const struct cell *
place_cell_right(const struct page *p, const struct cell *c)
{
	for (size_t i = 0; i < p->cells; i++) {
		const struct cell *d = &p->cell[i];

		if (d->table == c->table && d->column == c->column +
		    c->columns && d->row <= c->row && d->row + d->rows > c->row)
			return d;
	}
	return NULL;
}

const struct cell *
place_cell_below(const struct page *p, const struct cell *c)
{
	for (size_t i = 0; i < p->cells; i++) {
		const struct cell *d = &p->cell[i];

		if (d->table == c->table && d->row == c->row + c->rows &&
		    d->column <= c->column &&
		    d->column + d->columns > c->column)
			return d;
	}
	return NULL;
}

void
place_words_in(const struct text *t, uint32_t page, struct box b,
    struct word_list *ret)
{
	const uint32_t *on;
	size_t n;

	*ret = (struct word_list){ 0 };
	on = text_words_on(t, page, &n);
	for (size_t i = 0; i < n; i++) {
		if (!place_is_inside(text_box(t, on[i]), b))
			continue;
		ret->word = xreallocarray(ret->word, ret->n + 1,
		    sizeof(*ret->word));
		ret->word[ret->n++] = on[i];
	}
}

void
place_spans(const struct view *v, const struct word_list *l, struct find *f)
{
	struct span s;

	for (size_t i = 0; i < l->n; i++) {
		s = view_span_of(v, l->word[i]);
		if (s.start >= s.end)
			continue;	/* a word of another deliberation */
		if (i > 0 && f->spans > 0 && l->word[i] == l->word[i - 1] + 1) {
			f->span[f->spans - 1].end = s.end;
			continue;
		}
		f->span = xreallocarray(f->span, f->spans + 1,
		    sizeof(*f->span));
		f->span[f->spans++] = s;
	}
}
