#include <sys/stat.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/tell.h"
#include "tool/batch.h"
#include "tool/put.h"
#include "tool/setup.h"
#include "tool/tool.h"

#define READERS_MAX 256

static const char usage_text[] =
"Usage: greffier read [OPTION]... FILE...\n"
"\n"
"Read scans (PDF, TIFF, JPEG, PNG and others) and write what they state.\n"
"\n"
"  -o, --output FOLDER     a record for each file into FOLDER; without it the\n"
"                          record of the one file goes to standard output\n"
"  -p, --plugin NAME       read as this format, recognised or not\n"
"  -j, --jobs NUMBER       pages read at once\n"
"      --text              the text as read, page by page, not the record\n"
SETUP_USAGE
"\n"
"Exit status: 0 all read, 1 some not, 2 not understood, 78 bad configuration.\n";

enum { OPT_TEXT = 256 };

static const struct option options[] = {
	{ "output", required_argument, NULL, 'o' },
	{ "plugin", required_argument, NULL, 'p' },
	{ "jobs", required_argument, NULL, 'j' },
	{ "text", no_argument, NULL, OPT_TEXT },
	SETUP_OPTIONS
};

struct read_args {
	struct setup	 setup;
	const char	*folder, *plugin;
	unsigned	 readers;
	bool		 text, help;
};

static int
number(const char *s, unsigned *ret)
{
	char *end;
	unsigned long n;

	errno = 0;
	n = strtoul(s, &end, 10);
	if (errno != 0 || *end != '\0' || s[0] < '0' || s[0] > '9' || n < 1 ||
	    n > READERS_MAX)
		return -EINVAL;
	*ret = (unsigned)n;
	return 0;
}

static int
take_option(struct read_args *a, int option)
{
	switch (option) {
	case 'o':
		a->folder = optarg;
		return 0;
	case 'p':
		a->plugin = optarg;
		return 0;
	case 'j':
		if (number(optarg, &a->readers) == 0)
			return 0;
		warnx("-j: a number from 1 to %d, not \"%s\"", READERS_MAX,
		    optarg);
		return -EINVAL;
	case OPT_TEXT:
		a->text = true;
		return 0;
	case SETUP_HELP:
		a->help = true;
		return 0;
	default:
		return setup_option(&a->setup, option, optarg);
	}
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Two files whose results would have one name; 0 where there are none. */
static int
clash(char *const *path, size_t n, bool text)
{
	char **name = calloc(n, sizeof(*name));
	int r = name != NULL ? 0 : -ENOMEM;

	for (size_t i = 0; i < n && r == 0; i++) {
		name[i] = put_name(path[i], text);
		if (name[i] == NULL)
			r = -ENOMEM;
	}
	if (r == 0)
		qsort(name, n, sizeof(*name), compare);
	for (size_t i = 1; i < n && r == 0; i++) {
		if (strcmp(name[i - 1], name[i]) != 0)
			continue;
		tell_warn("two of these files would give %s; read them apart",
		    name[i]);
		r = -EEXIST;
	}
	if (r == -ENOMEM)
		warnx("%s", strerror(-r));
	for (size_t i = 0; i < n && name != NULL; i++)
		free(name[i]);
	free(name);
	return r;
}

static int
run(const struct read_args *a, char *const *path, size_t n)
{
	struct batch_options o = { .readers = a->readers,
		.plugin = a->plugin, .text = a->text, .folder = -1 };
	struct conf conf;
	int status;

	if (n > 1 && a->folder == NULL) {
		warnx("more than one file: say where to by -o FOLDER");
		return TOOL_USAGE;
	}
	if (clash(path, n, a->text) < 0)
		return TOOL_USAGE;
	status = setup_load(&a->setup, &conf);
	if (status != 0)
		return status;
	if (a->plugin != NULL &&
	    (status = setup_plugin(&conf, a->plugin)) != 0) {
		conf_free(&conf);
		return status;
	}
	if (a->folder != NULL) {
		(void)mkdir(a->folder, 0777);	/* if it is not there */
		o.folder = open(a->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (o.folder == -1) {
			warn("%s", a->folder);
			conf_free(&conf);
			return TOOL_USAGE;
		}
	}
	o.conf = &conf;
	status = batch_run(&o, path, n);
	if (o.folder != -1)
		(void)close(o.folder);
	conf_free(&conf);
	return status;
}

int
cmd_read(int argc, char **argv)
{
	struct read_args a = { 0 };
	int option;

	while ((option = getopt_long(argc, argv, "o:p:j:c:", options,
	    NULL)) != -1)
		if (take_option(&a, option) < 0)
			return TOOL_USAGE;
	if (a.help) {
		(void)fputs(usage_text, stdout);
		return EXIT_SUCCESS;
	}
	if (optind == argc) {
		(void)fputs(usage_text, stderr);
		return TOOL_USAGE;
	}
	return run(&a, argv + optind, (size_t)(argc - optind));
}
