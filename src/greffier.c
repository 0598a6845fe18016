/*
 * greffier: the person's tool.  Reads scans without the daemon, by the same
 * readers, asks them about plugins, and the daemon about itself.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tool/tool.h"

static const struct tool_command commands[] = {
	{ "read", "read scans and write their records", cmd_read },
	{ "plugin", "list and check plugins, explain, draft and bless them", cmd_plugin },
	{ "status", "what the daemon is doing, and what it waits for",
	    cmd_ask },
	{ "list", "the files of its rooms", cmd_ask },
	{ "retry", "have it read again what it has set aside", cmd_ask },
	{ "pause", "have it take no more scans", cmd_ask },
	{ "resume", "have it take scans again", cmd_ask },
	{ "rescan", "have it look at the inbox now", cmd_ask },
};

#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void
usage(FILE *out)
{
	(void)fputs("Usage: greffier COMMAND [OPTION]... [FILE]...\n\n", out);
	for (size_t i = 0; i < COMMANDS; i++)
		(void)fprintf(out, "  %-8s %s\n", commands[i].name,
		    commands[i].summary);
	(void)fputs("\n\"greffier COMMAND --help\" tells more of each;"
	    " greffier(1) tells all.\n", out);
}

int
main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "";
	char whole[32];		/* getopt's complaints begin with it */

	/* A file that may not grow is one that is named, not our end. */
	(void)signal(SIGXFSZ, SIG_IGN);
	for (size_t i = 0; i < COMMANDS; i++) {
		if (strcmp(name, commands[i].name) != 0)
			continue;
		(void)snprintf(whole, sizeof(whole), "greffier %s", name);
		argv[1] = whole;
		return commands[i].run(argc - 1, argv + 1);
	}
	if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0) {
		(void)puts("greffier " VERSION);
		return EXIT_SUCCESS;
	}
	if (strcmp(name, "--help") == 0 || strcmp(name, "help") == 0) {
		usage(stdout);
		return EXIT_SUCCESS;
	}
	if (argc > 1)
		(void)fprintf(stderr, "greffier: no command \"%s\"\n", name);
	usage(stderr);
	return TOOL_USAGE;
}
