#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/plural.h"
#include "base/utf8.h"
#include "tool/json_get.h"
#include "tool/show.h"

#define SHOWN_SIZE	(3 * LIMIT_NAME_BYTES + 1)

void
show_age(int64_t seconds, char ret_text[static SHOW_AGE_SIZE])
{
	static const struct {
		int64_t		 seconds;
		const char	*name;
	} units[] = {
		{ 2 * 86400, "d" }, { 2 * 3600, "h" }, { 2 * 60, "min" },
		{ 0, "s" },
	};
	static const int64_t one[] = { 86400, 3600, 60, 1 };
	size_t i = 0;

	if (seconds < 0)
		seconds = 0;
	/* From two of a unit on: "1 h" would say too little. */
	while (seconds < units[i].seconds)
		i++;
	(void)snprintf(ret_text, SHOW_AGE_SIZE, "%" PRId64 " %s",
	    seconds / one[i], units[i].name);
}

/* Names are a stranger's: nothing of them may move the cursor. */
static void
put_name(const json_t *object, const char *before, const char *after,
    FILE *out)
{
	char shown[SHOWN_SIZE];

	utf8_show(text_of(object, "file"), shown, sizeof(shown));
	(void)fprintf(out, "%s%s%s", before, shown, after);
}

/* ---- Status ---- */

static void
show_rooms(const json_t *rooms, FILE *out)
{
	static const char *const names[] = {
		"inbox", "work", "out", "done", "failed"
	};
	const json_t *room, *oldest;
	char age[SHOW_AGE_SIZE];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		room = json_object_get(rooms, names[i]);
		oldest = json_object_get(room, "oldest_s");
		(void)fprintf(out, "%-8s %8lld", names[i],
		    number_of(room, "files"));
		if (json_is_integer(oldest)) {
			show_age(json_integer_value(oldest), age);
			(void)fprintf(out, "   oldest %s", age);
		}
		(void)fputc('\n', out);
	}
}

static void
show_reader(const json_t *reader, FILE *out)
{
	const char *doing = text_of(reader, "doing");
	char age[SHOW_AGE_SIZE];

	(void)fprintf(out, "  %7lld  %s", number_of(reader, "pid"),
	    text_of(reader, "state"));
	if (doing[0] != '\0') {
		(void)fprintf(out, "  %s", doing);
		if (strcmp(doing, "page") == 0)
			(void)fprintf(out, " %lld", number_of(reader, "page"));
		show_age(number_of(reader, "since_s"), age);
		put_name(reader, " of ", json_is_true(json_object_get(reader,
		    "gentle")) ? ", second try" : "", out);
		(void)fprintf(out, ", for %s", age);
	}
	(void)fputc('\n', out);
}

static void
show_fault(const json_t *fault, FILE *out)
{
	const char *error = text_of(fault, "error");
	char age[SHOW_AGE_SIZE];

	(void)fputs("  ", out);
	if (json_object_get(fault, "file") != NULL)
		put_name(fault, "", ": ", out);
	(void)fprintf(out, "%s%s%s", text_of(fault, "what"),
	    error[0] == '\0' ? "" : ": ", error);
	if (json_object_get(fault, "tries") != NULL)
		(void)fprintf(out, "; tried %lld time%s",
		    number_of(fault, "tries"),
		    plural((uint64_t)number_of(fault, "tries")));
	if (json_object_get(fault, "again_s") != NULL) {
		show_age(number_of(fault, "again_s"), age);
		(void)fprintf(out, ", again in %s", age);
	}
	(void)fputc('\n', out);
}

static void
show_all(const json_t *array, const char *title, FILE *out,
    void (*one)(const json_t *item, FILE *out))
{
	const json_t *item;
	size_t i;

	if (json_array_size(array) == 0)
		return;
	(void)fprintf(out, "\n%s\n", title);
	json_array_foreach(array, i, item)
		one(item, out);
}

void
show_status(const json_t *status, FILE *out)
{
	const json_t *sum = json_object_get(status, "since_start");
	char age[SHOW_AGE_SIZE];

	show_age(number_of(status, "uptime_s"), age);
	(void)fprintf(out, "greffierd %s, pid %lld, %s; since %s (%s)\n\n",
	    text_of(status, "version"), number_of(status, "pid"),
	    text_of(status, "state"), text_of(status, "since"), age);
	show_rooms(json_object_get(status, "rooms"), out);
	(void)fprintf(out, "\n%lld pages in the last minute; since the start "
	    "%lld pages, %lld scans done, %lld failed\n",
	    number_of(status, "pages_per_minute"), number_of(sum, "pages"),
	    number_of(sum, "done"), number_of(sum, "failed"));
	show_all(json_object_get(status, "readers"), "Readers:", out,
	    show_reader);
	show_all(json_object_get(status, "faults"), "Waiting out:", out,
	    show_fault);
}

/* ---- List ---- */

static int
by_age(const void *a, const void *b)
{
	int64_t x = number_of(*(json_t *const *)a, "since_ms");
	int64_t y = number_of(*(json_t *const *)b, "since_ms");

	return (x > y) - (x < y);
}

static void
show_file(const char *room, const json_t *file, int64_t now_ms, FILE *out)
{
	const char *doing = text_of(file, "doing");
	char age[SHOW_AGE_SIZE] = "";

	if (json_object_get(file, "since_ms") != NULL)
		show_age((now_ms - number_of(file, "since_ms")) / 1000, age);
	(void)fprintf(out, "%-7s %7s  ", room, age);
	if (doing[0] != '\0' && number_of(file, "pages") > 0)
		(void)fprintf(out, "%s, %lld of %lld pages  ",
		    doing, number_of(file, "pages_done"),
		    number_of(file, "pages"));
	else if (doing[0] != '\0')
		(void)fprintf(out, "%s  ", doing);
	else if (text_of(file, "verdict")[0] != '\0')
		(void)fprintf(out, "%-16s ", text_of(file, "verdict"));
	else if (text_of(file, "error")[0] != '\0')
		(void)fprintf(out, "cannot be taken: %s  ",
		    text_of(file, "error"));
	put_name(file, "", "\n", out);
}

void
show_list(const json_t *list, int64_t now_ms, FILE *out)
{
	const json_t *files = json_object_get(list, "files");
	size_t n = json_array_size(files);
	int64_t more = number_of(list, "more");
	json_t **sorted = calloc(n + 1, sizeof(json_t *));

	for (size_t i = 0; sorted != NULL && i < n; i++)
		sorted[i] = json_array_get(files, i);
	if (sorted != NULL)
		qsort(sorted, n, sizeof(json_t *), by_age);
	for (size_t i = 0; i < n; i++)
		show_file(text_of(list, "room"), sorted != NULL ? sorted[i] :
		    json_array_get(files, i), now_ms, out);
	free(sorted);
	if (more > 0)
		(void)fprintf(out, "%-7s          and %" PRId64 " more\n",
		    text_of(list, "room"), more);
}
