#ifndef GREFFIER_SETUP_H
#define GREFFIER_SETUP_H

#include <stddef.h>

#include "conf/conf.h"

/*
 * What every subcommand that starts a reader needs: the configuration, with
 * what the command line says instead of it.
 */
#define SETUP_PLUGINS_MAX 16

struct setup {
	const char	*conf;		/* -c; NULL: the usual file, if there */
	const char	*reader;	/* --reader */
	const char	*plugins[SETUP_PLUGINS_MAX + 1];
	size_t		 n_plugins;	/* --plugins; 0: the configuration's */
	char		*const *more;	/* folders after these, or NULL */
	size_t		 n_more;
};

/* The options of all these subcommands, for their own tables. */
enum {
	SETUP_READER = 512,
	SETUP_PLUGINS,
	SETUP_HELP
};

#define SETUP_OPTIONS \
	{ "config", required_argument, NULL, 'c' }, \
	{ "reader", required_argument, NULL, SETUP_READER }, \
	{ "plugins", required_argument, NULL, SETUP_PLUGINS }, \
	{ "help", no_argument, NULL, SETUP_HELP }, \
	{ NULL, 0, NULL, 0 }

#define SETUP_USAGE \
"  -c, --config FILE       configuration (" SYSCONFDIR "/greffier/greffier.yaml)\n" \
"      --reader PROGRAM    the reader to run\n" \
"      --plugins FOLDER    where plugins are, instead of the configuration's\n" \
"                          folders; may be given again\n" \
"      --help              show this and end\n"

/* Take an option of that table; 0, or -EINVAL for one of no kind. */
int	setup_option(struct setup *s, int option, const char *value);

/*
 * The configuration that was `given`, or the usual one where that is NULL; and
 * where this one is not there, the defaults.  0, or TOOL_CONFIG after a line on
 * stderr.
 */
int	setup_conf(const char *given, struct conf *ret_conf);

/*
 * The configuration in force, its reader found:
 * --reader, $GREFFIER_READER, the configuration's, the one beside our own
 * program, the installed one.  0, or an exit status after a line on stderr.
 */
int	setup_load(const struct setup *s, struct conf *ret_conf);

/*
 * Does the folder hold plugins, or is it one itself?  0 for neither; SETUP_ONE
 * or SETUP_SOME.
 */
enum { SETUP_ONE = 1, SETUP_SOME };

int	setup_look(const char *folder);

/*
 * Is there a plugin of that name?  0, or TOOL_USAGE after those that are there
 * were named on stderr.
 */
int	setup_plugin(const struct conf *c, const char *name);

#endif /* GREFFIER_SETUP_H */
