/*
 * greffier-reader: reads the scans that a pool hands to it, one page at a
 * time, each in a locked child.  It loads what is dear, locks itself, and only
 * then says that it is ready.  It also answers questions about plugins.
 */
#include <sys/socket.h>

#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include <jansson.h>

#include "base/io.h"
#include "base/tell.h"
#include "field/sentence.h"
#include "page/clean.h"
#include "page/source.h"
#include "plugin/plugin.h"
#include "plugin/plugin_files.h"
#include "plugin/plugin_set.h"
#include "plugin/regex.h"
#include "pool/command.h"
#include "reader/author.h"
#include "reader/deadline.h"
#include "reader/heap.h"
#include "reader/plugin_check.h"
#include "reader/serve.h"
#include "sandbox/sandbox.h"
#include "words/read.h"

#define FOLDERS_MAX	64
#define SECONDS		120	/* the words of a register, every rule tried */
#define SECONDS_MAX	86400
#define CHECK_BYTES	(UINT64_C(1) << 30)	/* 35,000 plugins: 135 */

struct args;

/* What it can do; with `ask`, that is the answer.  How many words behind? */
struct mode {
	const char	*option;
	int		(*run)(const struct args *a, struct plugin_set *set);
	author_asker	*ask;
	size_t		 least, most;
	bool		 plugin;	/* must be named */
	bool		 freeze;	/* its plugins go to stdout */
	bool		 bare;		/* does without plugins */
};

struct args {
	const struct mode *mode;
	const char	*folder[FOLDERS_MAX];
	size_t		 folders;
	const char	*tessdata, *languages, *plugin;
	const char	*const *file;	/* what stands behind the options */
	size_t		 files;
	unsigned	 without;	/* steps of cleaning */
	unsigned	 seconds;	/* for what authors ask */
	bool		 without_landlock, verbose, words, quick, frozen;
};

static const char usage_text[] =
"Usage: greffier-reader --check|--samples|--list [--plugins FOLDER]...\n"
"       greffier-reader --explain [OPTION]... WORDS\n"
"       greffier-reader --reread --plugin NAME [OPTION]...\n"
"       greffier-reader --draft --plugin NAME [OPTION]... WORDS...\n"
"       greffier-reader --pictures [OPTION]... SCAN\n"
"       greffier-reader [OPTION]...   (started by greffierd and greffier)\n"
"\n"
"  --plugins FOLDER    where plugins are; may be given again\n"
"  --languages NAMES   Tesseract's models, joined by + (fra)\n"
"  --tessdata FOLDER   where these models are\n"
"  --without STEPS     of cleaning to leave out, joined by +\n"
"  --without-landlock  run on a kernel that has no landlock\n"
"  --verbose           let the libraries speak on stderr\n"
"  --frozen            have the plugins from the pool, not from their folders\n"
"  --check             load plugins and models, say what is wrong, and end\n"
"  --freeze            put the plugins on stdout, for --frozen, and end\n"
"  --try               both --check and --freeze\n"
"  --samples           read their samples, say what differs, and end; or\n"
"                      those of the plugins in the folders named behind\n"
"  --tap               like --samples, in the Test Anything Protocol\n"
"  --list              name the plugins, one a line, and end\n"
"  --text              have no plugins: pages and their text, no records\n"
"  --explain           tell as JSON how these words are read, and end\n"
"  --reread            tell as JSON what a plugin reads in its samples\n"
"  --draft             tell as JSON a first plugin for these words\n"
"  --pictures          tell as JSON what the pages look like, and end\n"
"  --plugin NAME       the plugin in question\n"
"  --words             explain with the words of each page\n"
"  --quick             explain how near the plugin's own rules came only\n"
"  --seconds N         of processor time, for each sample or question (120)\n"
"  -V, --version       name the version and end\n"
"      --help          show this and end\n";

/* 0, or the complaint is made. */
static int
load_models(const struct args *a, struct ocr **ret)
{
	int r = ocr_new(a->tessdata, a->languages, ret);

	if (r < 0)
		tell_warn("Tesseract has no model for \"%s\" in %s: %s",
		    a->languages, a->tessdata != NULL ? a->tessdata :
		    "its own folder", strerror(-r));
	return r;
}

