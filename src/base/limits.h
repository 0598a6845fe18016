#ifndef GREFFIER_LIMITS_H
#define GREFFIER_LIMITS_H

/* Every fixed ceiling of the system, one line each, with its reason. */

#define LIMIT_FRAME_BYTES	(64u << 20)	/* a record of 2,000 dense pages is 40 MiB */
#define LIMIT_PAGE_BYTES	(16u << 20)	/* words of one page as JSON; a dense A3 is 1 MiB */
#define LIMIT_PAGE_WORDS	50000		/* a newspaper sheet holds 15,000 */
#define LIMIT_PAGE_CELLS	20000
#define LIMIT_PAGE_MARKS	20000
#define LIMIT_PAGES		2000		/* the largest register seen is 600 */
#define LIMIT_SCAN_BYTES	(2LL << 30)	/* 2,000 pages at 1 MiB */
#define LIMIT_SIDE_PX		32000		/* Tesseract refuses 32768 */
#define LIMIT_PAGE_PIXELS	200000000LL	/* A3 at 1200 dpi is 278 M; nobody needs it */
#define LIMIT_RENDER_PIXELS	20000000LL	/* a PDF page drawn: A3 at 300 dpi is 17 M */
#define LIMIT_SIDE_MIN_PX	16		/* less than one line of type */
#define LIMIT_MATCH_STEPS	200000	/* PCRE2's, per place tried: 5 ms; a sane rule: 5,000 */
#define LIMIT_MATCH_ALL_STEPS	400000000	/* of one record: 11 s; 400 pages need 50 M */
#define LIMIT_MATCH_DEPTH	5000
#define LIMIT_MATCH_KIBIBYTES	16384	/* backtracking kept in memory */
#define LIMIT_PLUGIN_BYTES	(1u << 20)	/* a page, not a book */
#define LIMIT_PLUGIN_PHRASES	100	/* of a list; each is looked for in every text */
#define LIMIT_PLUGINS_EAGER	200	/* more are compiled at their first use */
#define LIMIT_LIST_ITEMS	2000	/* of one field; the largest assembly seats 150 */
#define LIMIT_DELIBERATIONS	1000	/* in one scan */
#define LIMIT_NAME_BYTES	1024		/* a path below the inbox */
#define LIMIT_CONTROL_BYTES	8192	/* of a request: the longest name, each byte escaped */
#define LIMIT_CONTROL_CLIENTS	16	/* asking at once; a sysadmin is alone */
#define LIMIT_CONTROL_FILES	1000	/* in one answer; nobody reads more */
#define LIMIT_ANSWER_BYTES	(16u << 20)	/* so many names, each byte escaped */

#endif /* GREFFIER_LIMITS_H */
