/*
 * score TRUTH_DIR OUTPUT_DIR: compares the records that were read with what
 * the scans are known to say.  Every field that differs is named on stdout; the
 * exit status is 1 where a level falls below its floor or a record is missing.
 *
 * The truth of NAME is TRUTH_DIR/NAME.truth.json, its record
 * OUTPUT_DIR/NAME.json.  Text is compared without accents, case and
 * punctuation, and may differ by a few letters: OCR is not ours to blame here.
 */
#include <ctype.h>
#include <dirent.h>
#include <err.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "text/text.h"

enum kind {
	EXACT,			/* the same JSON value */
	CODE,			/* the same but for case and space */
	CLOSE,			/* text alike by `floor` */
	LIST			/* F1 of alike items by `floor` */
};

struct field {
	const char	*path;
	enum kind	 kind;
	double		 floor;
	bool		 core;
};

static const struct field field[] = {
	{ "collectivite/nom", CLOSE, 0.90, false },
	{ "collectivite/type", EXACT, 0, false },
	{ "collectivite/departement", CLOSE, 0.90, false },
	{ "collectivite/arrondissement", CLOSE, 0.90, false },
	{ "organe", CLOSE, 0.90, false },
	{ "numero", CODE, 0, true },
	{ "objet", CLOSE, 0.95, true },
	{ "dates/seance", EXACT, 0, true },
	{ "dates/convocation", EXACT, 0, true },
	{ "dates/affichage", EXACT, 0, true },
	{ "dates/transmission", EXACT, 0, true },
	{ "dates/reception", EXACT, 0, true },
	{ "dates/publication", EXACT, 0, true },
	{ "dates/signature", EXACT, 0, true },
	{ "heure", EXACT, 0, false },
	{ "lieu", CLOSE, 0.85, false },
	{ "president", CLOSE, 0.90, false },
	{ "secretaire", CLOSE, 0.90, false },
	{ "effectifs/en_exercice", EXACT, 0, false },
	{ "effectifs/presents", EXACT, 0, false },
	{ "effectifs/absents", EXACT, 0, false },
	{ "effectifs/excuses", EXACT, 0, false },
	{ "effectifs/pouvoirs", EXACT, 0, false },
	{ "effectifs/votants", EXACT, 0, false },
	{ "membres/presents", LIST, 0.90, false },
	{ "membres/absents", LIST, 0.90, false },
	{ "membres/excuses", LIST, 0.90, false },
	{ "membres/pouvoirs", LIST, 0.90, false },
	{ "vote/resultat", EXACT, 0, true },
	{ "vote/unanimite", EXACT, 0, true },
	{ "vote/pour", EXACT, 0, true },
	{ "vote/contre", EXACT, 0, true },
	{ "vote/abstention", EXACT, 0, true },
	{ "vote/exprimes", EXACT, 0, true },
	{ "vote/nppv", EXACT, 0, true },
	{ "visas", LIST, 0.80, false },
	{ "considerants", LIST, 0.80, false },
	{ "decisions", LIST, 0.80, false },
};
#define FIELDS (sizeof(field) / sizeof(field[0]))

/* The floors of a level: a little under what was measured when last raised. */
struct level {
	const char	*name;
	double		 core, all;
	unsigned	 right[2], total[2];	/* all, core */
};

static struct level level[] = {
	{ "clean", 0.97, 0.90, {0}, {0} },
	{ "digital", 0.97, 0.90, {0}, {0} },
	{ "office", 0.94, 0.90, {0}, {0} },
	{ "poor", 0.80, 0.70, {0}, {0} },
	{ "photo", 0.80, 0.70, {0}, {0} },
	{ "fax", 0.80, 0.70, {0}, {0} },
};
#define LEVELS (sizeof(level) / sizeof(level[0]))

/* Lower-case letters and digits of the folded text, one space between words. */
static char *
plain(const char *s)
{
	size_t len, n = 0;
	char *f = text_fold(s, strlen(s), &len);

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)f[i];

		if (isalnum(c) || c >= 0x80)
			f[n++] = (char)tolower(c);
		else if (n > 0 && f[n - 1] != ' ')
			f[n++] = ' ';
	}
	while (n > 0 && f[n - 1] == ' ')
		n--;
	f[n] = '\0';
	return f;
}

