#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "text/flow.h"
#include "text/fold.h"
#include "text/formula.h"
#include "text/head.h"
#include "text/hyphen.h"
#include "text/layout.h"
#include "text/plain.h"
#include "text/stamp.h"
#include "text/text.h"
#include "words/page.h"

/* Under this a word of a formula is as likely misread as another word. */
#define DOUBTFUL_CONF	85

static const char *const break_text[] = {
	[FLOW_SPACE] = " ",
	[FLOW_LINE] = "\n",
	[FLOW_BLOCK] = "\n\n",
	[FLOW_PAGE] = "\n\f",
};

/* ------------------------------------------------------------------------- */
/* The text, from the flow */

struct writer {
	struct text	*t;
	struct buf	 out;
	size_t		 cap;	/* of t->word */
	const struct page *const *page;
};

static void
write_item(struct writer *w, const struct flow_item *it)
{
	const char *s = flow_text(it, w->page);
	size_t len = strlen(s);
	struct text *t = w->t;

	if (t->words == w->cap) {
		w->cap = w->cap == 0 ? 256 : 2 * w->cap;
		t->word = xreallocarray(t->word, w->cap, sizeof(*t->word));
	}
	t->word[t->words++] = (struct text_word){
		.start = (uint32_t)w->out.len,
		.end = (uint32_t)(w->out.len + len),
		.page = it->page,
		.word = it->word,
		.mark = it->mark,
	};
	xbuf_append(&w->out, s, len);
}

/*
 * Write the items of one place.  A break stands for all that were asked for
 * since the last item written, so what was left out leaves no gap.
 */
static void
write_place(struct writer *w, const struct flow *f, enum flow_place place)
{
	enum flow_break brk = FLOW_SPACE;
	bool first = true;

	for (size_t i = 0; i < f->items; i++) {
		const struct flow_item *it = &f->item[i];

		if (it->brk > brk)
			brk = it->brk;
		if (it->place != place)
			continue;
		if (place == FLOW_STAMP && (first || brk == FLOW_PAGE))
			xbuf_puts(&w->out, first ? "\f\f" : "\n\f\f");
		else if (!first)
			xbuf_puts(&w->out, break_text[brk]);
		write_item(w, it);
		brk = FLOW_SPACE;
		first = false;
	}
	if (!first)
		xbuf_puts(&w->out, "\n");
}

/* ------------------------------------------------------------------------- */
/* The fold, from the text */

struct folder {
	struct buf	 out;
	uint32_t	*map;
	size_t		 cap;
};

/* Append bytes, the next of which stands `each` bytes on in the text. */
static void
folder_append(struct folder *fo, const char *s, size_t n, size_t from,
    size_t each)
{
	while (fo->out.len + n + 1 > fo->cap) {
		fo->cap = fo->cap == 0 ? 1024 : 2 * fo->cap;
		fo->map = xreallocarray(fo->map, fo->cap, sizeof(*fo->map));
	}
	for (size_t i = 0; i < n; i++)
		fo->map[fo->out.len + i] = (uint32_t)(from + i * each);
	xbuf_append(&fo->out, s, n);
}

/* All of it is the fold of one character. */
static void
fold_put(struct folder *fo, const char *s, size_t n, size_t from)
{
	folder_append(fo, s, n, from, 0);
}

/*
 * Most of a text is its own fold: letters, then what parts them from the next
 * word.  How many bytes that are.
 */
static size_t
fold_plain(const struct text *t, struct folder *fo, size_t at)
{
	const char *s = t->utf8 + at;
	size_t n = 0;

	while (fold_is_plain(s[n]) && isalpha((unsigned char)s[n]))
		n++;
	while (fold_is_plain(s[n]) && !isalpha((unsigned char)s[n]))
		n++;
	if (n > 0)
		folder_append(fo, s, n, at, 1);
	return n;
}

/* Is byte `at` within a word that OCR is not sure of?  `*hint` walks along. */
static bool
is_doubtful(const struct text *t, size_t at, size_t *hint)
{
	const struct text_word *w;

	while (*hint < t->words && t->word[*hint].end <= at)
		++*hint;
	if (*hint == t->words || t->word[*hint].start > at)
		return false;
	w = &t->word[*hint];
	return w->word != UINT32_MAX &&
	    t->page[w->page]->word[w->word].source == WORD_OCR &&
	    t->page[w->page]->word[w->word].conf < DOUBTFUL_CONF;
}

/*
 * Letters from `at` on, folded; *ret_end is the byte after them.  0 where
 * there are none, or more than a formula's word has.
 */
