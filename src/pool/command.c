#include <errno.h>
#include <stdlib.h>

#include <uv.h>

#include "conf/conf.h"
#include "pool/command.h"

#define WORDS_FIXED 10	/* all but the plugins' folders, and the NULL */

int
command_new(const struct conf *conf, const char *mode, char ***ret_argv)
{
	size_t n = 0, folders = 0;
	char **argv;

	while (conf->plugins[folders] != NULL)
		folders++;
	argv = calloc(WORDS_FIXED + 2 * folders, sizeof(*argv));
	if (argv == NULL)
		return -ENOMEM;
	argv[n++] = conf->reader;
	if (mode != NULL)
		argv[n++] = (char *)mode;
	argv[n++] = (char *)"--languages";
	argv[n++] = conf->languages;
	if (conf->tessdata[0] != '\0') {
		argv[n++] = (char *)"--tessdata";
		argv[n++] = conf->tessdata;
	}
	if (conf->page_without[0] != '\0') {
		argv[n++] = (char *)"--without";
		argv[n++] = conf->page_without;
	}
	if (!conf->landlock)
		argv[n++] = (char *)"--without-landlock";
	for (size_t i = 0; i < folders; i++) {
		argv[n++] = (char *)"--plugins";
		argv[n++] = conf->plugins[i];
	}
	*ret_argv = argv;
	return 0;
}

unsigned
command_readers(const struct conf *conf)
{
	return conf->readers != 0 ? (unsigned)conf->readers :
	    uv_available_parallelism();
}

uint64_t
command_memory(const struct conf *conf)
{
	uint64_t whole = uv_get_total_memory();
	uint64_t allowed = uv_get_constrained_memory();

	if (conf->all_memory_bytes != 0)
		return conf->all_memory_bytes;
	/* 0 means that no group of processes is held to less. */
	if (allowed != 0 && allowed < whole)
		whole = allowed;
	return whole / 4 * 3;
}