/* Twice the longest common subsequence over both lengths: 1.0 when equal. */
static double
alike(const char *a, const char *b)
{
	size_t m = strlen(a), n = strlen(b);
	unsigned *row, above, left;

	if (m + n == 0 || strcmp(a, b) == 0)
		return 1.0;
	row = xcalloc(n + 1, sizeof(*row));
	for (size_t i = 0; i < m; i++) {
		above = 0;
		for (size_t j = 0; j < n; j++) {
			left = row[j + 1];
			if (a[i] == b[j])
				row[j + 1] = above + 1;
			else if (row[j] > left)
				row[j + 1] = row[j];
			above = left;
		}
	}
	left = row[n];
	free(row);
	return 2.0 * left / (double)(m + n);
}

/* What is compared of a list's item: a proxy is "from > to". */
static char *
item_text(const json_t *item)
{
	const char *from = json_string_value(json_object_get(item, "de"));
	const char *to = json_string_value(json_object_get(item, "a"));
	char both[512];

	if (json_is_string(item))
		return plain(json_string_value(item));
	(void)snprintf(both, sizeof(both), "%s > %s", from ? from : "?",
	    to ? to : "?");
	return plain(both);
}

static bool
same_list(const json_t *truth, const json_t *got, double floor)
{
	size_t n = json_array_size(truth), m = json_array_size(got), hits = 0;
	bool *used = xcalloc(m + 1, sizeof(*used));

	for (size_t i = 0; i < n; i++) {
		char *want = item_text(json_array_get(truth, i));

		for (size_t j = 0; j < m; j++) {
			char *have = item_text(json_array_get(got, j));
			bool hit = !used[j] && alike(want, have) >= 0.85;

			free(have);
			if (hit) {
				used[j] = true;
				hits++;
				break;
			}
		}
		free(want);
	}
	free(used);
	return 2.0 * (double)hits / (double)(n + m) >= floor;
}

static bool
same_text(const struct field *f, const char *truth, const char *got)
{
	char *a = plain(truth), *b = plain(got);
	bool same = alike(a, b) >= f->floor;

	free(a);
	free(b);
	return same;
}

static bool
same_code(const char *a, const char *b)
{
	for (;;) {
		while (isspace((unsigned char)*a))
			a++;
		while (isspace((unsigned char)*b))
			b++;
		if (tolower((unsigned char)*a) != tolower((unsigned char)*b))
			return false;
		if (*a == '\0')
			return true;
		a++;
		b++;
	}
}

static bool
empty(const json_t *v)
{
	return v == NULL || json_is_null(v) ||
	    (json_is_array(v) && json_array_size(v) == 0);
}

static bool
same(const struct field *f, const json_t *truth, const json_t *got)
{
	if (empty(truth) || empty(got))
		return empty(truth) && empty(got);
	if (f->kind == LIST)
		return same_list(truth, got, f->floor);
	if (f->kind == EXACT || !json_is_string(truth) || !json_is_string(got))
		return json_equal(truth, got);
	if (f->kind == CODE)
		return same_code(json_string_value(truth),
		    json_string_value(got));
	return same_text(f, json_string_value(truth), json_string_value(got));
}

static const json_t *
at(const json_t *deliberation, const char *path)
{
	const char *slash = strchr(path, '/');
	char head[64];

	if (slash == NULL)
		return json_object_get(deliberation, path);
	(void)snprintf(head, sizeof(head), "%.*s", (int)(slash - path), path);
	return json_object_get(json_object_get(deliberation, head), slash + 1);
}

/* Does the truth accept `got` for this field by another reading of the page? */
static bool
accepted(const struct field *f, const json_t *truth, const json_t *got)
{
	const json_t *accept = json_object_get(truth, "accept"), *other;
	char key[72];
	size_t i;

	(void)snprintf(key, sizeof(key), "/%s", f->path);
	accept = json_object_get(accept, key);
	if (json_is_string(accept))
		return true;		/* "*": not scored */
	json_array_foreach(accept, i, other)
		if (same(f, other, got))
			return true;
	return false;
}

