#ifndef GREFFIER_STAMP_H
#define GREFFIER_STAMP_H

#include <stddef.h>

struct page;
struct flow;

/*
 * What is printed on a page but is no part of the act: the stamps of préfecture
 * and signature platforms, told by their own words, page numbers, the sender's
 * telephone at the foot of his paper.  The act's own lines about its sending
 * ("Transmis en préfecture le") are not among them.
 */
enum stamp {
	STAMP_NONE,		/* the act's own text */
	STAMP_SURE,
	STAMP_NEAR,		/* only beside a sure one: "Publié le" */
	STAMP_NUMBER,		/* a page number, where one may stand */
	STAMP_ADDRESS,		/* of the sender, at a page's foot */
};

/* What a folded line is, by its words alone. */
enum stamp	stamp_line(const char *fold);

/*
 * Sort the lines of a flow that knows no places (plain text), then leave out
 * of every flow the stamps that only repeat an earlier one.
 */
void	stamp_sort_plain(struct flow *f, const struct page *const *page);
void	stamp_once(struct flow *f, const struct page *const *page);

#endif /* GREFFIER_STAMP_H */
