#ifndef GREFFIER_COMMAND_H
#define GREFFIER_COMMAND_H

#include <stdint.h>

struct conf;

/* How a reader is started and ends: what it and those who start it agree on. */

/* Its descriptors, beside the usual three. */
#define READER_CONTROL_FD	3	/* messages, see wire/message.h */
#define READER_GIVEN_FD		4	/* the frozen plugins, if it is given any */

/* What it ends with when it ran out of processor time; timeout(1)'s. */
#define READER_LATE	124

/*
 * Its command line, from the configuration: what pool_new is given as argv.
 * `mode` comes first where it is not NULL: "--list", "--text".  NULL-ended; the
 * list is the caller's to free(3), the strings stay the configuration's.
 * -ENOMEM.
 */
int	command_new(const struct conf *conf, const char *mode,
	    char ***ret_argv);

/* How many readers the configuration means. */
unsigned command_readers(const struct conf *conf);

/* How much memory it means for all of them together. */
uint64_t command_memory(const struct conf *conf);

#endif /* GREFFIER_COMMAND_H */
