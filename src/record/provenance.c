#include <stdlib.h>

#include "base/xalloc.h"
#include "plugin/plugin.h"
#include "record/delib.h"
#include "record/json_put.h"
#include "record/provenance.h"
#include "text/text.h"
#include "words/page.h"

/* Boxes that grow word by word, one per printed line. */
struct lines {
	json_t		*list;
	struct box	 box;
	uint32_t	 line;
	bool		 open;
};

static void
flush(struct lines *l)
{
	if (!l->open)
		return;
	append(l->list, box_json(l->box));
	l->open = false;
}

static void
grow(struct box *a, struct box b)
{
	int32_t right = a->x + a->w, foot = a->y + a->h;

	if (b.x + b.w > right)
		right = b.x + b.w;
	if (b.y + b.h > foot)
		foot = b.y + b.h;
	if (b.x < a->x)
		a->x = b.x;
	if (b.y < a->y)
		a->y = b.y;
	a->w = right - a->x;
	a->h = foot - a->y;
}

/* Does the box stand beside the line, and not above or below it? */
static bool
is_beside(const struct lines *l, struct box b)
{
	int32_t middle = b.y + b.h / 2;

	return middle >= l->box.y && middle < l->box.y + l->box.h;
}

/* Words of one page; a tick box is a line of its own. */
static void
add_words(struct lines *l, const struct text *t, size_t first, size_t n,
    uint32_t page)
{
	const struct text_word *w;
	uint32_t line;

	for (size_t i = first; i < first + n; i++) {
		w = &t->word[i];
		if (w->page != page)
			continue;
		line = w->word == UINT32_MAX ? UINT32_MAX :
		    t->page[page]->word[w->word].line;
		if (!l->open || line != l->line || line == UINT32_MAX ||
		    !is_beside(l, text_box(t, i))) {
			flush(l);
			l->box = text_box(t, i);
			l->line = line;
			l->open = true;
		} else {
			grow(&l->box, text_box(t, i));
		}
	}
	flush(l);
}

json_t *
provenance_boxes(const struct text *t, size_t first, size_t n)
{
	struct lines l = { .list = json_array() };

	if (n > 0)
		add_words(&l, t, first, n, t->word[first].page);
	return l.list;
}

static char *
words_json(const struct delib *d, const struct value *v,
    const struct delib_words *where)
{
	const struct text *t = d->view->text;
	const struct text_word *w = t->word + where->first;

	if (v->spans == 0)
		return text_line(t, w[0].start, w[where->n - 1].end);
	return view_join(d->view, v->span, v->spans);
}

/* Both readings, where a second look read otherwise. */
static void
put_words(json_t *entry, const struct delib *d, const struct value *v,
    const struct delib_words *where)
{
	char *text = words_json(d, v, where), *other = NULL;

	if (v->spans == 1)
		other = view_other_line(d->view, v->span[0]);
	put(entry, "texte", json_string(v->second && other != NULL ? other :
	    text));
	if (other != NULL)
		put(entry, "autre", json_string(v->second ? text : other));
	free(text);
	free(other);
}

static char *
motif_of(const struct delib *d, enum field_id f)
{
	if (d->field[f].rule != NULL)
		return plugin_motif(d->field[f].rule);
	return xasprintf("%s:stated.%s", d->plugin->name,
	    plugin_fields[f].path);
}

static json_t *
entry_json(const struct delib *d, enum field_id f, size_t item)
{
	const struct value *v = &d->field[f].value[item];
	const struct text *t = d->view->text;
	json_t *entry = json_object();
	struct lines l = { .list = json_array() };
	struct delib_words where;
	size_t first, n;
	char *s;

	delib_words(d, f, item, &where);
	if (where.n == 0) {
		json_decref(l.list);
		json_decref(entry);
		return NULL;
	}
	if (v->spans == 0)
		add_words(&l, t, where.first, where.n,
		    t->word[where.first].page);
	for (size_t i = 0; i < v->spans; i++) {
		n = view_words(d->view, v->span[i], &first);
		add_words(&l, t, first, n, t->word[where.first].page);
	}
	put(entry, "page", json_integer(where.page));
	put(entry, "boites", l.list);
	put(entry, "confiance", json_integer(where.conf));
	put_words(entry, d, v, &where);
	s = motif_of(d, f);
	put(entry, "motif", json_string(s));
	free(s);
	return entry;
}

json_t *
provenance_json(const struct delib *d)
{
	json_t *root = json_object(), *entry;
	char *pointer;
	bool list;

	for (enum field_id f = 0; f < FIELDS; f++) {
		list = plugin_field_is_list(plugin_fields[f].type);
		for (size_t i = 0; i < d->field[f].n; i++) {
			entry = entry_json(d, f, i);
			if (entry == NULL)
				continue;
			pointer = delib_pointer(f, list ? (int)i : -1);
			put(root, pointer, entry);
			free(pointer);
		}
	}
	return root;
}
