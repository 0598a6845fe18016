#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "field/view.h"
#include "plugin/plugin.h"
#include "plugin/regex.h"
#include "text/text.h"
#include "words/page.h"

static void
put(struct view *v, struct span s)
{
	const struct text *t = v->text;

	memcpy(v->fold + v->len, t->fold + s.start, s.end - s.start);
	for (uint32_t i = s.start; i < s.end; i++)
		v->at[v->len++] = i;
}

/* A seam: words on both sides must not touch. */
static void
put_seam(struct view *v)
{
	v->at[v->len] = v->len > 0 ? v->at[v->len - 1] : 0;
	v->fold[v->len++] = '\f';
}

/* A stamp's own number: 059-215903667-20240220-2024_12-DE. */
static bool
is_number(const char *s)
{
	size_t digits = 0, dashes = 0;

	for (; *s != '\0'; s++) {
		digits += *s >= '0' && *s <= '9';
		dashes += *s == '-';
	}
	return digits >= 12 && dashes >= 2;
}

static bool
page_has(const struct page *p, const char *word)
{
	for (size_t i = 0; i < p->words; i++) {
		if (strcmp(p->word[i].text, word) == 0)
			return true;
	}
	return false;
}

/*
 * Does a stamp (a span of text->fold) stand on one of these pages?  The text
 * keeps only the first of the same stamps: later pages have its number.
 */
static bool
is_stamped(const struct text *t, struct span s, uint32_t first, uint32_t last)
{
	const struct page *p;
	size_t from, n;

	n = text_words_in(t, t->to_utf8[s.start], t->to_utf8[s.end], &from);
	for (size_t i = from; i < from + n; i++) {
		const struct text_word *w = &t->word[i];

		if (w->page >= first && w->page <= last)
			return true;
		p = t->page[w->page];
		if (w->word == UINT32_MAX || !is_number(p->word[w->word].text))
			continue;
		for (uint32_t k = first; k <= last && k < t->pages; k++) {
			if (page_has(t->page[k], p->word[w->word].text))
				return true;
		}
	}
	return false;
}

/* Stamp by stamp: a line that is empty parts them. */
static void
put_stamps(struct view *v, uint32_t first, uint32_t last)
{
	const struct text *t = v->text;
	struct span s = { (uint32_t)t->fold_body_len, 0 };

	while (s.start < t->fold_len) {
		s.end = s.start;
		while (s.end < t->fold_len && strchr("\n\f",
		    t->fold[s.end]) != NULL)
			s.end++;
		while (s.end < t->fold_len && t->fold[s.end] != '\f' &&
		    strncmp(t->fold + s.end, "\n\n", 2) != 0)
			s.end++;
		if (is_stamped(t, s, first, last))
			put(v, s);
		s.start = s.end;
	}
}

struct view *
view_new(const struct text *t, struct span head, struct span own,
    uint32_t first, uint32_t last)
{
	struct view *v = xcalloc(1, sizeof(*v));
	size_t room = (head.end - head.start) + (own.end - own.start) +
	    (t->fold_len - t->fold_body_len) + 3;

	v->text = t;
	v->fold = xmalloc(room);
	v->at = xcalloc(room, sizeof(*v->at));
	put(v, head);
	if (v->len > 0 && head.end != own.start)
		put_seam(v);
	v->head_len = v->len;
	put(v, own);
	v->title = v->head_len;
	v->body_len = v->len;
	put_stamps(v, first, last);
	v->fold[v->len] = '\0';
	v->at[v->len] = v->len > 0 ? v->at[v->len - 1] + 1 : 0;
	return v;
}

void
view_free(struct view *v)
{
	if (v == NULL)
		return;
	free(v->fold);
	free(v->at);
	free(v->found);
	free(v);
}

/* The body's bytes on its n-th page. */
static int
page_range(const struct view *v, uint32_t n, struct span *ret)
{
	const struct text *t = v->text;
	uint32_t first, last, page;
	size_t word, count;
	struct span s = { 0 }, found = { 0 };
	bool any = false;

	view_pages(v, &first, &last);
	if (n == 0 || n > last - first + 1)
		return -ENOENT;
	count = view_words(v, (struct span){ 0, (uint32_t)v->body_len },
	    &word);
	for (size_t i = word; i < word + count; i++) {
		page = t->word[i].page;
		if (page != first + n - 1)
			continue;
		s = view_span_of(v, i);
		if (s.start >= s.end)
			continue;
		if (!any)
			found.start = s.start;
		found.end = s.end;
		any = true;
	}
	*ret = found;
	return any ? 0 : -ENOENT;
}

static int
look_for(struct view *v, const struct plugin *p, const struct section *s,
    struct span *ret)
{
	struct regex_match m;
	struct span r;
	int e;

	if ((e = view_range(v, p, s->in, &r)) < 0)
		return e;
	if (s->from != NULL) {
		e = regex_search(s->from, v->fold + r.start, r.end - r.start,
		    0, &m);
		if (e < 0)
			return e;
		r.start += (uint32_t)(m.has_value ? m.value_start : m.end);
	}
	if (s->until != NULL) {
		e = regex_search(s->until, v->fold + r.start,
		    r.end - r.start, 0, &m);
		if (e < 0 && e != -ENOENT)
			return e;
		if (e == 0)
			r.end = r.start + (uint32_t)m.start;
	}
	*ret = r;
	return r.start < r.end ? 0 : -ENOENT;
}

