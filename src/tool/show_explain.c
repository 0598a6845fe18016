#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_diff.h"
#include "base/plural.h"
#include "base/tell.h"
#include "base/utf8.h"
#include "tool/json_get.h"
#include "tool/show_explain.h"

#define VALUE_SHOWN	110	/* bytes of a value on its line */
#define PART_SHOWN	70	/* bytes of a pattern */
#define NEAR_LETTERS	5	/* of an inherited rule, to be told of */

struct show {
	FILE		*out;
	bool		 colours;
};

enum colour { GREEN, RED, YELLOW, DIM, BOLD, PLAIN };

static void
colour(const struct show *s, enum colour c)
{
	static const char *const code[] = {
		[GREEN] = "32", [RED] = "31", [YELLOW] = "33", [DIM] = "2",
		[BOLD] = "1", [PLAIN] = "0",
	};

	if (s->colours)
		(void)fprintf(s->out, "\033[%sm", code[c]);
}

/* What a page or a pattern says, on one line and in no control of ours. */
static void
put_bytes(const struct show *s, const char *words, size_t n)
{
	bool blank = false;

	for (const char *end = words + n; words < end; words++) {
		unsigned char c = (unsigned char)*words;

		if (c <= ' ' || c == 0x7f) {
			blank = true;
			continue;
		}
		if (blank)
			(void)fputc(' ', s->out);
		blank = false;
		(void)fputc(c, s->out);
	}
}

static void
put_line(const struct show *s, const char *words)
{
	put_bytes(s, words, strlen(words));
}

static void
put_value(const struct show *s, const json_t *value)
{
	char *shown = json_diff_shown(value, VALUE_SHOWN);

	if (shown != NULL)
		put_line(s, shown);
	free(shown);
}

static void
show_phrase(const struct show *s, const json_t *p)
{
	bool found = json_is_true(json_object_get(p, "found"));
	bool good = found != (strcmp(text_of(p, "list"), "none") == 0);

	(void)fprintf(s->out, "      %-4s ", text_of(p, "list"));
	colour(s, good ? GREEN : RED);
	(void)fprintf(s->out, "\"%s\" %s", text_of(p, "phrase"),
	    found ? "found" : "not found");
	colour(s, PLAIN);
	if (found)
		(void)fprintf(s->out, ", page %lld", number_of(p, "page"));
	if (number_of(p, "slips") > 0)
		(void)fprintf(s->out, ", misread as \"%s\"", text_of(p, "text"));
	(void)fputc('\n', s->out);
}

static void
show_candidates(const struct show *s, const json_t *told)
{
	const json_t *list = json_object_get(told, "candidates"), *one, *p;
	size_t i, k;

	colour(s, BOLD);
	(void)fprintf(s->out, "Read as %s", text_of(told, "plugin"));
	colour(s, PLAIN);
	(void)fprintf(s->out, "%s\n",
	    json_is_true(json_object_get(told, "chosen")) ? "" :
	    ", as asked for");
	json_array_foreach(list, i, one) {
		(void)fprintf(s->out, "  %4lld  %s\n", number_of(one, "score"),
		    text_of(one, "plugin"));
		json_array_foreach(json_object_get(one, "phrases"), k, p)
			show_phrase(s, p);
	}
}

/* Where it was read and how well; `from` where that is not the value. */
static void
show_origin(const struct show *s, const json_t *value, const json_t *o)
{
	const char *words = text_of(o, "text");

	(void)fprintf(s->out, "page %lld, %lld %%", number_of(o, "page"),
	    number_of(o, "confidence"));
	if (json_is_true(json_object_get(o, "repaired")))
		(void)fputs(", repaired", s->out);
	if (!json_is_string(value) ||
	    strcmp(json_string_value(value), words) != 0) {
		(void)fputs(", from \"", s->out);
		put_line(s, words);
		(void)fputc('"', s->out);
	}
}