static size_t
fold_letters(const struct text *t, size_t at, char word[static FORMULA_MAX],
    size_t *ret_end)
{
	char one[FOLD_MAX];
	size_t len = 0, n, m;

	for (; at < t->len; at += n) {
		m = fold_char(fold_decode(t->utf8, t->len, at, &n), one);
		if (m != 1 || !isalpha((unsigned char)one[0]))
			break;
		if (len == FORMULA_MAX)
			return 0;
		word[len++] = one[0];
	}
	*ret_end = at;
	return len;
}

/* A doubtful word that resembles a formula's: fold it as what it stands for. */
static bool
fold_mended(struct text *t, struct folder *fo, size_t at, size_t *ret_next)
{
	char word[FORMULA_MAX], c;
	const char *meant;
	size_t len, end, n, from;

	len = fold_letters(t, at, word, &end);
	meant = len > 0 ? formula_mend(word, len) : NULL;
	if (meant == NULL)
		return false;
	n = strlen(meant);
	for (size_t i = 0; i < n; i++) {
		/* In the case of what it stands for: patterns may ask. */
		c = isupper((unsigned char)word[i == 0 ? 0 : len - 1]) ?
		    (char)toupper((unsigned char)meant[i]) : meant[i];
		from = at + i * (end - at) / n;
		while (from > at && utf8_is_inside(t->utf8[from]))
			from--;	/* a value never begins within a character */
		fold_put(fo, &c, 1, from);
	}
	*ret_next = end;
	return true;
}

static void
fold_all(struct text *t)
{
	struct folder fo = { 0 };
	char one[FOLD_MAX];
	size_t at, n, next, hint = 0;
	bool at_body = false, after_letter = false;

	for (at = 0; at < t->len; at = next) {
		enum hyphen h;
		uint32_t c;

		if (!at_body && at >= t->body_len) {
			t->fold_body_len = fo.out.len;
			at_body = true;
		}
		if (!after_letter && is_doubtful(t, at, &hint) &&
		    fold_mended(t, &fo, at, &next))
			continue;
		if ((n = fold_plain(t, &fo, at)) > 0) {
			next = at + n;
			after_letter = isalpha((unsigned char)
			    t->utf8[next - 1]) != 0;
			continue;
		}
		c = fold_decode(t->utf8, t->len, at, &n);
		next = at + n;
		h = hyphen_at(t->utf8, t->len, at, &next);
		n = fold_char(c, one);
		after_letter = n > 0 && isalpha((unsigned char)one[0]);
		if (h != HYPHEN_JOIN)
			fold_put(&fo, one, n, at);
	}
	fold_put(&fo, "", 0, 0);
	fo.map[fo.out.len] = (uint32_t)t->len;
	if (!at_body)
		t->fold_body_len = fo.out.len;
	t->to_utf8 = fo.map;
	t->fold = xbuf_take(&fo.out, &t->fold_len);
}

/* ------------------------------------------------------------------------- */

/* Of hundreds of pages only one is looked at for what stands in a cell. */
static void
sort_by_page(struct text *t)
{
	uint32_t *at = xcalloc(t->pages + 2, sizeof(*at));

	t->on_page = xcalloc(t->words + 1, sizeof(*t->on_page));
	for (size_t i = 0; i < t->words; i++)
		at[t->word[i].page + 2]++;
	for (size_t p = 2; p < t->pages + 2; p++)
		at[p] += at[p - 1];
	/* Each start moves on to the next one's as its page is filled. */
	for (size_t i = 0; i < t->words; i++)
		t->on_page[at[t->word[i].page + 1]++] = (uint32_t)i;
	t->page_at = at;
}

const uint32_t *
text_words_on(const struct text *t, uint32_t page, size_t *ret_n)
{
	*ret_n = t->page_at[page + 1] - t->page_at[page];
	return t->on_page + t->page_at[page];
}

static void
write_text(struct text *t, const struct flow *f)
{
	struct writer w = { .t = t, .page = t->page };

	write_place(&w, f, FLOW_BODY);
	t->body_len = w.out.len;
	write_place(&w, f, FLOW_STAMP);
	t->utf8 = xbuf_take(&w.out, &t->len);
	fold_all(t);
	sort_by_page(t);
}

static struct text *
text_lay(const struct page *const *page, size_t pages, struct flow *f)
{
	struct text *t = xcalloc(1, sizeof(*t));

	t->page = page;
	t->pages = pages;
	for (size_t i = 0; i < pages; i++)
		layout_page(page[i], (uint32_t)i, f);
	return t;
}

struct text *
text_new(const struct page *const *page, size_t pages)
{
	struct flow f = { 0 };
	struct text *t = text_lay(page, pages, &f);

	stamp_once(&f, page);
	head_drop(&f, page);
	write_text(t, &f);
	flow_free(&f);
	return t;
}

