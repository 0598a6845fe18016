#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/json_diff.h"
#include "base/plural.h"
#include "base/tell.h"
#include "base/xalloc.h"
#include "plugin/plugin.h"
#include "plugin/plugin_lint.h"
#include "plugin/plugin_set.h"
#include "reader/deadline.h"
#include "reader/plugin_check.h"
#include "reader/sample.h"
#include "record/delib.h"
#include "record/record.h"

#define DIFFERENCES_MAX	8	/* of one sample; more hide the first */
#define VALUE_SHOWN	160	/* bytes of a value in a message */
#define REMARKS_MAX	40	/* on one plugin's text; nobody reads more */

/* The check under way: what was found, and which rules have won. */
struct check {
	const struct plugin_set *set;
	const struct plugin_check *o;
	FILE		*out;
	size_t		 point;		/* of TAP, counted */
	const struct rule **won;
	size_t		 wins;
	size_t		 faults, shown;	/* shown: with the point before */
	const char	*sample;	/* being read */
	size_t		 cuts;		/* rules given up in it */
};

static void	say(struct check *c, const char *fmt, ...)
		    __attribute__((format(printf, 2, 3)));

static void
say(struct check *c, const char *fmt, ...)
{
	va_list ap;

	if (c->o->tap)
		(void)fputs("# ", c->out);
	va_start(ap, fmt);
	tell_line_va(c->out, fmt, ap);
	va_end(ap);
}

/* Before something that hostile plugins and samples can make long. */
static void
begin(const struct check *c, const char *what)
{
	/* What is said so far must not be lost. */
	(void)fflush(c->out);
	deadline_set(c->o->cpu_ms, what, c->o->tap ? "Bail out!  " : NULL);
}

/* In TAP "#" begins a directive, which could make a fault pass. */
static char *
description(const char *what)
{
	struct buf b = { 0 };

	for (size_t n; *what != '\0'; what += n) {
		n = strcspn(what, "#\\");
		if (n == 0) {
			xbuf_puts(&b, "\\");
			n = 1;
		}
		xbuf_append(&b, what, n);
	}
	return xbuf_take(&b, NULL);
}

/* What was looked at since the last point is in order, or is not. */
static void
end_point(struct check *c, const char *what)
{
	bool ok = c->faults == c->shown;
	char *shown;

	c->point++;
	c->shown = c->faults;
	if (!c->o->tap)
		return;
	shown = description(what);
	tell_line(c->out, "%s %zu - %s", ok ? "ok" : "not ok", c->point,
	    shown);
	free(shown);
}

static int
compare_rules(const void *a, const void *b)
{
	const struct rule *x = *(const struct rule *const *)a;
	const struct rule *y = *(const struct rule *const *)b;

	return x < y ? -1 : x > y;
}

static void
note_cut(struct check *c, const struct rule *r)
{
	char *motif;

	c->faults++;
	if (c->cuts++ >= DIFFERENCES_MAX)
		return;
	motif = plugin_motif(r);
	say(c, "%s: %s is too dear: it was given up", c->sample, motif);
	free(motif);
}

static void
note_rules(void *ctx, struct view *v, const struct delib *d)
{
	struct check *c = ctx;

	(void)v;
	for (enum field_id f = 0; f < FIELDS; f++) {
		if (d->field[f].cut != NULL)
			note_cut(c, d->field[f].cut);
		if (d->field[f].rule == NULL)
			continue;
		c->won = xreallocarray(c->won, c->wins + 1, sizeof(*c->won));
		c->won[c->wins++] = d->field[f].rule;
	}
}

struct place {
	struct check	*check;
	size_t		 told;
};

static void
tell(void *ctx, const char *pointer, const json_t *expected,
    const json_t *got)
{
	struct place *p = ctx;
	char *want, *have;

	if (p->told++ >= DIFFERENCES_MAX)
		return;
	want = json_diff_shown(expected, VALUE_SHOWN);
	have = json_diff_shown(got, VALUE_SHOWN);
	if (want == NULL || have == NULL)
		abort();
	say(p->check, "%s: %s: expected %s, read %s", p->check->sample,
	    pointer, want, have);
	free(want);
	free(have);
}

/* Is what was read what the sample expects? */
static void
compare_with_expected(struct check *c, const struct plugin *p,
    const struct sample *s, const json_t *got)
{
	struct place place = { c, 0 };

	if (s->expected == NULL) {
		say(c, "%s: no expected.json: bless it, that it expects what "
		    "is read now (greffier plugin bless %s %s)", c->sample,
		    p->name, s->name);
		c->faults++;
		return;
	}
	if (json_diff(s->expected, got, tell, &place) < 0)
		abort();
	if (place.told > DIFFERENCES_MAX)
		say(c, "%s: and %zu other difference%s", c->sample,
		    place.told - DIFFERENCES_MAX,
		    plural(place.told - DIFFERENCES_MAX));
	c->faults += place.told > 0;
}

/* Is it chosen for its own sample, and what does it read there? */
static void
check_words(struct check *c, const struct plugin *p, const struct sample *s)
{
	const struct plugin *chosen = plugin_set_choose(c->set, s->text);
	struct record_hook hook = { note_rules, c };
	json_t *got;

	if (chosen != p) {
		say(c, "%s: recognised as %s, not as %s", c->sample,
		    chosen->name, p->name);
		c->faults++;
	}
	got = sample_deliberations(s, p, &hook);
	compare_with_expected(c, p, s, got);
	json_decref(got);
}

/* Was it read? */
static bool
check_sample(struct check *c, const struct plugin *p, const char *folder)
{
	struct sample *s;
	char *why;
	int r;

	begin(c, folder);
	c->sample = folder;
	c->cuts = 0;
	if ((r = sample_read(folder, true, &s, &why)) < 0) {
		say(c, "%s", why);
		free(why);
		c->faults++;
	} else {
		check_words(c, p, s);
		sample_free(s);
	}
	end_point(c, folder);
	return r == 0;
}