bool
show_is_read(const json_t *field)
{
	const json_t *value = json_object_get(field, "value");

	return json_is_array(value) ? json_array_size(value) > 0 :
	    !json_is_null(value);
}

static void
show_item(const struct show *s, const json_t *value, const json_t *o)
{
	(void)fputs("    ", s->out);
	put_value(s, value);
	colour(s, DIM);
	(void)fputs("  ", s->out);
	show_origin(s, value, o);
	colour(s, PLAIN);
	(void)fputc('\n', s->out);
}

/* Of a pattern that is nowhere, the beginning. */
static void
put_start(const struct show *s, const char *part)
{
	size_t n = strlen(part);

	if (n > PART_SHOWN) {
		n = PART_SHOWN;
		while (utf8_is_inside(part[n]))
			n--;
	}
	put_bytes(s, part, n);
	if (part[n] != '\0')
		(void)fputs(" ...", s->out);
}

/* The rule that won names a column that the page's table has not. */
static void
show_spare(const struct show *s, const json_t *field)
{
	const json_t *steps = json_object_get(field, "tried");
	const json_t *last = json_array_get(steps, json_array_size(steps) - 1);

	if (strcmp(text_of(last, "end"), "won") != 0 ||
	    text_of(last, "missing")[0] == '\0')
		return;
	colour(s, YELLOW);
	(void)fputs("    not there, and not needed  ", s->out);
	colour(s, PLAIN);
	put_start(s, text_of(last, "missing"));
	(void)fputc('\n', s->out);
}

/* Items of a list are of one rule, but for what others add. */
static void
show_read(const struct show *s, const json_t *field)
{
	const json_t *value = json_object_get(field, "value"), *o;
	const json_t *origins = json_object_get(field, "origins");
	size_t i;

	colour(s, GREEN);
	(void)fprintf(s->out, "  %s", text_of(field, "field"));
	colour(s, DIM);
	(void)fprintf(s->out, "  %s\n", text_of(json_array_get(origins, 0),
	    "rule"));
	colour(s, PLAIN);
	json_array_foreach(origins, i, o)
		show_item(s, json_is_array(value) ? json_array_get(value, i) :
		    value, o);
	show_spare(s, field);
}

/* Of what is long, the end: there the pattern stopped. */
static void
put_end(const struct show *s, const char *part)
{
	size_t n = strlen(part);

	if (n > PART_SHOWN) {
		part += n - PART_SHOWN;
		while (utf8_is_inside(*part))
			part++;
		(void)fputs("... ", s->out);
	}
	put_line(s, part);
}

static void
show_step(const struct show *s, const json_t *step)
{
	(void)fprintf(s->out, "    %s", text_of(step, "rule"));
	if (text_of(step, "file")[0] != '\0')
		(void)fprintf(s->out, " (%s:%lld)", text_of(step, "file"),
		    number_of(step, "line"));
	(void)fputs(": ", s->out);
	colour(s, YELLOW);
	(void)fputs(text_of(step, "end"), s->out);
	colour(s, PLAIN);
	if (json_object_get(step, "in") != NULL)
		(void)fprintf(s->out, ", in %s", text_of(step, "in"));
	(void)fputc('\n', s->out);
	if (text_of(step, "text")[0] != '\0') {
		(void)fprintf(s->out, "      page %lld has  \"",
		    number_of(step, "page"));
		put_end(s, text_of(step, "text"));
		(void)fputs("\"\n", s->out);
	}
	if (json_object_get(step, "part") != NULL) {
		(void)fputs("      by           ", s->out);
		put_end(s, text_of(step, "part"));
		(void)fputs("\n      then wanted  ", s->out);
		colour(s, RED);
		put_line(s, text_of(step, "wanted"));
		colour(s, PLAIN);
		(void)fputs("\n      but there is \"", s->out);
		put_line(s, text_of(step, "after"));
		(void)fputs("\"\n", s->out);
	} else if (json_object_get(step, "missing") != NULL) {
		(void)fputs("      not there    ", s->out);
		put_start(s, text_of(step, "missing"));
		(void)fputc('\n', s->out);
	}
}

