#include "text/flow.h"
#include "text/layout.h"
#include "words/page.h"

void
layout_page(const struct page *p, uint32_t index, struct flow *f)
{
	enum flow_break brk = FLOW_PAGE;
	uint32_t line = 0;

	for (size_t i = 0; i < p->words; i++) {
		if (p->word[i].second)
			continue;
		if (brk != FLOW_PAGE)
			brk = p->word[i].line == line ? FLOW_SPACE : FLOW_LINE;
		(void)flow_add(f, index, (uint32_t)i, FLOW_NONE, brk);
		line = p->word[i].line;
		brk = FLOW_SPACE;
	}
}