struct lint {
	struct check	*check;
	const char	*file;
	size_t		 told;
};

static void
tell_lint(void *ctx, int line, int column, const char *message)
{
	struct lint *l = ctx;

	if (l->told++ < REMARKS_MAX)
		say(l->check, "%s:%d:%d: %s", l->file, line, column, message);
	l->check->faults++;
}

/* What its text alone tells. */
static void
check_text(struct check *c, const struct plugin *p, const char *file,
    size_t samples)
{
	struct lint l = { c, file, 0 };

	plugin_lint(p, tell_lint, &l);
	if (l.told > REMARKS_MAX)
		say(c, "%s: and %zu other remark%s", file,
		    l.told - REMARKS_MAX, plural(l.told - REMARKS_MAX));
	if (p->draft_line > 0) {
		say(c, "%s:%d:1: this is a draft: look at it and at what its "
		    "samples expect, then strike this line", file,
		    p->draft_line);
		c->faults++;
	}
	if (samples == 0) {
		say(c, "%s: no samples: nothing shows that this plugin works",
		    file);
		c->faults++;
	}
	end_point(c, file);
}

/* Is it one of those that are checked? */
static bool
is_ours(const struct check *c, size_t i)
{
	const char *file = plugin_set_file(c->set, i);
	size_t n;

	for (size_t k = 0; k < c->o->folders; k++) {
		n = strlen(c->o->folder[k]);
		if (strncmp(file, c->o->folder[k], n) == 0 && file[n] == '/')
			return true;
	}
	return c->o->folders == 0;
}

/* Another's sample: who of ours would take it away? */
static void
compare_sample(struct check *c, const struct plugin *p, const char *folder)
{
	const struct plugin *chosen;
	struct sample *s;
	char *why;

	begin(c, folder);
	if (sample_read(folder, true, &s, &why) < 0) {
		free(why);	/* its author's fault, not ours */
		return;
	}
	chosen = plugin_set_choose(c->set, s->text);
	for (size_t i = 0; chosen != p && i < plugin_set_count(c->set); i++) {
		if (plugin_set_at(c->set, i) != chosen || !is_ours(c, i))
			continue;
		say(c, "%s: recognised as %s, not as %s", folder,
		    chosen->name, p->name);
		c->faults++;
	}
	sample_free(s);
}

/* What there was to show its rules at work. */
struct shown {
	size_t	samples, unread;
};

static struct shown
check_plugin(struct check *c, size_t i)
{
	struct shown shown = { 0 };
	const struct plugin *p = plugin_set_at(c->set, i);
	const char *file = plugin_set_file(c->set, i);
	char *folder = xstrndup(file,
	    (size_t)(strrchr(file, '/') - file)), **sample;

	begin(c, file);
	sample_list(folder, &sample, &shown.samples);
	if (is_ours(c, i))
		check_text(c, p, file, shown.samples);
	for (size_t k = 0; k < shown.samples; k++) {
		if (is_ours(c, i))
			shown.unread += !check_sample(c, p, sample[k]);
		else
			compare_sample(c, p, sample[k]);
		free(sample[k]);
	}
	if (!is_ours(c, i))
		end_point(c, folder);
	free(sample);
	free(folder);
	return shown;
}

static bool
has_won(const struct check *c, const struct rule *r)
{
	return c->wins > 0 && bsearch(&r, c->won, c->wins, sizeof(*c->won),
	    compare_rules) != NULL;
}

/* Name the rules that no sample shows at work, where all were read. */
static void
report(struct check *c, size_t i, struct shown shown)
{
	const struct plugin *p = plugin_set_at(c->set, i);
	bool told = shown.samples > 0 && shown.unread == 0;
	size_t rules = 0, idle = 0;
	char *motif;

	for (enum field_id f = 0; f < FIELDS; f++) {
		for (size_t k = 0; k < p->field[f].n; k++) {
			const struct rule *r = &p->field[f].rule[k];

			rules++;
			if (has_won(c, r))
				continue;
			if (++idle > REMARKS_MAX || !told)
				continue;
			motif = plugin_motif(r);
			say(c, "%s:%d:%d: no sample needs %s",
			    plugin_set_file(c->set, i), r->line, r->column,
			    motif);
			free(motif);
		}
	}
	if (idle > REMARKS_MAX && told)
		say(c, "%s: and %zu other rule%s", plugin_set_file(c->set, i),
		    idle - REMARKS_MAX, plural(idle - REMARKS_MAX));
	say(c, "%s: %zu rule%s, %zu of them at work in %zu sample%s", p->name,
	    rules, plural(rules), rules - idle,
	    shown.samples - shown.unread,
	    plural(shown.samples - shown.unread));
}

int
plugin_check_set(const struct plugin_set *set, const struct plugin_check *o,
    FILE *out)
{
	struct check c = { .set = set, .o = o, .out = out };
	size_t n = plugin_set_count(set);
	struct shown *shown = xcalloc(n + 1, sizeof(*shown));

	for (size_t i = 0; i < n; i++)
		shown[i] = check_plugin(&c, i);
	deadline_set(0, "", NULL);
	if (c.wins > 0)
		qsort(c.won, c.wins, sizeof(*c.won), compare_rules);
	for (size_t i = 0; i < n; i++) {
		if (is_ours(&c, i))
			report(&c, i, shown[i]);
	}
	if (o->tap)
		(void)fprintf(out, "1..%zu\n", c.point);
	free(shown);
	free(c.won);
	return c.faults == 0 ? 0 : -EINVAL;
}
