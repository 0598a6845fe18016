#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/xalloc.h"
#include "plugin/plugin.h"
#include "plugin/plugin_set.h"
#include "reader/plugin_check.h"
#include "reader/sample.h"
#include "record/delib.h"
#include "record/record.h"

#define DIFFERENCES_MAX	8	/* of one sample; more hide the first */
#define VALUE_SHOWN	160	/* bytes of a value in a message */

/* The check under way: what was found, and which rules have won. */
struct check {
	const struct plugin_set *set;
	FILE		*out;
	const struct rule **won;
	size_t		 wins;
	size_t		 faults;
};

static int
compare_rules(const void *a, const void *b)
{
	const struct rule *x = *(const struct rule *const *)a;
	const struct rule *y = *(const struct rule *const *)b;

	return x < y ? -1 : x > y;
}

static void
note_rules(void *ctx, const struct delib *d)
{
	struct check *c = ctx;

	for (enum field_id f = 0; f < FIELDS; f++) {
		if (d->field[f].rule == NULL)
			continue;
		c->won = xreallocarray(c->won, c->wins + 1, sizeof(*c->won));
		c->won[c->wins++] = d->field[f].rule;
	}
}

static char *
shown(const json_t *value)
{
	char *s = value == NULL ? xstrdup("nothing") :
	    json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);

	if (s != NULL && strlen(s) > VALUE_SHOWN) {
		/* Whole characters only. */
		size_t n = VALUE_SHOWN;

		while (n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80)
			n--;
		s[n] = '\0';
	}
	return s;
}

struct place {
	struct check	*check;
	const char	*sample;
	size_t		 told;
};

static void
tell(struct place *p, const char *pointer, const json_t *expected,
    const json_t *got)
{
	char *want, *have;

	if (p->told++ >= DIFFERENCES_MAX)
		return;
	want = shown(expected);
	have = shown(got);
	(void)fprintf(p->check->out, "%s: %s: expected %s, read %s\n",
	    p->sample, pointer, want, have);
	free(want);
	free(have);
}

static void compare(struct place *p, const char *pointer,
    const json_t *expected, const json_t *got);

static void
compare_key(struct place *p, const char *pointer, const char *key,
    const json_t *expected, const json_t *got)
{
	size_t size = strlen(pointer) + strlen(key) + 2;
	char *below = xmalloc(size);

	(void)snprintf(below, size, "%s/%s", pointer, key);
	compare(p, below, expected, got);
	free(below);
}

static void
compare_objects(struct place *p, const char *pointer, const json_t *expected,
    const json_t *got)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)expected, key, value)
		compare_key(p, pointer, key, value,
		    json_object_get(got, key));
	json_object_foreach((json_t *)got, key, value) {
		if (json_object_get(expected, key) == NULL)
			compare_key(p, pointer, key, NULL, value);
	}
}

static void
compare_arrays(struct place *p, const char *pointer, const json_t *expected,
    const json_t *got)
{
	size_t n = json_array_size(expected);
	char index[24];

	if (json_array_size(got) > n)
		n = json_array_size(got);
	for (size_t i = 0; i < n; i++) {
		(void)snprintf(index, sizeof(index), "%zu", i);
		compare_key(p, pointer, index, json_array_get(expected, i),
		    json_array_get(got, i));
	}
}

static void
compare(struct place *p, const char *pointer, const json_t *expected,
    const json_t *got)
{
	if (json_is_object(expected) && json_is_object(got))
		compare_objects(p, pointer, expected, got);
	else if (json_is_array(expected) && json_is_array(got))
		compare_arrays(p, pointer, expected, got);
	else if (expected == NULL || got == NULL ||
	    !json_equal(expected, got))
		tell(p, pointer, expected, got);
}

/* Provenance is left out: its boxes change with every scan. */
static json_t *
read_sample(struct check *c, const struct plugin *p, const struct sample *s)
{
	struct record_hook hook = { note_rules, c };
	json_t *list, *one;
	size_t i;

	list = record_deliberations(s->text, p, &hook);
	json_array_foreach(list, i, one)
		(void)json_object_del(one, "provenance");
	return list;
}

