#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/tell.h"
#include "tool/ask_reader.h"
#include "tool/plugin_verbs.h"
#include "tool/setup.h"
#include "tool/tool.h"

#define FOLDERS_MAX 32

static const char usage_text[] =
"Usage: greffier plugin list [OPTION]...\n"
"       greffier plugin check [--tap] [OPTION]... [FOLDER]...\n"
"       greffier plugin explain [-p NAME] [--json|--html] [OPTION]... FILE\n"
"       greffier plugin new [-o FOLDER] [OPTION]... NAME --from SCAN...\n"
"       greffier plugin bless [--yes] [OPTION]... NAME [CASE]...\n"
"       greffier plugin watch [OPTION]... FOLDER FILE\n"
"\n"
"list     name the plugins\n"
"check    compile every rule and read every sample.  A FOLDER is a plugin's, or\n"
"         holds one folder for each plugin; it comes after the configuration's\n"
"         own: its plugins are used instead of those of the same name, and only\n"
"         they are checked; of the others it is seen that none loses a sample\n"
"         to them\n"
"explain  tell which rule gave each field, and how near the others came; FILE\n"
"         is a scan, a sample's folder, or its text.txt or pages.json\n"
"new      draft a plugin and its samples from scans\n"
"bless    let the samples expect what is read now\n"
"watch    explain FILE again whenever the plugin in FOLDER is saved\n"
"\n"
"  -p, --plugin NAME       read as this format, recognised or not\n"
"  -o, --output FOLDER     make the new plugin's folder here (.)\n"
"      --json              explain to programs\n"
"      --html              explain by the pages themselves, as one HTML file\n"
"      --tap               check in the Test Anything Protocol\n"
"  -y, --yes               bless without asking\n"
SETUP_USAGE;

enum { OPT_JSON = 256, OPT_HTML, OPT_TAP, OPT_FROM };

static const struct option options[] = {
	{ "plugin", required_argument, NULL, 'p' },
	{ "output", required_argument, NULL, 'o' },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "html", no_argument, NULL, OPT_HTML },
	{ "tap", no_argument, NULL, OPT_TAP },
	{ "from", no_argument, NULL, OPT_FROM },
	{ "yes", no_argument, NULL, 'y' },
	SETUP_OPTIONS
};

/* The reader knows the plugins; it takes our place to answer. */
static int
answer(const struct plugin_args *a, const char *const *words)
{
	struct conf conf;
	int status = setup_load(&a->setup, &conf);

	if (status != 0)
		return status;
	status = become_reader(&conf, words);
	conf_free(&conf);
	return status;
}

static int
list(struct plugin_args *a)
{
	const char *words[] = { "--list", NULL };

	return answer(a, words);
}

/*
 * What is checked of a folder, and where it is loaded from: a plugin's own
 * folder is loaded from the one that it lies in.  Both are the caller's.
 */
static int
check_folder(const char *word, char **ret_checked, char **ret_loaded)
{
	switch (setup_look(word)) {
	case SETUP_ONE:
		return plugin_place(word, ret_checked, ret_loaded);
	case SETUP_SOME:
		*ret_checked = strdup(word);
		*ret_loaded = strdup(word);
		return 0;
	default:
		if (access(word, R_OK | X_OK) == -1) {
			warn("%s", word);
			return TOOL_CONFIG;
		}
		tell_warn("%s: holds no plugin; name a plugin's folder, with "
		    "its plugin.yaml, or the folder that such folders lie in",
		    word);
		return TOOL_USAGE;
	}
}

/* Folders that are named are what is looked at; the others are compared. */
static int
check(struct plugin_args *a)
{
	char *checked[FOLDERS_MAX] = { NULL }, *loaded[FOLDERS_MAX] = { NULL };
	const char *words[FOLDERS_MAX + 2] = { a->tap ? "--tap" :
	    "--samples" };
	int status = 0;

	if (a->words > FOLDERS_MAX) {
		warnx("more than %d folders", FOLDERS_MAX);
		return TOOL_USAGE;
	}
	for (size_t i = 0; i < a->words && status == 0; i++) {
		status = check_folder(a->word[i], &checked[i], &loaded[i]);
		words[i + 1] = checked[i];
		if (status == 0 && (!checked[i] || !loaded[i])) {
			warnx("%s", strerror(ENOMEM));
			status = TOOL_SOME;
		}
	}
	a->setup.more = loaded;
	a->setup.n_more = a->words;
	if (status == 0)
		status = answer(a, words);
	for (size_t i = 0; i < a->words; i++) {
		free(checked[i]);
		free(loaded[i]);
	}
	return status;
}

static const struct {
	const char *name;
	int	(*run)(struct plugin_args *a);
	size_t	least, most;
} verbs[] = {
	{ "list", list, 0, 0 },
	{ "check", check, 0, SIZE_MAX },
	{ "explain", plugin_explain, 1, 1 },
	{ "new", plugin_new, 0, SIZE_MAX },
	{ "bless", plugin_bless, 1, SIZE_MAX },
	{ "watch", plugin_watch, 2, 2 },
};

static int
take_option(struct plugin_args *a, int option)
{
	switch (option) {
	case 'p':
		a->plugin = optarg;
		return 0;
	case 'o':
		a->folder = optarg;
		return 0;
	case 'y':
		a->yes = true;
		return 0;
	case OPT_JSON:
		a->json = true;
		return 0;
	case OPT_HTML:
		a->html = true;
		return 0;
	case OPT_TAP:
		a->tap = true;
		return 0;
	case OPT_FROM:
		a->from = true;	/* it only reads well: places tell */
		return 0;
	default:
		return setup_option(&a->setup, option, optarg);
	}
}

int
cmd_plugin(int argc, char **argv)
{
	struct plugin_args a = { .folder = "." };
	const char *verb;
	int option;

	while ((option = getopt_long(argc, argv, "c:p:o:y", options,
	    NULL)) != -1) {
		if (option == SETUP_HELP) {
			(void)fputs(usage_text, stdout);
			return EXIT_SUCCESS;
		}
		if (take_option(&a, option) < 0)
			return TOOL_USAGE;
	}
	verb = optind < argc ? argv[optind++] : "";
	a.word = argv + optind;
	a.words = (size_t)(argc - optind);
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (strcmp(verb, verbs[i].name) != 0)
			continue;
		if (a.words >= verbs[i].least && a.words <= verbs[i].most)
			return verbs[i].run(&a);
		verb = "";	/* known: too few words behind, or too many */
	}
	if (verb[0] != '\0')
		tell_warn("no command \"%s\"", verb);
	(void)fputs(usage_text, stderr);
	return TOOL_USAGE;
}