struct text *
text_whole(const struct page *const *page, size_t pages)
{
	struct flow f = { 0 };
	struct text *t = text_lay(page, pages, &f);

	for (size_t i = 0; i < f.items; i++)
		if (f.item[i].place == FLOW_STAMP)
			f.item[i].place = FLOW_BODY;
	write_text(t, &f);
	flow_free(&f);
	return t;
}

struct text *
text_from_utf8(const char *utf8, size_t len)
{
	struct text *t = xcalloc(1, sizeof(*t));
	struct flow f = { 0 };

	plain_read(utf8, len, &t->own, &t->pages, &f);
	t->page = (const struct page *const *)t->own;
	stamp_sort_plain(&f, t->page);
	stamp_once(&f, t->page);
	head_drop(&f, t->page);
	write_text(t, &f);
	flow_free(&f);
	return t;
}

void
text_free(struct text *t)
{
	if (t == NULL)
		return;
	if (t->own != NULL)
		for (size_t i = 0; i < t->pages; i++)
			page_free(t->own[i]);
	free(t->own);
	free(t->utf8);
	free(t->fold);
	free(t->to_utf8);
	free(t->word);
	free(t->on_page);
	free(t->page_at);
	free(t);
}

/* The first word that ends behind byte `at`, or, if `starts`, not before it. */
static size_t
word_at(const struct text *t, size_t at, bool starts)
{
	size_t lo = 0, hi = t->words, mid;

	while (lo < hi) {
		mid = (lo + hi) / 2;
		if (starts ? t->word[mid].start < at : t->word[mid].end <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

size_t
text_words_in(const struct text *t, size_t start, size_t end, size_t *ret_first)
{
	size_t first = word_at(t, start, false), last = word_at(t, end, true);

	*ret_first = first;
	return last > first ? last - first : 0;
}

struct box
text_box(const struct text *t, size_t i)
{
	const struct text_word *w = &t->word[i];
	const struct page *p = t->page[w->page];

	return w->word != UINT32_MAX ? p->word[w->word].box :
	    p->mark[w->mark].box;
}

int
text_conf(const struct text *t, size_t i)
{
	const struct text_word *w = &t->word[i];
	const struct page *p = t->page[w->page];

	return w->word != UINT32_MAX ? p->word[w->word].conf :
	    p->mark[w->mark].conf;
}

/* Bytes that stand in one line as they do here. */
static size_t
plain_run(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && fold_is_plain(s[n]) && s[n] != ' ')
		n++;
	return n;
}

/*
 * s[start, end) as one line; what stands before `start` still tells what a
 * hyphen joins.
 */
static char *
one_line(const char *s, size_t start, size_t end)
{
	struct buf out = { 0 };
	size_t at, n, next;
	bool space = false;
	uint32_t c;

	for (at = start; at < end; at = next) {
		n = plain_run(s + at, end - at);
		next = at + n;
		if (n == 0) {
			c = fold_decode(s, end, at, &n);
			next = at + n;
			if (fold_is_space(c) || fold_is_break(c)) {
				space = out.len > 0;
				continue;
			}
			if (hyphen_at(s, end, at, &next) == HYPHEN_JOIN ||
			    c == 0xad)
				continue;
		}
		if (space)
			xbuf_append(&out, " ", 1);
		space = false;
		xbuf_append(&out, s + at, n);
	}
	return xbuf_take(&out, NULL);
}

char *
text_line(const struct text *t, size_t start, size_t end)
{
	return one_line(t->utf8, start, end < t->len ? end : t->len);
}

/* The word's other reading, if all but its last points lie in [start, end). */
static const char *
other_of(const struct text *t, const struct text_word *w, size_t start,
    size_t end)
{
	const char *other = w->word == UINT32_MAX ? NULL :
	    t->page[w->page]->word[w->word].other;

	if (other == NULL || w->start < start || (w->end > end &&
	    strspn(t->utf8 + end, ".,;:)") < w->end - end))
		return NULL;
	return other;
}

char *
text_other_line(const struct text *t, size_t start, size_t end)
{
	size_t first, n, at = start, len;
	struct buf b = { 0 };
	char *line, *out = NULL;

	if (end > t->len)
		end = t->len;
	n = text_words_in(t, start, end, &first);
	for (size_t i = first; i < first + n; i++) {
		const struct text_word *w = &t->word[i];
		const char *other = other_of(t, w, start, end);

		if (other == NULL)
			continue;
		xbuf_append(&b, t->utf8 + at, w->start - at);
		xbuf_puts(&b, other);
		at = w->end < end ? w->end : end;
	}
	if (b.len > 0) {
		xbuf_append(&b, t->utf8 + at, end - at);
		line = xbuf_take(&b, &len);
		out = text_one_line(line, len);
		free(line);
	}
	return out;
}

char *
text_one_line(const char *utf8, size_t len)
{
	return one_line(utf8, 0, len);
}
