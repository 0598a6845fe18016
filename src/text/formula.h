#ifndef GREFFIER_FORMULA_H
#define GREFFIER_FORMULA_H

#include <stddef.h>

/*
 * The words of which French acts' formulas are made, to undo OCR's slips in
 * them: « convocatun » is convocation.  Only the fold is mended by these (what
 * patterns look for), never what the page is said to state.
 */

#define FORMULA_MAX	20	/* bytes of the longest word of the table */
#define FORMULA_MIN	6	/* letters: shorter words resemble too many others */

/*
 * The formula's word that `word` (`len` folded ASCII letters, any case) stands
 * for: one slip off, two where it has nine letters or more, and nearer to no
 * other.  In small letters; NULL where it is a formula's word already, another
 * that acts have, or resembles none.  The table's own, never freed.
 */
const char	*formula_mend(const char *word, size_t len);

#endif /* GREFFIER_FORMULA_H */
