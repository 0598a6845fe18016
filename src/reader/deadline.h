#ifndef GREFFIER_DEADLINE_H
#define GREFFIER_DEADLINE_H

#include <stdint.h>

/*
 * How much processor time the next thing may take, for who checks plugins that
 * somebody else wrote: there is no pool then that would end a reader.  When it
 * is used up the process says what it was at, on stderr and, if `bail` is not
 * NULL, behind that on stdout, and exits with READER_LATE (pool/command.h).
 * Behind the lock no file is written: there only the status may tell.
 *
 * One at a time, for the process; each call ends the one before.  `what` and
 * `bail` are copied.  0 ms: none any more.  The clock does not run while the
 * process waits: a busy machine is no fault of a plugin.
 */
void	deadline_set(uint32_t cpu_ms, const char *what, const char *bail);

#endif /* GREFFIER_DEADLINE_H */
