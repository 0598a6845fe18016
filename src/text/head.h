#ifndef GREFFIER_HEAD_H
#define GREFFIER_HEAD_H

struct page;
struct flow;

/*
 * Drop running heads: lines at the top of a page that stand at the top of the
 * page before or behind too, where the text goes on below them.  The heads of
 * several acts in one scan are alike as well, but tell who met, or bear another
 * number that is no page's: they stay.  So does what ends an affair: two may do
 * so with the same words at the top of two pages.
 * And running feet: the last line of a page, where only a number that counts
 * on tells it from its neighbour's.
 */
void	head_drop(struct flow *f, const struct page *const *page);

#endif /* GREFFIER_HEAD_H */