/* Many rules look in one section: it is looked for once. */
static int
section_range(struct view *v, const struct plugin *p, const char *name,
    struct span *ret)
{
	const struct section *s = plugin_section(p, name);
	struct view_section now = { 0 };

	if (s == NULL)
		return -ENOENT;
	for (size_t i = 0; i < v->founds; i++) {
		if (v->found[i].name == s->name) {
			*ret = v->found[i].span;
			return v->found[i].error;
		}
	}
	now.name = s->name;
	now.error = look_for(v, p, s, &now.span);
	v->found = xreallocarray(v->found, v->founds + 1, sizeof(*v->found));
	v->found[v->founds++] = now;
	*ret = now.span;
	return now.error;
}

int
view_range(struct view *v, const struct plugin *p, const char *in,
    struct span *ret)
{
	uint32_t head = (uint32_t)v->head_len, body = (uint32_t)v->body_len;
	uint32_t title = (uint32_t)v->title;
	const struct {
		const char	*name;
		struct span	 span;
	} places[] = {
		{ "corps", { 0, body } },
		{ "tete", { 0, head > 0 ? head : body } },
		{ "point", { head, body } },
		{ "affaire", { title, head > 0 ? body : 0 } },
		{ "rang", { head, title } },
		{ "intitule", { title, title > head ? body : 0 } },
		{ "tampon", { body, (uint32_t)v->len } },
		{ "tout", { 0, (uint32_t)v->len } },
	};

	if (in == NULL)
		in = "corps";
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		if (strcmp(places[i].name, in) != 0)
			continue;
		*ret = places[i].span;
		return ret->start < ret->end ? 0 : -ENOENT;
	}
	if (plugin_is_place(in))
		return page_range(v, (uint32_t)strtoul(in + 5, NULL, 10),
		    ret);
	return section_range(v, p, in, ret);
}

/* The bytes of text->utf8 under a span, which must not be empty. */
static void
bytes_under(const struct view *v, struct span s, size_t *ret_start,
    size_t *ret_end)
{
	*ret_start = v->text->to_utf8[v->at[s.start]];
	*ret_end = v->text->to_utf8[v->at[s.end - 1] + 1];
}

bool
view_is_whole(const struct view *v, struct span s)
{
	return v->at[s.end - 1] - v->at[s.start] == s.end - 1 - s.start;
}

char *
view_line(const struct view *v, struct span s)
{
	size_t start, end;

	if (s.start >= s.end)
		return xstrdup("");
	bytes_under(v, s, &start, &end);
	return text_line(v->text, start, end);
}

char *
view_join(const struct view *v, const struct span *s, size_t n)
{
	struct buf out = { 0 };
	char *one;

	for (size_t i = 0; i < n; i++) {
		one = view_line(v, s[i]);
		xbuf_puts(&out, i > 0 ? " " : "");
		xbuf_puts(&out, one);
		free(one);
	}
	return xbuf_take(&out, NULL);
}

char *
view_other_line(const struct view *v, struct span s)
{
	size_t start, end;

	if (s.start >= s.end)
		return NULL;
	bytes_under(v, s, &start, &end);
	return text_other_line(v->text, start, end);
}

char *
view_lines(const struct view *v, struct span s)
{
	struct buf out = { 0 };
	struct span line = s;
	char *one;

	for (; line.start < s.end; line.start = line.end + 1) {
		line.end = line.start;
		while (line.end < s.end && v->fold[line.end] != '\n' &&
		    v->fold[line.end] != '\f')
			line.end++;
		one = view_line(v, line);
		xbuf_puts(&out, one);
		xbuf_puts(&out, "\n");
		free(one);
	}
	return xbuf_take(&out, NULL);
}

size_t
view_words(const struct view *v, struct span s, size_t *ret_first)
{
	size_t start, end;

	if (s.start >= s.end)
		return 0;
	bytes_under(v, s, &start, &end);
	return text_words_in(v->text, start, end, ret_first);
}

/* The first byte of the view at or after a byte of text->utf8. */
static uint32_t
lower_bound(const struct view *v, uint32_t utf8)
{
	size_t lo = 0, hi = v->len, mid;

	while (lo < hi) {
		mid = (lo + hi) / 2;
		if (v->text->to_utf8[v->at[mid]] < utf8)
			lo = mid + 1;
		else
			hi = mid;
	}
	return (uint32_t)lo;
}

struct span
view_span_of(const struct view *v, size_t word)
{
	const struct text_word *w = &v->text->word[word];

	return (struct span){ lower_bound(v, w->start),
	    lower_bound(v, w->end) };
}

void
view_pages(const struct view *v, uint32_t *ret_first, uint32_t *ret_last)
{
	const struct text *t = v->text;
	struct span body = { 0, (uint32_t)v->body_len };
	struct span own = { (uint32_t)v->head_len, (uint32_t)v->body_len };
	size_t word = 0, n;

	*ret_first = *ret_last = 0;
	n = view_words(v, body, &word);
	if (n == 0)
		return;
	*ret_first = t->word[word].page;
	n = view_words(v, own, &word);
	if (n > 0) {
		/* The item's own pages: the head's page is another item's. */
		*ret_first = t->word[word].page;
		*ret_last = t->word[word + n - 1].page;
	}
}
