#include <err.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pool/command.h"
#include "tool/setup.h"
#include "tool/tool.h"

static const char usage_text[] =
"Usage: greffier plugin list [OPTION]...\n"
"       greffier plugin check [OPTION]... [FOLDER]...\n"
"\n"
"List the plugins, or check them: every rule is compiled and every sample is\n"
"read.  A FOLDER holds one folder for each plugin and comes after the\n"
"configuration's own: its plugins are used instead of those of the same name.\n"
"\n"
SETUP_USAGE;

static const struct option options[] = { SETUP_OPTIONS };

/* The reader knows the plugins; it takes our place to answer. */
static const struct {
	const char *name, *mode;
	bool	folders;
} verbs[] = {
	{ "list", "--list", false },
	{ "check", "--samples", true },
};

static int
ask_reader(const struct setup *s, const char *mode)
{
	struct conf conf;
	char **argv;
	int r = setup_load(s, &conf);

	if (r != 0)
		return r;
	r = command_new(&conf, mode, &argv);
	if (r == 0) {
		(void)execv(argv[0], argv);
		warn("%s", argv[0]);
		free(argv);
	} else {
		warnx("%s", strerror(-r));
	}
	conf_free(&conf);
	return TOOL_CONFIG;
}

int
cmd_plugin(int argc, char **argv)
{
	struct setup s = { 0 };
	int option;

	while ((option = getopt_long(argc, argv, "c:", options, NULL)) != -1) {
		if (option == SETUP_HELP) {
			(void)fputs(usage_text, stdout);
			return EXIT_SUCCESS;
		}
		if (setup_option(&s, option, optarg) < 0)
			return TOOL_USAGE;
	}
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (optind == argc || strcmp(argv[optind], verbs[i].name) != 0)
			continue;
		s.more = argv + optind + 1;
		s.n_more = (size_t)(argc - optind - 1);
		if (s.n_more > 0 && !verbs[i].folders)
			break;
		return ask_reader(&s, verbs[i].mode);
	}
	(void)fputs(usage_text, stderr);
	return TOOL_USAGE;
}
