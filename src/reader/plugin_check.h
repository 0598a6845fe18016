#ifndef GREFFIER_PLUGIN_CHECK_H
#define GREFFIER_PLUGIN_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct plugin_set;

struct plugin_check {
	bool		 tap;		/* in the Test Anything Protocol */
	/* Processor time for each sample, and each plugin's text; 0: no end. */
	uint32_t	 cpu_ms;
	/*
	 * Whose plugins are checked; of the others it is only seen that none of
	 * these wins a sample of theirs.  None: all are checked.
	 */
	const char *const *folder;
	size_t		 folders;
};

/*
 * Do the plugins hold?  A plugin is trusted because it is tested: each has
 * samples (NAME/samples/CASE/ with text.txt or pages.json, and expected.json:
 * the record's deliberations without provenance), each sample is recognised
 * by its own plugin and by no other, and is read as expected, to the last
 * value; no rule is given up on the way; plugin_lint has nothing to say, and
 * none is a draft.  Rules that won in no sample are named, where all samples
 * could be read, but are no fault.
 *
 * One line for each fault and each plugin on `out`, of many of one plugin the
 * first; or, in TAP, a point for each plugin's text and for each sample.  0, or
 * -EINVAL where there is a fault.  What takes too long ends the process, see
 * deadline.h.
 */
int	plugin_check_set(const struct plugin_set *set,
	    const struct plugin_check *o, FILE *out);

#endif /* GREFFIER_PLUGIN_CHECK_H */