static void
say(const char *name, size_t n, const struct field *f, const json_t *truth,
    const json_t *got)
{
	char *want = json_dumps(truth ? truth : json_null(), JSON_ENCODE_ANY);
	char *have = json_dumps(got ? got : json_null(), JSON_ENCODE_ANY);

	printf("%s[%zu] %s%s\n\twants %s\n\tgot   %s\n", name, n, f->path,
	    f->core ? " *" : "", want ? want : "?", have ? have : "?");
	free(want);
	free(have);
}

static void
score_one(struct level *l, const char *name, size_t n, const json_t *truth,
    const json_t *got)
{
	for (size_t i = 0; i < FIELDS; i++) {
		const struct field *f = &field[i];
		const json_t *a = at(truth, f->path), *b = at(got, f->path);
		bool right = same(f, a, b) || accepted(f, truth, b);

		if (empty(a) && right)
			continue;	/* nothing stated, nothing claimed */
		if (!right)
			say(name, n, f, a, b);
		for (int core = 0; core <= f->core; core++) {
			l->total[core]++;
			l->right[core] += right;
		}
	}
}

static json_t *
load(const char *dir, const char *name, const char *suffix)
{
	char path[4096];
	json_error_t error;
	json_t *root;

	(void)snprintf(path, sizeof(path), "%s/%s%s", dir, name, suffix);
	root = json_load_file(path, 0, &error);
	if (root == NULL)
		warnx("%s:%d: %s", path, error.line, error.text);
	return root;
}

static struct level *
level_of(const json_t *truth)
{
	const char *name = json_string_value(json_object_get(truth, "level"));

	for (size_t i = 0; name != NULL && i < LEVELS; i++)
		if (strcmp(level[i].name, name) == 0)
			return &level[i];
	errx(2, "a truth of level %s", name ? name : "none");
}

static int
score_scan(const char *truth_dir, const char *output_dir, const char *name)
{
	json_t *truth = load(truth_dir, name, ".truth.json");
	json_t *got = load(output_dir, name, ".json");
	const json_t *a = json_object_get(truth, "deliberations");
	const json_t *b = json_object_get(got, "deliberations");
	size_t n = json_array_size(a), m = json_array_size(b);
	int status = got == NULL;

	if (truth == NULL)
		errx(2, "%s: no truth", name);
	if (n != m)
		printf("%s: %zu deliberations, %zu read\n", name, n, m);
	for (size_t i = 0; i < n || i < m; i++)
		score_one(level_of(truth), name, i, json_array_get(a, i),
		    json_array_get(b, i));
	json_decref(truth);
	json_decref(got);
	return status;
}

static int
is_truth(const struct dirent *d)
{
	size_t len = strlen(d->d_name), end = strlen(".truth.json");

	return len > end && strcmp(d->d_name + len - end, ".truth.json") == 0;
}

static double
share(const struct level *l, int core)
{
	return l->total[core] == 0 ? 1.0 :
	    (double)l->right[core] / l->total[core];
}

int
main(int argc, char **argv)
{
	struct dirent **entry;
	int n, status = 0;

	if (argc != 3)
		errx(2, "usage: score TRUTH_DIR OUTPUT_DIR");
	n = scandir(argv[1], &entry, is_truth, alphasort);
	if (n <= 0)
		errx(2, "%s: no truth there", argv[1]);
	for (int i = 0; i < n; i++) {
		char *name = entry[i]->d_name;

		name[strlen(name) - strlen(".truth.json")] = '\0';
		status |= score_scan(argv[1], argv[2], name);
		free(entry[i]);
	}
	free(entry);

	printf("\n%-10s %10s %12s\n", "level", "core", "all");
	for (size_t i = 0; i < LEVELS; i++) {
		const struct level *l = &level[i];
		double core = share(l, 1), all = share(l, 0);
		bool low = core < l->core || all < l->all;

		printf("%-10s %5.3f %3u/%-3u %5.3f %3u/%-3u%s\n", l->name, core,
		    l->right[1], l->total[1], all, l->right[0], l->total[0],
		    low ? "  below its floor" : "");
		status |= low;
	}
	return status;
}
