#include "base/limits.h"
#include "conf/ceiling.h"

#define FIXED(name)	#name, NULL, (uint64_t)(name)
#define CONFIGURED(key)	NULL, key, 0

const struct ceiling ceiling_table[] = {
	/* name or key, what, verdict, then, reason */

	/* A scan, before anything in it is decoded. */
	{ FIXED(LIMIT_SCAN_BYTES), "bytes of a scan",
	    VERDICT_TOO_MANY_BYTES, NULL, "2,000 pages at 1 MiB" },
	{ FIXED(LIMIT_PAGES), "pages of a scan", VERDICT_TOO_MANY_PAGES, NULL,
	    "the largest register seen has 600" },
	{ FIXED(LIMIT_SIDE_PX), "pixels of an image's side, by its header",
	    VERDICT_TOO_MANY_PIXELS, NULL, "Tesseract refuses 32768" },
	{ FIXED(LIMIT_PAGE_PIXELS), "pixels of an image, by its header",
	    VERDICT_TOO_MANY_PIXELS, NULL, "A3 at 1000 dpi has fewer" },
	{ FIXED(LIMIT_SIDE_MIN_PX), "pixels that an image's side needs",
	    VERDICT_TOO_SMALL, NULL, "less is no line of type" },
	{ FIXED(LIMIT_RENDER_PIXELS), "pixels of a PDF page that is drawn",
	    VERDICT_OK, "it is drawn at a lower resolution",
	    "A3 at 300 dpi has 17 million" },

	/* A page while it is read, held by the kernel and the pool's clock. */
	{ CONFIGURED("budget.open"), "time to open a scan", VERDICT_TIMEOUT,
	    NULL, "a sound scan of 2,000 pages opens within a second" },
	{ CONFIGURED("budget.page"), "time to read a page", VERDICT_TIMEOUT,
	    NULL, "a page takes seconds; Tesseract can hang" },
	{ CONFIGURED("budget.record"), "time to make the record",
	    VERDICT_TIMEOUT, NULL, "200 pages take a second" },
	{ CONFIGURED("budget.memory"), "memory of a page's process",
	    VERDICT_MEMORY, NULL, "A4 at 600 dpi takes 400 MiB" },
	{ CONFIGURED("memory"), "memory of all pages together", VERDICT_OK,
	    "pages wait for each other", "the machine has no more" },

	/* What a reader says. */
	{ FIXED(LIMIT_PAGE_BYTES), "bytes of a page's words",
	    VERDICT_TOO_MANY_BYTES, NULL, "a dense A3 has 1 MiB" },
	{ FIXED(LIMIT_FRAME_BYTES), "bytes of a record",
	    VERDICT_TOO_MANY_BYTES, NULL,
	    "a record of 2,000 dense pages has 40 MiB" },
	{ FIXED(LIMIT_PAGE_WORDS), "words of a page", VERDICT_OK,
	    "the others are left out", "a newspaper sheet has 15,000" },
	{ FIXED(LIMIT_PAGE_CELLS), "cells of a page's tables", VERDICT_OK,
	    "the others are left out", "an attendance table has 500" },
	{ FIXED(LIMIT_PAGE_MARKS), "ticks and rules of a page", VERDICT_OK,
	    "the others are left out", "an attendance table has 500" },

	/* Text and plugins. */
	{ FIXED(LIMIT_MATCH_STEPS), "steps of a pattern at one place",
	    VERDICT_OK, "the rule fails, and the record says so",
	    "5 ms; a sane rule takes 5,000" },
	{ FIXED(LIMIT_MATCH_ALL_STEPS), "steps of all patterns in one record",
	    VERDICT_OK, "the rules that are left fail, and the record says so",
	    "11 s; 400 pages take 50 million" },
	{ FIXED(LIMIT_MATCH_DEPTH), "depth of a pattern's recursion",
	    VERDICT_OK, "the rule fails, and the record says so",
	    "dates nest to ten" },
	{ FIXED(LIMIT_MATCH_KIBIBYTES), "KiB of a pattern's backtracking",
	    VERDICT_OK, "the rule fails, and the record says so",
	    "a sane rule takes 100" },
	{ FIXED(LIMIT_LIST_ITEMS), "items of a field", VERDICT_OK,
	    "the others are left out", "the largest assembly seats 150" },
	{ FIXED(LIMIT_DELIBERATIONS), "deliberations of a scan", VERDICT_OK,
	    "the others stay in the last one", "a long session has 100" },
	{ FIXED(LIMIT_PLUGIN_BYTES), "bytes of a plugin's file", VERDICT_OK,
	    "the plugin does not load, with its place", "a page, not a book" },
	{ FIXED(LIMIT_PLUGIN_PHRASES), "phrases of a list that tells a format",
	    VERDICT_OK, "the plugin does not load, with its place",
	    "each is looked for in every text; two are usual" },
	{ FIXED(LIMIT_PLUGINS_EAGER), "plugins compiled at the start",
	    VERDICT_OK, "the others are at their first use",
	    "a start is not to take seconds" },

	/* The daemon. */
	{ FIXED(LIMIT_NAME_BYTES), "bytes of a path below the inbox",
	    VERDICT_OK, "the file is left alone",
	    "what is added must fit a file system's 4,096" },
	{ CONFIGURED("min_free"), "bytes to be free in work, out and done",
	    VERDICT_OK, "no scan is taken", "to end what is begun" },
	{ FIXED(LIMIT_CONTROL_BYTES), "bytes of a request", VERDICT_OK,
	    "it is refused", "the longest name, each byte escaped" },
	{ FIXED(LIMIT_CONTROL_CLIENTS), "who asks at once", VERDICT_OK,
	    "the others wait", "a sysadmin is alone" },
	{ FIXED(LIMIT_CONTROL_FILES), "files in one answer", VERDICT_OK,
	    "the others are counted", "nobody reads more" },
	{ FIXED(LIMIT_ANSWER_BYTES), "bytes of an answer", VERDICT_OK,
	    "greffier(1) refuses it", "so many names, each byte escaped" },
};

const size_t ceilings = sizeof(ceiling_table) / sizeof(ceiling_table[0]);
