#ifndef GREFFIER_RESOLUTION_H
#define GREFFIER_RESOLUTION_H

#include <stdbool.h>
#include <stdint.h>

struct Pix;

/* Is paper of that size sold, give or take what a feeder cuts off?  Inches. */
bool	resolution_is_sheet(double longest, double shortest);

/*
 * The resolution of a page's image: `dpi` where it makes it a usual sheet or
 * its type of a usual height, else what makes it so.  0 where neither stated
 * (`dpi` is 0) nor to be measured.
 */
int32_t	resolution_of(struct Pix *pix, int32_t dpi);

#endif /* GREFFIER_RESOLUTION_H */
