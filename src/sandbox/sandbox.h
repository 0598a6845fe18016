#ifndef GREFFIER_SANDBOX_H
#define GREFFIER_SANDBOX_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The lock of a reader.  It is put on in two turns, each of which can only be
 * tightened, never undone:
 *
 *	sandbox_enter		the reader itself, when its model and plugins are
 *				loaded: may fork and pass messages
 *	sandbox_enter_child	its child, before it looks at a stranger's file:
 *				may compute, and write to what it holds
 *
 * The first is no-new-privileges and rlimits, then landlock (nothing may be
 * opened but fonts and their like, for reading), then seccomp (no call but those
 * in filter.c's table: no network, no exec, no ptrace, no open for writing).
 * The second adds rlimits and takes more calls away.
 *
 * Errors     0 or a negative errno; after an error the caller must end.
 * Blocking   no.
 */
struct sandbox_options {
	const char *const *read;	/* more to be readable, NULL-ended, or NULL */
	bool	 without_landlock;	/* go on where the kernel has none */
};

/*
 * *ret_abi is landlock's version, 0 where there is none and that was allowed.
 * -ENOSYS: none and not allowed.  -EBUSY: other threads run, which landlock
 * would leave free.
 */
int	sandbox_enter(const struct sandbox_options *o, unsigned *ret_abi);

/*
 * Zero is no ceiling.  Without landlock this still holds all but one thing:
 * what can be read by name.
 */
int	sandbox_enter_child(uint64_t memory_bytes, uint64_t cpu_s);

/* Only the ceiling on memory, for a process that must open files yet. */
int	sandbox_memory(uint64_t bytes);

#endif /* GREFFIER_SANDBOX_H */
