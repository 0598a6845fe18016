#ifndef GREFFIER_MM_H
#define GREFFIER_MM_H

#include <math.h>

#define MM_PER_INCH 25.4

/* A length on paper in pixels, 1 at least. */
static inline int
mm_px(double mm, double dpi)
{
	int n = (int)lround(mm * dpi / MM_PER_INCH);

	return n > 1 ? n : 1;
}

#endif /* GREFFIER_MM_H */
