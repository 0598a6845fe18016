#ifndef GREFFIER_FUZZ_H
#define GREFFIER_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/*
 * What every fuzz target has: the two functions that libFuzzer calls (or, where
 * there is none, tests/support/fuzz_main.c), and a way to say what must hold.
 */
int	LLVMFuzzerInitialize(int *argc, char ***argv);
int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(what)	fuzz_must(what, #what, __FILE__, __LINE__)

static inline void
fuzz_must(int holds, const char *what, const char *file, int line)
{
	if (holds)
		return;
	(void)fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
	abort();
}

#endif /* GREFFIER_FUZZ_H */
