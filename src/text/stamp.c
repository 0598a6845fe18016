#include "text/flow.h"
#include "text/stamp.h"
#include "words/page.h"

void
stamp_sort(struct flow *f, const struct page *const *page, size_t pages)
{
	for (size_t i = 0; i < pages; i++)
		for (size_t k = 0; k < page[i]->words; k++)
			if (page[i]->word[k].second)
				flow_add(f, (uint32_t)i, (uint32_t)k,
				    FLOW_NONE, FLOW_LINE)->place = FLOW_STAMP;
}
