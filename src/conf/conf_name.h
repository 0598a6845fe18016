#ifndef GREFFIER_CONF_NAME_H
#define GREFFIER_CONF_NAME_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Values of the configuration that are names of something; private to conf/.
 * Each is looked up where the file is read, so that a slip is told with its
 * line and not by readers that do not start.
 */

/* Steps of cleaning, joined by +; none is "". */
bool	conf_steps_ok(const char *names);
/* Which of them is none, and what was meant, into `why`. */
void	conf_steps_why(const char *names, char *why, size_t size);

/* A group that the system has, or "".  True also where it cannot be asked. */
bool	conf_group_ok(const char *name);
void	conf_group_why(const char *name, char *why, size_t size);

#endif /* GREFFIER_CONF_NAME_H */