static void
check_sample(struct check *c, const struct plugin *p, const char *folder)
{
	struct place place = { c, folder, 0 };
	const struct plugin *chosen;
	struct sample *s;
	json_t *got;
	char *why;

	if (sample_read(folder, &s, &why) < 0) {
		(void)fprintf(c->out, "%s\n", why);
		free(why);
		c->faults++;
		return;
	}
	chosen = plugin_set_choose(c->set, s->text);
	if (chosen != p) {
		(void)fprintf(c->out, "%s: recognised as %s, not as %s\n",
		    folder, chosen->name, p->name);
		c->faults++;
	}
	got = read_sample(c, p, s);
	compare(&place, "", s->expected, got);
	if (place.told > DIFFERENCES_MAX)
		(void)fprintf(c->out, "%s: and %zu other differences\n",
		    folder, place.told - DIFFERENCES_MAX);
	c->faults += place.told > 0;
	json_decref(got);
	sample_free(s);
}

static size_t
check_plugin(struct check *c, size_t i)
{
	const struct plugin *p = plugin_set_at(c->set, i);
	const char *file = plugin_set_file(c->set, i);
	char *folder = xstrndup(file,
	    (size_t)(strrchr(file, '/') - file)), **sample;
	size_t n;

	sample_list(folder, &sample, &n);
	if (n == 0) {
		(void)fprintf(c->out, "%s: no samples: nothing shows that "
		    "this plugin works\n", folder);
		c->faults++;
	}
	for (size_t k = 0; k < n; k++) {
		check_sample(c, p, sample[k]);
		free(sample[k]);
	}
	free(sample);
	free(folder);
	return n;
}

static bool
has_won(const struct check *c, const struct rule *r)
{
	return c->wins > 0 && bsearch(&r, c->won, c->wins, sizeof(*c->won),
	    compare_rules) != NULL;
}

/* Name the rules that no sample shows at work. */
static void
report(const struct check *c, size_t i, size_t samples)
{
	const struct plugin *p = plugin_set_at(c->set, i);
	size_t rules = 0, idle = 0;
	char *motif;

	for (enum field_id f = 0; f < FIELDS; f++) {
		for (size_t k = 0; k < p->field[f].n; k++) {
			const struct rule *r = &p->field[f].rule[k];

			rules++;
			if (has_won(c, r))
				continue;
			idle++;
			motif = plugin_motif(r);
			(void)fprintf(c->out, "%s:%d:%d: no sample needs "
			    "%s\n", plugin_set_file(c->set, i), r->line,
			    r->column, motif);
			free(motif);
		}
	}
	(void)fprintf(c->out, "%s: %zu rules, %zu of them at work in %zu "
	    "samples\n", p->name, rules, rules - idle, samples);
}

int
plugin_check_set(const struct plugin_set *set, FILE *out)
{
	struct check c = { .set = set, .out = out };
	size_t n = plugin_set_count(set), *samples;

	samples = xcalloc(n + 1, sizeof(*samples));
	for (size_t i = 0; i < n; i++)
		samples[i] = check_plugin(&c, i);
	if (c.wins > 0)
		qsort(c.won, c.wins, sizeof(*c.won), compare_rules);
	for (size_t i = 0; i < n; i++)
		report(&c, i, samples[i]);
	free(samples);
	free(c.won);
	return c.faults == 0 ? 0 : -EINVAL;
}

int
plugin_check_run(const char *const *dirs, size_t n, FILE *out)
{
	struct plugin_set *set;
	struct plugin_error err;
	int r;

	r = plugin_set_load(dirs, n, &set, &err);
	if (r < 0) {
		(void)fprintf(out, "%s:%d:%d: %s\n", err.file, err.line,
		    err.column, err.message);
		return -EINVAL;
	}
	r = plugin_check_set(set, out);
	plugin_set_free(set);
	return r;
}
