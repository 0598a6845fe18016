#ifndef GREFFIER_READERS_H
#define GREFFIER_READERS_H

struct conf;
struct daemon;

/* The reader's program: its arguments, its start and its exchange. */

/*
 * Freeze the plugins, so that all readers have the same until the next reload,
 * whatever lies on the disk by then; and start the pool.  0, a negative errno,
 * or another of sysexits(3), with the reason logged.  Waits for the reader that
 * freezes them, but not for ever; -ECANCELED: asked to end meanwhile.
 */
int	readers_start(struct daemon *d);
void	readers_free(struct daemon *d);

/*
 * SIGHUP: read the configuration anew, have a reader try the plugins and freeze
 * them, and only if both load go over to them.  One that comes meanwhile is
 * done afterwards.
 */
void	readers_reload(struct daemon *d);

/*
 * Have a reader try the plugins, and wait for it: its exit status, or a
 * negative errno, among them -ETIMEDOUT, -ECANCELED and, where the program is
 * no reader, -EPROTO.  Its complaints go to stderr.
 */
int	readers_check(const struct conf *c);

#endif /* GREFFIER_READERS_H */
