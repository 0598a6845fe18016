#include <errno.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "../support/fuzz.h"
#include "words/page.h"

static void
check_box(const struct page *p, struct box b)
{
	MUST(b.w >= 0 && b.h >= 0);
	MUST(b.x >= -p->width && b.x + b.w <= 2 * p->width);
	MUST(b.y >= -p->height && b.y + b.h <= 2 * p->height);
}

static void
check_page(const struct page *p)
{
	MUST(p->number >= 1 && p->method <= PAGE_BLANK && p->conf <= 100);
	MUST(p->width >= 0 && p->width <= LIMIT_SIDE_PX);
	MUST(p->words <= LIMIT_PAGE_WORDS && p->cells <= LIMIT_PAGE_CELLS &&
	    p->marks <= LIMIT_PAGE_MARKS);
	for (size_t i = 0; i < p->words; i++) {
		const char *s = p->word[i].text;

		MUST(s[0] != '\0' && utf8_valid(s, strlen(s)) == strlen(s));
		MUST(p->word[i].conf <= 100);
		check_box(p, p->word[i].box);
	}
	for (size_t i = 0; i < p->marks; i++)
		check_box(p, p->mark[i].box);
	for (size_t i = 0; i < p->cells; i++) {
		MUST(p->cell[i].rows >= 1 && p->cell[i].columns >= 1);
		check_box(p, p->cell[i].box);
	}
	for (size_t i = 0; i < p->unreads; i++)
		check_box(p, p->unread[i]);
}

/* A page that is taken keeps page.h's promises, and is the same once more. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct page *p = NULL, *again = NULL;
	char *json, *json2;
	size_t len, len2;

	if (page_from_json((const char *)data, size, &p) < 0) {
		MUST(p == NULL);
		return 0;
	}
	check_page(p);
	MUST(page_is_sound(p));
	json = page_to_json(p, &len);
	MUST(page_from_json(json, len, &again) == 0);
	json2 = page_to_json(again, &len2);
	MUST(len == len2 && memcmp(json, json2, len) == 0);
	free(json);
	free(json2);
	page_free(p);
	page_free(again);
	return 0;
}
