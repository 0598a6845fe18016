#ifndef GREFFIER_VOTE_H
#define GREFFIER_VOTE_H

#include <stdbool.h>
#include <stddef.h>

struct ocr;
struct page;

/*
 * Which of several readings of one printed line is right, place by place?  Each
 * word has its confidence, more if the dictionary holds it, and more for every
 * other reading that says the same.  The first reading stands if the others are
 * not clearly better, or differ from it in accents and points alone without
 * making a word of it or being much surer.
 *
 * `word` are the indexes of the line's words in `p`, `other` the same line read
 * otherwise.  Words that lose their place are marked in gone[], which the caller
 * frees them by; those that take it are appended to `p`.  What a doubtful word
 * may be as well becomes its `other`.
 */
void	vote_line(struct ocr *o, struct page *p, const size_t *word, size_t n,
	    struct page *const *other, size_t others, bool *gone);

#endif /* GREFFIER_VOTE_H */
