#ifndef GREFFIER_READ_H
#define GREFFIER_READ_H

#include <stdbool.h>
#include <stdint.h>

#include "base/verdict.h"

struct page;
struct source;

/*
 * One warm Tesseract.  Made before the reader locks itself, used in its forks;
 * what words/ itself asks of it is ocr.h.
 */
struct ocr;

/*
 * `datapath` holds <language>.traineddata (NULL: where Tesseract looks by
 * itself); `languages` as Tesseract writes them, "fra" or "fra+nld".
 * Returns 0, or -ENOENT where a model is missing.
 */
int		ocr_new(const char *datapath, const char *languages, struct ocr **ret);
void		ocr_free(struct ocr *o);
const char     *ocr_name(const struct ocr *o);	/* "tesseract 5.3.0" */

/*
 * Read page `number` (from 1): raster or text layer, cleaning, words, marks
 * and cells.  `how` is of page/clean.h; CLEAN_GENTLE is the second try of a page
 * that outlived its budget: lower resolution, simplest segmentation.  VERDICT_OK
 * and *ret (page_free), or the verdict on the page.  Blocks for seconds.
 */
enum verdict	page_read(struct source *s, struct ocr *o, uint32_t number,
		    unsigned how, struct page **ret);

/*
 * The same of a page that costs little, since it is made of digital words: no
 * more than milliseconds.  VERDICT_OK and NULL for any other.
 */
enum verdict	page_read_typed(struct source *s, uint32_t number,
		    struct page **ret);

#endif /* GREFFIER_READ_H */
