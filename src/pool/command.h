#ifndef GREFFIER_COMMAND_H
#define GREFFIER_COMMAND_H

#include <stdint.h>

struct conf;

/* What a reader ends with that ran out of processor time; timeout(1)'s. */
#define READER_LATE	124

/*
 * The command line of a reader, from the configuration: what pool_new is given
 * as argv.  NULL-ended; the list is the caller's to free(3), the strings stay
 * the configuration's.
 */

/* `mode` comes first where it is not NULL: "--list", "--text".  -ENOMEM. */
int	command_new(const struct conf *conf, const char *mode,
	    char ***ret_argv);

/* How many readers the configuration means. */
unsigned command_readers(const struct conf *conf);

/* How much memory it means for all of them together. */
uint64_t command_memory(const struct conf *conf);

#endif /* GREFFIER_COMMAND_H */
