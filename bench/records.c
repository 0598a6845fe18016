/*
 * What a record costs once its pages are read: words to text, plugin, fields
 * and JSON, in processor time of one core.
 *
 *	records --read FOLDER SCAN..	read scans once: FOLDER/NAME.json each
 *	records [OPTION].. WORDS..	journals, pages.json, text.txt
 *
 *	-p FOLDER	of plugins (plugins)
 *	-n ROUNDS	over all of them (20)
 *	-s FOLDER	save the records there, to compare them
 *	-g		read all by generique
 *	-j, -i		by machine code only, by the interpreter only
 *	-v		a line for each
 *
 * Says records per second: first as PCRE2's machine code makes them, then as
 * its interpreter does, which is what a reader without executable memory has.
 */
#include <err.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "page/source.h"
#include "plugin/plugin_set.h"
#include "plugin/regex.h"
#include "reader/known.h"
#include "record/record.h"
#include "words/page.h"
#include "words/read.h"

#define ROUNDS_MAX	1000

struct options {
	const char	*plugins, *save, *plugin;
	int		 rounds;
	bool		 verbose;
	bool		 machine_code, interpreter;
};

/* One scan's words, and the least time that its record took. */
struct scan {
	const char	*path;
	struct known	*known;
	double		 least;
};

static double
cpu_s(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static FILE *
create(const char *folder, const char *path)
{
	char name[4096];
	size_t n = strlen(folder) + 1;
	FILE *f;

	/* The whole path: samples of two plugins may have one name. */
	(void)snprintf(name, sizeof(name), "%s/%s.json", folder,
	    path + strspn(path, "./"));
	for (char *c = name + n; (c = strchr(c, '/')) != NULL;)
		*c = '-';
	f = fopen(name, "we");
	if (f == NULL)
		err(1, "%s", name);
	return f;
}

static void
finish(FILE *f)
{
	if (fclose(f) != 0)
		err(1, "a file that was written");
}

static void
read_scan(struct ocr *ocr, const char *folder, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct source *s;
	struct page *p;
	FILE *to;
	char *json;
	size_t len;

	if (fd == -1)
		err(1, "%s", path);
	if (source_open(fd, &s) != VERDICT_OK)
		errx(1, "%s: not a scan", path);
	to = create(folder, path);
	for (uint32_t i = 1; i <= source_pages(s); i++) {
		if (page_read(s, ocr, i, 0, &p) != VERDICT_OK)
			errx(1, "%s: page %u", path, (unsigned)i);
		json = page_to_json(p, &len);
		(void)fprintf(to, "%s%s", i == 1 ? "[" : ",\n", json);
		free(json);
		page_free(p);
	}
	(void)fputs("]\n", to);
	finish(to);
	source_free(s);
	(void)close(fd);
}

static int
read_scans(const char *folder, char **path, int n)
{
	struct ocr *ocr;

	if (ocr_new(NULL, "fra", &ocr) < 0)
		errx(1, "Tesseract has no French");
	for (int i = 0; i < n; i++)
		read_scan(ocr, folder, path[i]);
	ocr_free(ocr);
	return 0;
}

static void
open_words(struct scan *s, const char *path)
{
	char *opened;
	int fd;

	s->path = path;
	if (known_open(path, &fd, &opened) < 0 ||
	    known_read(fd, &s->known) < 0)
		errx(1, "%s: no words", path);
	free(opened);
	(void)close(fd);
}

static char *
make_record(const struct plugin_set *set, const struct scan *s,
    const struct options *o)
{
	const struct record_source src = {
		.name = s->path, .sha256 = "", .type = "application/pdf",
		.pages = (uint32_t)s->known->pages, .engine = "tesseract",
		.languages = "fra",
	};
	char *json;
	size_t len;

	if (record_make(set, &src, (const struct page *const *)s->known->page,
	    s->known->pages, o->plugin, &json, &len) < 0)
		errx(1, "%s: no record", s->path);
	return json;
}

/* All of them once; the seconds that took. */
static double
make_all(const struct plugin_set *set, struct scan *scan, int n,
    const struct options *o)
{
	double began, took, all = 0;

	for (int i = 0; i < n; i++) {
		began = cpu_s();
		free(make_record(set, &scan[i], o));
		took = cpu_s() - began;
		if (scan[i].least == 0 || took < scan[i].least)
			scan[i].least = took;
		all += took;
	}
	return all;
}

static void
save_all(const struct plugin_set *set, const struct scan *scan, int n,
    const struct options *o)
{
	char *json;
	FILE *to;

	for (int i = 0; i < n; i++) {
		to = create(o->save, scan[i].path);
		json = make_record(set, &scan[i], o);
		(void)fputs(json, to);
		free(json);
		finish(to);
	}
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void
measure(const char *how, bool machine_code, struct scan *scan, int n,
    const struct options *o)
{
	double round[ROUNDS_MAX], began = cpu_s();
	struct plugin_set *set;
	struct plugin_error e;

	regex_machine_code(machine_code);
	if (plugin_set_load(&o->plugins, 1, &set, &e) < 0)
		errx(1, "%s:%d: %s", e.file, e.line, e.message);
	(void)printf("%s: %.0f ms to load, ", how, (cpu_s() - began) * 1e3);
	for (int i = 0; i < n; i++)
		scan[i].least = 0;
	(void)make_all(set, scan, n, o);	/* what is made at first use */
	for (int i = 0; i < o->rounds; i++)
		round[i] = make_all(set, scan, n, o);
	qsort(round, (size_t)o->rounds, sizeof(round[0]), compare);
	(void)printf("%.0f records/s of a core (%.0f to %.0f), %.2f ms each\n",
	    n / round[o->rounds / 2], n / round[o->rounds - 1], n / round[0],
	    round[o->rounds / 2] / n * 1e3);
	for (int i = 0; o->verbose && i < n; i++)
		(void)printf("  %6.2f ms %s\n", scan[i].least * 1e3,
		    scan[i].path);
	if (o->save != NULL)
		save_all(set, scan, n, o);
	plugin_set_free(set);
}

int
main(int argc, char **argv)
{
	struct options o = { .plugins = "plugins", .rounds = 20,
	    .machine_code = true, .interpreter = true };
	struct scan *scan;
	int option, n;

	if (argc > 3 && strcmp(argv[1], "--read") == 0)
		return read_scans(argv[2], argv + 3, argc - 3);
	while ((option = getopt(argc, argv, "p:n:s:gvij")) != -1) {
		if (option == 'p')
			o.plugins = optarg;
		else if (option == 'n')
			o.rounds = atoi(optarg);
		else if (option == 's')
			o.save = optarg;
		else if (option == 'g')
			o.plugin = "generique";
		else if (option == 'v')
			o.verbose = true;
		else if (option == 'i')
			o.machine_code = false;
		else if (option == 'j')
			o.interpreter = false;
		else
			return 2;
	}
	n = argc - optind;
	if (n == 0 || o.rounds < 1 || o.rounds > ROUNDS_MAX)
		errx(2, "records [OPTION].. WORDS..; see its source");
	scan = xcalloc((size_t)n, sizeof(*scan));
	for (int i = 0; i < n; i++)
		open_words(&scan[i], argv[optind + i]);
	if (o.machine_code)
		measure("machine code", true, scan, n, &o);
	if (o.interpreter)
		measure("interpreter", false, scan, n, &o);
	for (int i = 0; i < n; i++)
		known_free(scan[i].known);
	free(scan);
	return 0;
}
