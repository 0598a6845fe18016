#ifndef GREFFIER_NOTIFY_H
#define GREFFIER_NOTIFY_H

#include <stdint.h>

struct daemon;

/*
 * What systemd is told; nothing at all where nobody listens.  A reload before
 * the first reader is ready is a part of the start.
 */
/* A start that takes long gets on.  From any thread. */
void	notify_starting(void);
void	notify_ready(struct daemon *d);
void	notify_reloading(const struct daemon *d);
void	notify_stopping(void);
void	notify_alive(void);
/* One line for `systemctl status`, sent when it has changed. */
void	notify_status(struct daemon *d);

/* How often notify_alive is wanted, in ms; 0 never. */
uint64_t notify_alive_ms(void);

#endif /* GREFFIER_NOTIFY_H */
