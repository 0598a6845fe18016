#ifndef GREFFIER_LIMITS_H
#define GREFFIER_LIMITS_H

/* Every fixed ceiling of the system, one line each, with its reason. */

#define LIMIT_FRAME_BYTES	(64u << 20)	/* a record of 2,000 dense pages is 30 MiB */
#define LIMIT_PAGE_BYTES	(16u << 20)	/* words of one page as JSON; a dense A3 is 1 MiB */
#define LIMIT_PAGE_WORDS	50000		/* a newspaper sheet holds 15,000 */
#define LIMIT_PAGE_CELLS	20000
#define LIMIT_PAGE_MARKS	20000
#define LIMIT_PAGES		2000		/* the largest register seen is 600 */
#define LIMIT_SIDE_PX		32000		/* Tesseract refuses 32768 */
#define LIMIT_PAGE_PIXELS	200000000LL	/* A3 at 1200 dpi is 278 M; nobody needs it */
#define LIMIT_SIDE_MIN_PX	16		/* less than one line of type */
#define LIMIT_NAME_BYTES	1024		/* a path below the inbox */

#endif /* GREFFIER_LIMITS_H */