/* Was it read so for want of another?  Then nobody here wrote its rules. */
static bool
is_fallback(const json_t *told)
{
	const json_t *one;
	size_t i;

	if (!json_is_true(json_object_get(told, "chosen")))
		return false;
	json_array_foreach(json_object_get(told, "candidates"), i, one) {
		if (strcmp(text_of(one, "plugin"), text_of(told, "plugin")) == 0)
			return number_of(one, "score") == 0;
	}
	return true;
}

static bool
is_own(const json_t *told, const json_t *step)
{
	const char *plugin = text_of(told, "plugin");
	const char *rule = text_of(step, "rule");
	size_t n = strlen(plugin);

	return !is_fallback(told) && strncmp(rule, plugin, n) == 0 &&
	    rule[n] == ':';
}

/* The rule of others that came nearest: the most letters of its pattern. */
static const json_t *
nearest(const json_t *told, const json_t *steps)
{
	const json_t *step, *best = NULL;
	long long n, best_n = NEAR_LETTERS - 1;
	size_t i;

	json_array_foreach(steps, i, step) {
		n = number_of(step, "letters");
		if (is_own(told, step) || n <= best_n)
			continue;
		best = step;
		best_n = n;
	}
	return best;
}

static void
show_lost(const struct show *s, const json_t *told, const json_t *field)
{
	const json_t *steps = json_object_get(field, "tried"), *step;
	const json_t *near = nearest(told, steps);
	size_t n = json_array_size(steps), i;
	bool won = n > 0 && strcmp(text_of(json_array_get(steps, n - 1), "end"),
	    "won") == 0;

	colour(s, RED);
	(void)fprintf(s->out, "  %s", text_of(field, "field"));
	colour(s, DIM);
	(void)fprintf(s->out, "  %zu rule%s\n", n, plural(n));
	colour(s, PLAIN);
	if (won) {
		(void)fputs("    the page states that there is none\n",
		    s->out);
		near = NULL;
	}
	json_array_foreach(steps, i, step) {
		if (is_own(told, step) || step == near ||
		    strncmp(text_of(step, "end"), "left out", 8) == 0)
			show_step(s, step);
	}
}

static void
show_delib(const struct show *s, const json_t *told, const json_t *d)
{
	const json_t *fields = json_object_get(d, "fields"), *one;
	size_t i;

	json_array_foreach(fields, i, one) {
		if (show_is_read(one))
			show_read(s, one);
	}
	colour(s, BOLD);
	(void)fputs("Not read\n", s->out);
	colour(s, PLAIN);
	json_array_foreach(fields, i, one) {
		if (!show_is_read(one))
			show_lost(s, told, one);
	}
	json_array_foreach(json_object_get(d, "anomalies"), i, one) {
		colour(s, YELLOW);
		(void)fprintf(s->out, "%s", text_of(one, "code"));
		colour(s, PLAIN);
		(void)fprintf(s->out, "  %s\n", text_of(one, "message"));
	}
}

void
show_explain(const json_t *answer, bool colours, FILE *out)
{
	/* Patterns, phrases and readings: what strangers wrote. */
	json_t *told = json_diff_tame(answer);
	const json_t *list = json_object_get(told, "deliberations"), *one;
	struct show s = { out, colours };
	size_t i;

	if (told == NULL) {
		tell_warn("%s", strerror(ENOMEM));
		return;
	}
	show_candidates(&s, told);
	json_array_foreach(list, i, one) {
		char *pages = json_diff_shown(json_object_get(one, "pages"),
		    VALUE_SHOWN);

		colour(&s, BOLD);
		(void)fprintf(out, "Deliberation %zu of %zu, pages %s\n",
		    i + 1, json_array_size(list), pages != NULL ? pages : "");
		colour(&s, PLAIN);
		free(pages);
		show_delib(&s, told, one);
	}
	json_decref(told);
}
