#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/clock.h"
#include "base/tell.h"
#include "control/ask.h"
#include "tool/setup.h"
#include "tool/show.h"
#include "tool/tool.h"

#define PATIENCE_MS	30000	/* a room of a slow file server is counted */

static const char usage_text[] =
"Usage: greffier status [--json] [-c FILE]\n"
"       greffier list [--json] [-c FILE] [ROOM]...\n"
"       greffier retry [--json] [-c FILE] NAME...\n"
"       greffier pause|resume|rescan [--json] [-c FILE]\n"
"\n"
"Ask the running daemon.  A ROOM is inbox, work, out, done or failed; without\n"
"one, what is still to be read or was set aside is listed.  A NAME is a\n"
"scan's path below failed: it goes back into the inbox.\n"
"\n"
"  -c, --config FILE   configuration (" SYSCONFDIR "/greffier/greffier.yaml)\n"
"      --json          the daemon's answer as it came, one line each\n"
"      --help          show this and end\n";

enum { OPT_JSON = 256, OPT_HELP };

static const struct option options[] = {
	{ "config", required_argument, NULL, 'c' },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "help", no_argument, NULL, OPT_HELP },
	{ NULL, 0, NULL, 0 }
};

struct asking {
	const char	*conf;
	bool		 json;
	char		*control;	/* the socket */
	struct request	 rq;
};

static const char *const usual_rooms[] = { "inbox", "work", "failed" };

/* ---- One question ---- */

static int
complain(const struct asking *a, int r)
{
	if (r == -ENOENT || r == -ECONNREFUSED)
		warnx("no daemon answers at %s", a->control);
	else
		warnx("%s: %s", a->control, strerror(-r));
	return TOOL_ABSENT;
}

static void
show(const struct asking *a, const json_t *answer)
{
	if (a->rq.verb == REQUEST_STATUS)
		show_status(answer, stdout);
	else if (a->rq.verb == REQUEST_LIST)
		show_list(answer, clock_wall_ms(), stdout);
	else if (a->rq.verb == REQUEST_RETRY)
		tell_line(stdout, "%s: back in the inbox", a->rq.name);
	else
		(void)puts(a->rq.verb == REQUEST_PAUSE ? "paused" :
		    a->rq.verb == REQUEST_RESUME ? "resumed" : "looking");
}

/* 0, TOOL_SOME where the daemon refused, or TOOL_ABSENT. */
static int
ask_one(const struct asking *a)
{
	json_t *answer;
	bool good;
	int r;

	r = ask(a->control, &a->rq, PATIENCE_MS, &answer);
	if (r < 0)
		return complain(a, r);
	good = json_is_true(json_object_get(answer, "ok"));
	if (a->json) {
		(void)json_dumpf(answer, stdout, JSON_COMPACT);
		(void)putchar('\n');
	} else if (good) {
		show(a, answer);
	} else {
		const char *why = json_string_value(json_object_get(answer,
		    "error"));
		const char *what = a->rq.name[0] != '\0' ? a->rq.name :
		    a->rq.room;

		tell_warn("%s%s%s", what, what[0] == '\0' ? "" : ": ",
		    why == NULL ? "refused" : why);
	}
	json_decref(answer);
	return good ? 0 : TOOL_SOME;
}

/* ---- Each of some ---- */

/* `to` is the part of the request that takes each word. */
static int
ask_each(struct asking *a, char *to, size_t size, const char *const *word,
    size_t n)
{
	int status = 0, r;

	for (size_t i = 0; i < n; i++) {
		if ((size_t)snprintf(to, size, "%s", word[i]) >= size ||
		    word[i][0] == '\0') {
			tell_warn("%s: no such name", word[i]);
			status = TOOL_SOME;
			continue;
		}
		r = ask_one(a);
		if (r == TOOL_ABSENT)
			return r;
		if (r != 0)
			status = r;
	}
	return status;
}

static int
usage(void)
{
	(void)fputs(usage_text, stderr);
	return TOOL_USAGE;
}

static int
run(struct asking *a, const char *const *word, size_t n)
{
	struct request *rq = &a->rq;

	if (rq->verb == REQUEST_RETRY && n == 0)
		return usage();
	if (rq->verb == REQUEST_RETRY)
		return ask_each(a, rq->name, sizeof(rq->name), word, n);
	if (rq->verb == REQUEST_LIST && n == 0)
		return ask_each(a, rq->room, sizeof(rq->room), usual_rooms,
		    sizeof(usual_rooms) / sizeof(usual_rooms[0]));
	if (rq->verb == REQUEST_LIST)
		return ask_each(a, rq->room, sizeof(rq->room), word, n);
	return n > 0 ? usage() : ask_one(a);
}

static int
find_verb(const char *name, enum request_verb *ret_verb)
{
	for (int i = 0; i < REQUEST_VERBS; i++) {
		if (strcmp(request_verb_name((enum request_verb)i), name) != 0)
			continue;
		*ret_verb = (enum request_verb)i;
		return 0;
	}
	return -EINVAL;
}

int
cmd_ask(int argc, char **argv)
{
	struct asking a = { .conf = NULL };
	struct conf conf;
	int option, status;

	if (find_verb(argv[0] + strlen("greffier "), &a.rq.verb) < 0)
		return usage();
	while ((option = getopt_long(argc, argv, "c:", options, NULL)) != -1) {
		if (option == OPT_HELP) {
			(void)fputs(usage_text, stdout);
			return EXIT_SUCCESS;
		}
		if (option == 'c')
			a.conf = optarg;
		else if (option == OPT_JSON)
			a.json = true;
		else
			return usage();
	}
	status = setup_conf(a.conf, &conf);
	if (status != 0)
		return status;
	a.control = conf.control;
	status = run(&a, (const char *const *)argv + optind,
	    (size_t)(argc - optind));
	conf_free(&conf);
	if (fflush(stdout) != 0 && status == 0)
		status = TOOL_SOME;
	return status;
}