static int
complain(int r, const char *why)
{
	tell_warn("%s%s%s", why, why[0] != '\0' ? ": " : "", r == -EBADMSG ?
	    "these are no words of a scan" : strerror(-r));
	return EX_DATAERR;
}

/* That they were loaded is the whole answer. */
static int
freeze(const struct args *a, struct plugin_set *set)
{
	(void)a;
	(void)set;
	return EXIT_SUCCESS;
}

static int
check(const struct args *a, struct plugin_set *set)
{
	struct ocr *ocr;

	(void)set;	/* that it was loaded is one half of the answer */
	if (load_models(a, &ocr) < 0)
		return EX_CONFIG;
	ocr_free(ocr);
	return EXIT_SUCCESS;
}

static int
read_samples(const struct args *a, struct plugin_set *set, bool in_tap)
{
	struct plugin_check o = { in_tap, a->seconds * 1000, a->file,
	    a->files };
	int r = sandbox_memory(CHECK_BYTES);

	if (r < 0)
		return complain(r, "memory");
	r = plugin_check_set(set, &o, stdout);
	if (fflush(stdout) != 0)
		return EX_IOERR;
	return r == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int
samples(const struct args *a, struct plugin_set *set)
{
	return read_samples(a, set, false);
}

static int
tap(const struct args *a, struct plugin_set *set)
{
	return read_samples(a, set, true);
}

static int
list(const struct args *a, struct plugin_set *set)
{
	(void)a;
	for (size_t i = 0; i < plugin_set_count(set); i++) {
		const struct plugin *p = plugin_set_at(set, i);

		(void)printf("%s\t", p->name);
		tell_line(stdout, "%s", p->title != NULL ? p->title : "");
	}
	return fflush(stdout) == 0 ? EXIT_SUCCESS : EX_IOERR;
}

/* An answer as JSON, whole or not at all. */
static int
tell(json_t *answer)
{
	char *json = json_dumps(answer, JSON_COMPACT);
	int r = json == NULL ? -ENOMEM :
	    io_write_all(STDOUT_FILENO, json, strlen(json));

	free(json);
	json_decref(answer);
	return r < 0 ? EX_IOERR : EXIT_SUCCESS;
}

static int
ask_author(const struct args *a, struct plugin_set *set)
{
	struct author author = { set, a->plugin, a->words, a->quick,
	    a->without_landlock, a->seconds * 1000, a->without };
	const char *why = "";
	json_t *j;
	int r = a->mode->ask(&author, a->file, a->files, &j, &why);

	return r < 0 ? complain(r, why) : tell(j);
}

static int
read_scans(const struct args *a, struct plugin_set *set)
{
	const char *readable[] = { a->tessdata, NULL }, *what = "";
	struct serve_options o = {
		.sandbox = { readable, a->without_landlock },
		.verbose = a->verbose,
	};
	struct job_tools tools = { NULL, set, a->languages, a->without };
	int r;

	if (load_models(a, &tools.ocr) < 0)
		return EX_CONFIG;
	heap_join_code();
	json_object_seed(0);	/* while there is still a /dev/urandom */
	r = serve(READER_CONTROL_FD, &tools, &o, &what);
	if (r == 0)
		return EXIT_SUCCESS;
	warnx("cannot %s: %s", what, strerror(-r));
	return EX_OSERR;
}

static bool
has_pool(void)
{
	socklen_t len = sizeof(int);
	int type = 0;

	return getsockopt(READER_CONTROL_FD, SOL_SOCKET, SO_TYPE, &type,
	    &len) == 0 && type == SOCK_SEQPACKET;
}

static int
load_plugins(const struct args *a, struct plugin_set **ret,
    struct plugin_error *err)
{
	const struct plugin_source source = { a->folder, a->folders,
	    a->frozen ? READER_GIVEN_FD : -1,
	    a->mode->freeze ? STDOUT_FILENO : -1 };
	int r;

	/* Only who reads scan after scan gains by it. */
	regex_machine_code(a->mode->run == read_scans);
	/* A pool has a clock of its own, and whoever tries them for it. */
	if (a->mode->run != read_scans && a->mode->run != check &&
	    a->mode->run != freeze)
		deadline_set(a->seconds * 1000, "the plugins", NULL);
	r = plugin_set_load_from(&source, ret, err);
	sentence_warm();
	regex_machine_code(false);
	deadline_set(0, "", NULL);
	if (a->frozen)
		(void)close(READER_GIVEN_FD);
	return r;
}

static int
run(const struct args *a)
{
	struct plugin_set *set = NULL;
	struct plugin_error e = { 0 };
	int r, status;

	/* First: what libraries write in each child is at the heap's start. */
	if (a->mode->run == read_scans)
		source_warm();
	r = a->mode->bare ? 0 : load_plugins(a, &set, &e);
	if (r < 0 && e.line > 0)
		tell_line(stderr, "%s:%d:%d: %s", e.file, e.line, e.column,
		    e.message);
	else if (r < 0)
		tell_line(stderr, "%s: %s", e.file[0] != '\0' ? e.file :
		    "greffier-reader", e.message[0] != '\0' ? e.message :
		    strerror(-r));
	if (r < 0 && a->mode->run == tap)
		(void)puts("Bail out!  The plugins do not load.");
	if (r < 0)
		return EX_CONFIG;
	status = a->mode->run(a, set);
	plugin_set_free(set);
	return status;
}

#define FILES_MAX 64
#define DRAFT_MAX 32	/* open all at once behind the lock */

/* The first is what it does where no option asks for another. */
static const struct mode modes[] = {
	{ NULL, read_scans, NULL, 0, 0, false, false, false },
	{ "check", check, NULL, 0, 0, false, false, false },
	{ "samples", samples, NULL, 0, FILES_MAX, false, false, false },
	{ "list", list, NULL, 0, 0, false, false, false },
	{ "explain", ask_author, author_explain, 1, 1, false, false, false },
	{ "reread", ask_author, author_reread, 0, 0, true, false, false },
	{ "draft", ask_author, author_draft, 1, DRAFT_MAX, true, false, false },
	{ "pictures", ask_author, author_pictures, 1, 1, false, false, false },
	{ "tap", tap, NULL, 0, FILES_MAX, false, false, false },
	{ "freeze", freeze, NULL, 0, 0, false, true, false },
	{ "try", check, NULL, 0, 0, false, true, false },
	{ "text", read_scans, NULL, 0, 0, false, false, true },
};

/* OPT_MODE is what the mode of that option's name is asked for by. */
enum { OPT_PLUGINS = 256, OPT_LANGUAGES, OPT_TESSDATA, OPT_WITHOUT,
    OPT_WITHOUT_LANDLOCK, OPT_VERBOSE, OPT_FROZEN, OPT_PLUGIN, OPT_WORDS,
    OPT_QUICK, OPT_SECONDS, OPT_HELP, OPT_MODE };

static const struct option options[] = {
	{ "plugins", required_argument, NULL, OPT_PLUGINS },
	{ "languages", required_argument, NULL, OPT_LANGUAGES },
	{ "tessdata", required_argument, NULL, OPT_TESSDATA },
	{ "without", required_argument, NULL, OPT_WITHOUT },
	{ "without-landlock", no_argument, NULL, OPT_WITHOUT_LANDLOCK },
	{ "verbose", no_argument, NULL, OPT_VERBOSE },
	{ "plugin", required_argument, NULL, OPT_PLUGIN },
	{ "words", no_argument, NULL, OPT_WORDS },
	{ "quick", no_argument, NULL, OPT_QUICK },
	{ "seconds", required_argument, NULL, OPT_SECONDS },
	{ "check", no_argument, NULL, OPT_MODE },
	{ "samples", no_argument, NULL, OPT_MODE },
	{ "list", no_argument, NULL, OPT_MODE },
	{ "explain", no_argument, NULL, OPT_MODE },
	{ "reread", no_argument, NULL, OPT_MODE },
	{ "draft", no_argument, NULL, OPT_MODE },
	{ "pictures", no_argument, NULL, OPT_MODE },
	{ "tap", no_argument, NULL, OPT_MODE },
	{ "freeze", no_argument, NULL, OPT_MODE },
	{ "try", no_argument, NULL, OPT_MODE },
	{ "text", no_argument, NULL, OPT_MODE },
	{ "frozen", no_argument, NULL, OPT_FROZEN },
	{ "version", no_argument, NULL, 'V' },
	{ "help", no_argument, NULL, OPT_HELP },
	{ NULL, 0, NULL, 0 }
};

static void
say(const char *text)
{
	(void)fputs(text, stdout);
	exit(fflush(stdout) == 0 ? EXIT_SUCCESS : EX_IOERR);
}

static unsigned
seconds_of(const char *text)
{
	char *end;
	unsigned long seconds = strtoul(text, &end, 10);

	if (*end != '\0' || seconds < 1 || seconds > SECONDS_MAX)
		errx(EX_USAGE, "--seconds: a number from 1 to %d",
		    SECONDS_MAX);
	return (unsigned)seconds;
}

static unsigned
steps_of(const char *names)
{
	unsigned without = 0;

	if (clean_without(names, &without) == 0)
		return without;
	tell_warn("page.without: \"%s\" is no list of " CLEAN_STEPS, names);
	exit(EX_CONFIG);
}

static const struct mode *
mode_of(const char *option)
{
	const struct mode *m = &modes[1];

	while (strcmp(m->option, option) != 0)
		m++;
	return m;
}

/* `at`: which of `options` a long one is. */
static void
take_option(struct args *a, int option, int at)
{
	switch (option) {
	case OPT_PLUGINS:
		if (a->folders == FOLDERS_MAX)
			errx(EX_USAGE, "too many folders of plugins");
		a->folder[a->folders++] = optarg;
		break;
	case OPT_LANGUAGES:
		a->languages = optarg;
		break;
	case OPT_TESSDATA:
		a->tessdata = optarg;
		break;
	case OPT_WITHOUT:
		a->without = steps_of(optarg);
		break;
	case OPT_WITHOUT_LANDLOCK:
		a->without_landlock = true;
		break;
	case OPT_VERBOSE:
		a->verbose = true;
		break;
	case OPT_FROZEN:
		a->frozen = true;
		break;
	case OPT_PLUGIN:
		a->plugin = optarg;
		break;
	case OPT_WORDS:
		a->words = true;
		break;
	case OPT_QUICK:
		a->quick = true;
		break;
	case OPT_SECONDS:
		a->seconds = seconds_of(optarg);
		break;
	case 'V':
		say("greffier-reader " VERSION "\n");
		break;
	case OPT_HELP:
		say(usage_text);
		break;
	case OPT_MODE:
		a->mode = mode_of(options[at].name);
		break;
	default:
		exit(EX_USAGE);
	}
}

static void
check_words(const struct args *a)
{
	if (a->files > a->mode->most)
		errx(EX_USAGE, "%s: not an option; see --help",
		    a->file[a->mode->most]);
	if (a->files < a->mode->least)
		errx(EX_USAGE, "--%s of what?  See --help", a->mode->option);
	if (a->mode->plugin && a->plugin == NULL)
		errx(EX_USAGE, "--%s needs --plugin", a->mode->option);
	if (a->mode->run == read_scans && !has_pool())
		errx(EX_USAGE,
		    "started by greffierd or greffier only; see --help");
}

int
main(int argc, char **argv)
{
	struct args a = { .mode = &modes[0], .languages = "fra",
	    .seconds = SECONDS };
	int option, at = 0;

	while ((option = getopt_long(argc, argv, "V", options, &at)) != -1)
		take_option(&a, option, at);
	a.file = (const char *const *)argv + optind;
	a.files = (size_t)(argc - optind);
	check_words(&a);
	return run(&a);
}
