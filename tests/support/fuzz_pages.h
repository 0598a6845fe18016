#ifndef GREFFIER_FUZZ_PAGES_H
#define GREFFIER_FUZZ_PAGES_H

#include <string.h>

#include "plugin/plugin_set.h"
#include "plugin/regex.h"
#include "fuzz.h"
#include "fuzz_things.h"
#include "text/flow.h"
#include "text/plain.h"
#include "text/text.h"
#include "words/page.h"

/* Pages from a fuzzer's bytes, and the plugins that are to read them. */

#define FUZZ_PAGES_MAX 8

struct fuzz_pages {
	const struct page *const *page;
	size_t		 pages;
	struct page	*own[FUZZ_PAGES_MAX];
	struct page	**plain;	/* or these */
};

/*
 * Things behind a byte that is in no text: short where a page's JSON is long,
 * with words that the plugins of tests/fuzz ask for.  The last kind of thing
 * is the next page.
 */
#define FUZZ_PAGES_THINGS	0xff
#define FUZZ_PAGES_NEXT		254

static inline void
fuzz_pages_things(struct fuzz_pages *ret, const uint8_t *data, size_t size)
{
	static const char *const words[] = { "OBJET", ":", "Secrétaire",
	    "Convocation", "Votants", "Présents", "Absents", "Excusés",
	    "Membre", "Pouvoir", "à", "Là", "Pas", "là", "Jean", "DUPONT",
	    "Anne", "Zoé", "PETIT", "de", "12", "mai", "2021", "1", "X", "-",
	    "st", "mp", "acte", "bref", "Envoyé en préfecture le",
	    "059-215967302-20250625-30-DE" };

	ret->own[ret->pages++] = fuzz_thing_page(1);
	for (; size >= FUZZ_THING; size -= FUZZ_THING, data += FUZZ_THING) {
		if (data[0] != FUZZ_PAGES_NEXT)
			fuzz_thing(ret->own[ret->pages - 1], data, words);
		else if (ret->pages < FUZZ_PAGES_MAX) {
			ret->own[ret->pages] = fuzz_thing_page(ret->pages + 1);
			ret->pages++;
		}
	}
	ret->page = (const struct page *const *)ret->own;
}

/* Things, lines of JSON where it begins like one, or plain text. */
static inline void
fuzz_pages_make(struct fuzz_pages *ret, const char *data, size_t size)
{
	struct flow flow = { .items = 0 };
	const char *end;
	size_t len;

	*ret = (struct fuzz_pages){ .pages = 0 };
	if (size > 0 && (uint8_t)data[0] == FUZZ_PAGES_THINGS) {
		fuzz_pages_things(ret, (const uint8_t *)data + 1, size - 1);
		return;
	}
	if (size == 0 || data[0] != '{') {
		plain_read(data, size, &ret->plain, &ret->pages, &flow);
		flow_free(&flow);
		ret->page = (const struct page *const *)ret->plain;
		return;
	}
	for (; size > 0 && ret->pages < FUZZ_PAGES_MAX; data += len,
	    size -= len) {
		end = memchr(data, '\n', size);
		len = end == NULL ? size : (size_t)(end - data) + 1;
		if (page_from_json(data, len, &ret->own[ret->pages]) == 0)
			ret->pages++;
	}
	ret->page = (const struct page *const *)ret->own;
}

static inline void
fuzz_pages_free(struct fuzz_pages *p)
{
	for (size_t i = 0; i < p->pages; i++)
		page_free(p->plain != NULL ? p->plain[i] : p->own[i]);
	free(p->plain);
}

/* From folders of the source tree: $top_srcdir, as for all tests. */
static inline struct plugin_set *
fuzz_plugins(const char *const *folder, size_t n)
{
	const char *top = getenv("top_srcdir"), *dirs[4];
	struct plugin_set *set = NULL;
	struct plugin_error err;
	char path[4][4096];

	MUST(n <= 4);
	for (size_t i = 0; i < n; i++) {
		(void)snprintf(path[i], sizeof(path[i]), "%s/%s",
		    top != NULL ? top : ".", folder[i]);
		dirs[i] = path[i];
	}
	regex_machine_code(true);
	if (plugin_set_load(dirs, n, &set, &err) < 0) {
		(void)fprintf(stderr, "%s:%d:%d: %s\n", err.file, err.line,
		    err.column, err.message);
		exit(EXIT_FAILURE);
	}
	return set;
}

/*
 * One by its place in a list that ends with a NULL: a seed's byte stays right
 * when plugins are added, as long as that is done behind the others.
 */
static inline const struct plugin *
fuzz_plugin(const struct plugin_set *set, const char *const *names, size_t n)
{
	size_t all = 0;

	while (names[all] != NULL)
		all++;
	return plugin_set_get(set, names[n % all]);
}

/* None of the list may be missing. */
static inline void
fuzz_plugins_are(const struct plugin_set *set, const char *const *names)
{
	for (; *names != NULL; names++)
		MUST(plugin_set_get(set, *names) != NULL);
}

#endif /* GREFFIER_FUZZ_PAGES_H */
