/*
 * greffierd: reads the scans that are dropped into a folder.  See greffierd(8),
 * and src/daemon for what it does.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/log.h"
#include "conf/conf.h"
#include "daemon/daemon.h"
#include "daemon/readers.h"
#include "spool/spool.h"

#define CONF_PATH	SYSCONFDIR "/greffier/greffier.yaml"

struct args {
	const char	*conf_path;
	bool		 conf_given;
	bool		 check_only;
	const char	*print;		/* style of --print-config, or NULL */
	int		 level;
};

static const char usage_text[] =
"Usage: greffierd [-tv] [-c FILE]\n"
"       greffierd --print-config [-c FILE]\n"
"\n"
"  -c, --config FILE   configuration (" CONF_PATH ")\n"
"  -t, --test          check configuration and plugins, and end\n"
"      --print-config  print the whole configuration, and end\n"
"  -v, --verbose       log more\n"
"  -V, --version       name the version and end\n"
"      --help          show this and end\n";

enum { OPT_PRINT = 256, OPT_HELP };

static const struct option options[] = {
	{ "config", required_argument, NULL, 'c' },
	{ "test", no_argument, NULL, 't' },
	{ "print-config", optional_argument, NULL, OPT_PRINT },
	{ "verbose", no_argument, NULL, 'v' },
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
parse_args(int argc, char **argv, struct args *a)
{
	int c;

	while ((c = getopt_long(argc, argv, "c:tvV", options, NULL)) != -1) {
		switch (c) {
		case 'c':
			a->conf_path = optarg;
			a->conf_given = true;
			break;
		case 't':
			a->check_only = true;
			break;
		case 'v':
			a->level = LOG_DEBUG;
			break;
		case 'V':
			say("greffierd " VERSION "\n");
			break;
		case OPT_PRINT:
			a->print = optarg == NULL ? "yaml" : optarg;
			break;
		case OPT_HELP:
			say(usage_text);
			break;
		default:
			(void)fputs(usage_text, stderr);
			exit(EX_USAGE);
		}
	}
	if (optind < argc) {
		(void)fputs(usage_text, stderr);
		exit(EX_USAGE);
	}
}

/* EX_OK, or the complaint is made.  To print, no file need be there. */
static int
read_conf(const struct args *a, struct conf *c)
{
	char why[CONF_WHY_SIZE];
	struct conf_error e;
	int r;

	if (a->print != NULL && !a->conf_given)
		return conf_default(c) < 0 ? EX_OSERR : EX_OK;
	r = conf_load(a->conf_path, c, &e);
	if (r == 0)
		return EX_OK;
	if (r == -ENOENT && !a->conf_given)
		(void)snprintf(e.message, sizeof(e.message),
		    "no configuration is there; give one with -c "
		    "(--print-config prints one to begin with)");
	conf_why(a->conf_path, &e, why);
	log_line(LOG_ERR, NULL, "%s", why);
	return EX_CONFIG;
}

static int
print_conf(const struct args *a, const struct conf *c)
{
	enum conf_style style = strcmp(a->print, "mdoc") == 0 ? CONF_MDOC :
	    strcmp(a->print, "ceilings") == 0 ? CONF_CEILINGS : CONF_YAML;

	return conf_print(c, style, stdout) < 0 ? EX_IOERR : EX_OK;
}

/* Can each folder be used, or be made?  EX_OK or EX_CONFIG. */
static int
check_folders(const struct conf *c)
{
	const struct {
		const char *key, *path;
	} folders[] = {
		{ "inbox", c->inbox }, { "work", c->work }, { "out", c->out },
		{ "done", c->done }, { "failed", c->failed },
		{ "state", c->state },
	};
	int status = EX_OK, r;

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		r = spool_foresee(folders[i].path);
		if (r < 0) {
			log_line(LOG_ERR, NULL, "%s (%s): %s", folders[i].key,
			    folders[i].path, strerror(-r));
			status = EX_CONFIG;
		} else if (r > 0) {
			log_line(LOG_INFO, NULL, "%s (%s) is not there yet; "
			    "it will be made", folders[i].key,
			    folders[i].path);
		}
	}
	return status;
}

static int
check(const struct args *a, const struct conf *c)
{
	int status = check_folders(c), r = readers_check(c);

	if (r < 0)
		log_line(LOG_ERR, NULL, "%s: %s", c->reader, r == -EPROTO ?
		    "is no greffier-reader" : strerror(-r));
	else if (r > 0)
		log_line(LOG_ERR, NULL, "no reader would start: its plugins "
		    "or models do not load");
	if (r == 0 && status == EX_OK)
		log_line(LOG_INFO, NULL, "%s: good, and so are the folders, "
		    "the models and the plugins", a->conf_path);
	return r == 0 ? status : EX_CONFIG;
}

int
main(int argc, char **argv)
{
	struct args a = { .conf_path = CONF_PATH, .level = LOG_INFO };
	struct daemon d = { .conf_path = NULL };
	int status;

	parse_args(argc, argv, &a);
	log_open("greffierd", a.level);
	d.conf_path = a.conf_path;
	status = read_conf(&a, &d.conf);
	if (status != EX_OK)
		return status;
	if (a.print != NULL)
		status = print_conf(&a, &d.conf);
	else if (a.check_only)
		status = check(&a, &d.conf);
	else
		status = daemon_run(&d);
	conf_free(&d.conf);
	return status;
}
