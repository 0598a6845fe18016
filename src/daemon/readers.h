#ifndef GREFFIER_READERS_H
#define GREFFIER_READERS_H

struct conf;
struct daemon;

/* The reader's program: its arguments, its start and its exchange. */

/* Start the pool. */
int	readers_start(struct daemon *d);

/*
 * SIGHUP: read the configuration anew, have a reader try the plugins, and only
 * if both load go over to them.
 */
void	readers_reload(struct daemon *d);

/*
 * Have a reader try the plugins, and wait for it: its exit status, or a
 * negative errno.  Its complaints go to stderr.
 */
int	readers_check(const struct conf *c);

#endif /* GREFFIER_READERS_H */
