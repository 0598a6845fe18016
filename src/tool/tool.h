#ifndef GREFFIER_TOOL_H
#define GREFFIER_TOOL_H

/*
 * The subcommands of greffier.  Each is given its own words (argv[0] is
 * "greffier " and its name), speaks on stdout and stderr, and returns the exit status.
 */
#define TOOL_SOME	1	/* some scans were not read; each was said */
#define TOOL_USAGE	2
#define TOOL_ABSENT	69	/* no daemon answers: nothing can be said */
#define TOOL_CONFIG	78

struct tool_command {
	const char	*name;
	const char	*summary;	/* for the list of all */
	int		(*run)(int argc, char **argv);
};

int	cmd_read(int argc, char **argv);
int	cmd_plugin(int argc, char **argv);
int	cmd_ask(int argc, char **argv);		/* all that the daemon answers */

#endif /* GREFFIER_TOOL_H */
