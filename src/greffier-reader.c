/*
 * greffier-reader: reads the scans that a pool hands to it, one page at a
 * time, each in a locked child.  It loads what is dear, locks itself, and only
 * then says that it is ready.  It also answers questions about plugins.
 */
#include <sys/socket.h>

#include <err.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include <jansson.h>

#include "plugin/plugin.h"
#include "plugin/plugin_set.h"
#include "reader/plugin_check.h"
#include "reader/serve.h"
#include "words/read.h"

#define CONTROL_FD	3
#define FOLDERS_MAX	64

struct args {
	int		(*mode)(const struct args *a, struct plugin_set *set);
	const char	*folder[FOLDERS_MAX];
	size_t		 folders;
	const char	*tessdata, *languages;
	bool		 without_landlock, verbose;
};

static const char usage_text[] =
"Usage: greffier-reader --check|--samples|--list [--plugins FOLDER]...\n"
"       greffier-reader [OPTION]...   (started by greffierd and greffier)\n"
"\n"
"  --plugins FOLDER    where plugins are; may be given again\n"
"  --languages NAMES   Tesseract's models, joined by + (fra)\n"
"  --tessdata FOLDER   where these models are\n"
"  --without-landlock  run on a kernel that has no landlock\n"
"  --verbose           let the libraries speak on stderr\n"
"  --check             load the plugins, say what is wrong, and end\n"
"  --samples           read their samples, say what differs, and end\n"
"  --list              name the plugins, one a line, and end\n"
"  -V, --version       name the version and end\n"
"      --help          show this and end\n";

static int
check(const struct args *a, struct plugin_set *set)
{
	(void)a;
	(void)set;	/* that it was loaded is the answer */
	return EXIT_SUCCESS;
}

static int
samples(const struct args *a, struct plugin_set *set)
{
	int r = plugin_check_set(set, stdout);

	(void)a;
	if (fflush(stdout) != 0)
		return EX_IOERR;
	return r == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int
list(const struct args *a, struct plugin_set *set)
{
	(void)a;
	for (size_t i = 0; i < plugin_set_count(set); i++) {
		const struct plugin *p = plugin_set_at(set, i);

		(void)printf("%s\t%s\n", p->name,
		    p->title != NULL ? p->title : "");
	}
	return fflush(stdout) == 0 ? EXIT_SUCCESS : EX_IOERR;
}

static int
read_scans(const struct args *a, struct plugin_set *set)
{
	const char *readable[] = { a->tessdata, NULL }, *what = "";
	struct serve_options o = {
		.sandbox = { readable, a->without_landlock },
		.verbose = a->verbose,
	};
	struct job_tools tools = { NULL, set, a->languages };
	int r;

	r = ocr_new(a->tessdata, a->languages, &tools.ocr);
	if (r < 0) {
		warnx("Tesseract has no model for %s in %s: %s", a->languages,
		    a->tessdata != NULL ? a->tessdata : "its own folder",
		    strerror(-r));
		return EX_CONFIG;
	}
	json_object_seed(0);	/* while there is still a /dev/urandom */
	r = serve(CONTROL_FD, &tools, &o, &what);
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

	return getsockopt(CONTROL_FD, SOL_SOCKET, SO_TYPE, &type,
	    &len) == 0 && type == SOCK_SEQPACKET;
}

static int
run(const struct args *a)
{
	struct plugin_set *set;
	struct plugin_error e = { 0 };
	int r, status;

	r = plugin_set_load(a->folder, a->folders, &set, &e);
	if (r < 0 && e.line > 0)
		(void)fprintf(stderr, "%s:%d:%d: %s\n", e.file, e.line,
		    e.column, e.message);
	else if (r < 0)
		(void)fprintf(stderr, "%s: %s\n",
		    e.file[0] != '\0' ? e.file : "greffier-reader",
		    e.message[0] != '\0' ? e.message : strerror(-r));
	if (r < 0)
		return EX_CONFIG;
	status = a->mode(a, set);
	plugin_set_free(set);
	return status;
}

enum { OPT_PLUGINS = 256, OPT_LANGUAGES, OPT_TESSDATA, OPT_WITHOUT_LANDLOCK,
    OPT_VERBOSE, OPT_CHECK, OPT_SAMPLES, OPT_LIST, OPT_HELP };

static const struct option options[] = {
	{ "plugins", required_argument, NULL, OPT_PLUGINS },
	{ "languages", required_argument, NULL, OPT_LANGUAGES },
	{ "tessdata", required_argument, NULL, OPT_TESSDATA },
	{ "without-landlock", no_argument, NULL, OPT_WITHOUT_LANDLOCK },
	{ "verbose", no_argument, NULL, OPT_VERBOSE },
	{ "check", no_argument, NULL, OPT_CHECK },
	{ "samples", no_argument, NULL, OPT_SAMPLES },
	{ "list", no_argument, NULL, OPT_LIST },
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

static void
take_option(struct args *a, int option)
{
	switch (option) {
	case OPT_PLUGINS:
		if (a->folders == FOLDERS_MAX)
			errx(EX_USAGE, "too many folders of plugins");
		/* One that is not there is no mistake, says the manual. */
		if (access(optarg, F_OK) == 0)
			a->folder[a->folders++] = optarg;
		break;
	case OPT_LANGUAGES:
		a->languages = optarg;
		break;
	case OPT_TESSDATA:
		a->tessdata = optarg;
		break;
	case OPT_WITHOUT_LANDLOCK:
		a->without_landlock = true;
		break;
	case OPT_VERBOSE:
		a->verbose = true;
		break;
	case OPT_CHECK:
		a->mode = check;
		break;
	case OPT_SAMPLES:
		a->mode = samples;
		break;
	case OPT_LIST:
		a->mode = list;
		break;
	case 'V':
		say("greffier-reader " VERSION "\n");
		break;
	case OPT_HELP:
		say(usage_text);
		break;
	default:
		exit(EX_USAGE);
	}
}

int
main(int argc, char **argv)
{
	struct args a = { .mode = read_scans, .languages = "fra" };
	int option;

	while ((option = getopt_long(argc, argv, "V", options, NULL)) != -1)
		take_option(&a, option);
	if (optind < argc)
		errx(EX_USAGE, "%s: not an option; see --help", argv[optind]);
	if (a.mode == read_scans && !has_pool())
		errx(EX_USAGE,
		    "started by greffierd or greffier only; see --help");
	return run(&a);
}
