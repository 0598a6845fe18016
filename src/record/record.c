#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_arena.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "field/split.h"
#include "field/view.h"
#include "plugin/plugin.h"
#include "plugin/plugin_index.h"
#include "plugin/plugin_phrase.h"
#include "plugin/plugin_set.h"
#include "plugin/regex.h"
#include "record/delib.h"
#include "record/delib_json.h"
#include "record/json_put.h"
#include "record/record.h"
#include "text/text.h"
#include "words/page.h"

#define RECORD_VERSION	1
#define DIGITS		6	/* of an angle: always printed the same */
#define INDENT		2	/* columns: people read it as well */

/* A file's name may be any bytes; a record is UTF-8. */
static json_t *
name_json(const char *name)
{
	size_t size = 3 * strlen(name) + 1;
	char *shown = xmalloc(size);
	json_t *j;

	utf8_show(name, shown, size);
	j = json_string(shown);
	free(shown);
	return j;
}

static json_t *
source_json(const struct record_source *src)
{
	json_t *j = json_object();

	put(j, "fichier", name_json(src->name));
	put(j, "sha256", json_string(src->sha256));
	put(j, "octets", json_integer((json_int_t)src->bytes));
	put(j, "type", json_string(src->type));
	put(j, "pages", json_integer(src->pages));
	return j;
}

/* "fra+nld" as a list. */
static json_t *
languages_json(const char *languages)
{
	json_t *list = json_array();
	size_t n;

	for (; *languages != '\0'; languages += n + (languages[n] == '+')) {
		n = strcspn(languages, "+");
		append(list, json_stringn(languages, n));
	}
	return list;
}

static json_t *
unread_json(const struct page *p)
{
	json_t *list = json_array();

	for (size_t i = 0; i < p->unreads; i++)
		append(list, box_json(p->unread[i]));
	return list;
}

/* Rounded, so that no machine prints it otherwise; never -0. */
static double
hundredths(double degrees)
{
	return (double)(int)(degrees * 100 + (degrees < 0 ? -.5 : .5)) / 100;
}

static json_t *
page_json(const struct page *p)
{
	static const char *const method[] = {
		[PAGE_OCR] = "ocr", [PAGE_LAYER] = "texte",
		[PAGE_BLANK] = "vide",
	};
	json_t *j = json_object();

	put(j, "page", json_integer(p->number));
	put(j, "methode", json_string(method[p->method]));
	put(j, "raison", p->reason == NULL ? json_null() :
	    json_string(p->reason));
	put(j, "ppp", json_integer(p->dpi));
	put(j, "rotation", json_integer(p->rotation));
	put(j, "inclinaison", json_real(hundredths(p->skew)));
	put(j, "confiance", json_integer(p->conf));
	put(j, "largeur", json_integer(p->width));
	put(j, "hauteur", json_integer(p->height));
	put(j, "zones_non_lues", unread_json(p));
	put(j, "erreur", p->error == NULL ? json_null() :
	    json_string(p->error));
	return j;
}

static json_t *
ocr_json(const struct record_source *src, const struct page *const *page,
    size_t pages)
{
	json_t *j = json_object(), *list = json_array();

	for (size_t i = 0; i < pages; i++)
		append(list, page_json(page[i]));
	put(j, "moteur", json_string(src->engine));
	put(j, "langues", languages_json(src->languages));
	put(j, "pages", list);
	return j;
}

/* Where the words that the plugin is known by stand, if it has any. */
static void
recognise(const struct text *t, const struct plugin *p, struct recognised *ret)
{
	struct phrase_text pt;

	*ret = (struct recognised){ 0 };
	if (p->all.n == 0 && p->any.n == 0)
		return;
	plugin_phrase_text_make(&pt, t->fold, t->fold_body_len);
	plugin_index_judge(p, &pt, ret);
	plugin_phrase_text_free(&pt);
}

void
record_each(const struct text *t, const struct plugin *p,
    const struct record_hook *hook)
{
	struct recognised rec;
	struct view **view;
	struct delib *d;
	size_t n;

	regex_budget();
	recognise(t, p, &rec);
	regex_subject(t->fold, t->fold_len);
	split_text(t, p, &view, &n);
	regex_subject(NULL, 0);
	for (size_t i = 0; i < n; i++) {
		d = delib_read(view[i], p, &rec);
		hook->read(hook->ctx, view[i], d);
		delib_free(d);
		view_free(view[i]);
	}
	free(view);
}

struct listing {
	json_t	*list;
	const struct record_hook *hook;		/* or NULL */
};

static void
list_one(void *ctx, struct view *v, const struct delib *d)
{
	const struct listing *l = ctx;

	append(l->list, delib_json(d));
	if (l->hook != NULL)
		l->hook->read(l->hook->ctx, v, d);
}

json_t *
record_deliberations(const struct text *t, const struct plugin *p,
    const struct record_hook *hook)
{
	struct listing l = { json_array(), hook };

	record_each(t, p, &(struct record_hook){ list_one, &l });
	return l.list;
}

int
record_make(const struct plugin_set *set, const struct record_source *src,
    const struct page *const *page, size_t pages, const char *plugin,
    char **ret_json, size_t *ret_len)
{
	const struct plugin *p;
	struct text *t;
	json_t *root;
	int r = 0;

	t = text_new(page, pages);
	p = plugin == NULL ? plugin_set_choose(set, t) :
	    plugin_set_get(set, plugin);
	if (p == NULL || t->words == 0) {
		r = p == NULL ? -ENOENT : -ENODATA;
		goto out;
	}
	json_arena_begin();
	root = json_object();
	put(root, "version", json_integer(RECORD_VERSION));
	put(root, "source", source_json(src));
	put(root, "ocr", ocr_json(src, page, pages));
	put(root, "deliberations", record_deliberations(t, p, NULL));
	json_arena_end();
	*ret_json = json_dumps(root, JSON_INDENT(INDENT) |
	    JSON_REAL_PRECISION(DIGITS));
	json_arena_drop();
	if (*ret_json == NULL)
		abort();
	*ret_len = strlen(*ret_json);
out:
	text_free(t);
	return r;
}
