#include "page/mm.h"
#include "words/ocr.h"
#include "words/sight.h"

#define RIM_MM 0.6

struct page *
sight_read(const struct sight *l, const struct aspect *v, struct box b)
{
	int rim = mm_px(RIM_MM, l->dpi);
	struct page *p = page_new(1);

	ocr_set_scale(l->ocr, v->scale, v->scale);
	(void)ocr_part(l->ocr, v->grey, (struct box){ b.x - rim, b.y - rim,
	    b.w + 2 * rim, b.h + 2 * rim }, l->dpi, OCR_LINE, p);
	ocr_set_scale(l->ocr, 1, 1);
	return p;
}
