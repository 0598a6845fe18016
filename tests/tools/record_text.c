/*
 * The record of a scan whose words are known: from plain text, or from the
 * pages as JSON.  For plugin authors and for measuring; nothing is OCRed.
 *
 *	-d DIR	a folder of plugins	-p NAME	read by this plugin
 *	-t	print the text as patterns see it laid out
 *	-e	print what expected.json of a sample would hold
 *	-c	check the plugins with their samples
 *	-r N	make the record N times and print how long each took
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "plugin/plugin_set.h"
#include "reader/plugin_check.h"
#include "record/record.h"
#include "text/text.h"
#include "words/page.h"

#define DIRS_MAX 8

struct pages {
	struct page	**page;
	size_t		  n;
};

static int
read_all(const char *path, struct buf *ret)
{
	FILE *f = fopen(path, "r");
	char chunk[65536];
	size_t n;
	int r;

	if (f == NULL)
		return -errno;
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		xbuf_append(ret, chunk, n);
	r = ferror(f) ? -EIO : 0;
	(void)fclose(f);
	return r;
}

static void
add_page(struct pages *p, struct page *page)
{
	p->page = xreallocarray(p->page, p->n + 1, sizeof(struct page *));
	p->page[p->n++] = page;
}

/* A page of JSON, or the pages that a plain text makes. */
static int
read_pages(const char *path, struct pages *ret)
{
	size_t len = strlen(path), size;
	struct buf data = { 0 };
	struct page *page;
	struct text *t;
	char *json;
	int r;

	if ((r = read_all(path, &data)) < 0)
		goto out;
	xbuf_puts(&data, "");
	if (len > 5 && strcmp(path + len - 5, ".json") == 0) {
		r = page_from_json(data.data, data.len, &page);
		if (r == 0)
			add_page(ret, page);
		goto out;
	}
	/* Through JSON, so that the pages outlive the text they came from. */
	t = text_from_utf8(data.data, data.len);
	for (size_t i = 0; i < t->pages && r == 0; i++) {
		json = page_to_json(t->page[i], &size);
		r = page_from_json(json, size, &page);
		free(json);
		if (r == 0)
			add_page(ret, page);
	}
	text_free(t);
out:
	buf_free(&data);
	return r;
}

static int
print_text(const struct pages *p)
{
	struct text *t = text_new((const struct page *const *)p->page, p->n);

	(void)fwrite(t->utf8, 1, t->len, stdout);
	(void)putchar('\n');
	text_free(t);
	return 0;
}

static int
make(const struct plugin_set *set, const struct pages *p, const char *name,
    const char *plugin, char **ret_json)
{
	const struct record_source src = {
		.name = name,
		.sha256 = "0000000000000000000000000000000000000000000000000000"
		    "000000000000",
		.type = "text/plain",
		.pages = (uint32_t)p->n,
		.engine = "none",
		.languages = "fra",
	};
	size_t len;

	return record_make(set, &src, (const struct page *const *)p->page,
	    p->n, plugin, ret_json, &len);
}

static int
print_record(const struct plugin_set *set, const struct pages *p,
    const char *name, const char *plugin, int expected)
{
	json_t *root, *shown, *one;
	char *json, *spread;
	size_t i;
	int r;

	r = make(set, p, name, plugin, &json);
	if (r < 0)
		return r;
	root = shown = json_loads(json, 0, NULL);
	if (expected)
		shown = json_object_get(root, "deliberations");
	json_array_foreach(shown, i, one)
		(void)json_object_del(one, "provenance");
	spread = json_dumps(shown, JSON_INDENT(1) | JSON_REAL_PRECISION(6));
	(void)puts(spread);
	free(spread);
	free(json);
	json_decref(root);
	return 0;
}

/* The first time compiles the patterns, and is not counted. */
static int
time_record(const struct plugin_set *set, const struct pages *p,
    const char *name, const char *plugin, int times)
{
	struct timespec from, to;
	double ms;
	char *json;
	int r = 0;

	for (int i = 0; i <= times && r == 0; i++) {
		r = make(set, p, name, plugin, &json);
		if (r == 0)
			free(json);
		if (i == 0)
			(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
	}
	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
	ms = (double)(to.tv_sec - from.tv_sec) * 1e3 +
	    (double)(to.tv_nsec - from.tv_nsec) / 1e6;
	(void)printf("%.3f ms\t%s\n", ms / times, name);
	return r;
}

/* As "greffier plugin check", without its reader. */
static int
check_plugins(const char *const *dirs, size_t n)
{
	const struct plugin_check o = { 0 };
	struct plugin_set *set;
	struct plugin_error err;
	int r;

	if (plugin_set_load(dirs, n, &set, &err) < 0) {
		(void)printf("%s:%d:%d: %s\n", err.file, err.line, err.column,
		    err.message);
		return 1;
	}
	r = plugin_check_set(set, &o, stdout);
	plugin_set_free(set);
	return r < 0;
}

int
main(int argc, char *argv[])
{
	const char *dirs[DIRS_MAX], *plugin = NULL;
	struct plugin_set *set = NULL;
	struct plugin_error err;
	struct pages p = { 0 };
	int opt, text = 0, expected = 0, check = 0, times = 0, r = 0;
	size_t n = 0;

	while ((opt = getopt(argc, argv, "cd:ep:r:t")) != -1) {
		if (opt == 'd' && n < DIRS_MAX)
			dirs[n++] = optarg;
		else if (opt == 'p')
			plugin = optarg;
		else if (opt == 't')
			text = 1;
		else if (opt == 'e')
			expected = 1;
		else if (opt == 'c')
			check = 1;
		else if (opt == 'r')
			times = atoi(optarg);
		else
			return 2;
	}
	if (check)
		return check_plugins(dirs, n);
	if (optind == argc || (n == 0 && !text)) {
		(void)fprintf(stderr, "usage: record_text [-et] [-d PLUGINS].. "
		    "[-p PLUGIN] [-r TIMES] FILE.txt|PAGE.json..\n"
		    "       record_text -c -d PLUGINS..\n");
		return 2;
	}
	if (!text && plugin_set_load(dirs, n, &set, &err) < 0) {
		(void)fprintf(stderr, "%s:%d:%d: %s\n", err.file, err.line,
		    err.column, err.message);
		return 78;
	}
	for (int i = optind; i < argc && r == 0; i++) {
		r = read_pages(argv[i], &p);
		if (r < 0)
			(void)fprintf(stderr, "%s: %s\n", argv[i],
			    strerror(-r));
	}
	if (r == 0)
		r = text ? print_text(&p) : times > 0 ?
		    time_record(set, &p, argv[optind], plugin, times) :
		    print_record(set, &p, argv[optind], plugin, expected);
	if (r < 0)
		(void)fprintf(stderr, "%s: %s\n", argv[optind], strerror(-r));
	for (size_t i = 0; i < p.n; i++)
		page_free(p.page[i]);
	free(p.page);
	plugin_set_free(set);
	return r < 0;
}
