#include <sys/mman.h>

#include <string.h>
#include <unistd.h>

#include <leptonica/allheaders.h>

#include "base/limits.h"
#include "page/clean.h"
#include "page/rules.h"
#include "page/sheet.h"
#include "page/source.h"
#include "../support/fuzz.h"
#include "words/cells.h"
#include "words/marks.h"
#include "words/page.h"

#define PAGES_MAX 2

static int fd;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	fd = memfd_create("scan", MFD_CLOEXEC);
	MUST(fd != -1);
	source_warm();
	return 0;
}

static void
check_layer(const struct layer *l)
{
	MUST(l->width > 0 && l->height > 0);
	for (size_t i = 0; i < l->words; i++)
		MUST(l->word[i].text != NULL && l->word[i].text[0] != '\0');
}

/* All that page_read does before it asks Tesseract. */
static void
read_drawing(PIX *pix, PIX *pale, int32_t dpi, struct page *p)
{
	struct rules rules;
	struct clean c;

	if (clean_page(pix, pale, dpi, 0, &c) < 0)
		return;
	MUST(pixGetDepth(c.grey) == 8 && pixGetDepth(c.ink) == 1);
	MUST(pixGetWidth(c.grey) == pixGetWidth(c.ink));
	MUST(pixGetHeight(c.grey) == pixGetHeight(c.ink));
	p->width = pixGetWidth(c.ink);
	p->height = pixGetHeight(c.ink);
	MUST(c.dpi > 0 && c.rotation >= 0 && c.rotation < 360);
	if (rules_find(c.ink, c.dpi, &rules) == 0) {
		rules_add_faint(&rules, c.grey, c.dpi);
		rules_complete(&rules, c.ink, c.dpi);
		cells_find(&rules, c.dpi, 1, p);
		rules_erase(&rules, c.dpi, c.grey, c.ink);
		rules_free(&rules);
		marks_find(c.grey, c.ink, c.dpi, p);
		(void)clean_mend(&c);
	}
	MUST(clean_turn_over(&c) < 0 || c.rotation < 360);
	clean_free(&c);
}

/* And of a page of digital words, whose lines alone are drawn. */
static void
read_lines(const struct sheet *sh, struct page *p)
{
	struct rules rules;

	MUST(pixGetDepth(sh->rules) == 1 && sh->rules_top >= 0);
	if (rules_find_drawn(sh->rules, sh->rules_dpi, &rules) < 0)
		return;
	p->width = pixGetWidth(sh->rules);
	p->height = pixGetHeight(sh->rules) + sh->rules_top;
	rules.top = sh->rules_top;
	cells_find(&rules, sh->rules_dpi, 1, p);
	rules_free(&rules);
}

/* Digital words that say all say so once more, alone. */
static void
check_typed(struct source *s, uint32_t number, const struct sheet *sh)
{
	struct sheet typed;

	if (sheet_take_typed(s, number, &typed) != VERDICT_OK)
		return;
	MUST(typed.pix == NULL);
	if (typed.layer != NULL) {
		check_layer(typed.layer);
		MUST(sh->pix == NULL && sh->layer != NULL &&
		    sh->layer->words == typed.layer->words);
	}
	sheet_free(&typed);
}

static void
read_sheet(struct source *s, uint32_t number)
{
	struct sheet sh;
	struct page *p;

	if (sheet_take(s, number, &sh) != VERDICT_OK)
		return;
	MUST(sh.pix != NULL || sh.layer != NULL);
	MUST(sh.reason != NULL);
	p = page_new(number);
	if (sh.layer != NULL)
		check_layer(sh.layer);
	if (sh.pix != NULL) {
		MUST(pixGetWidth(sh.pix) <= LIMIT_SIDE_PX);
		MUST(pixGetHeight(sh.pix) <= LIMIT_SIDE_PX);
		MUST(sh.pale == NULL || (pixGetDepth(sh.pix) == 8 &&
		    pixGetDepth(sh.pale) == 8 &&
		    pixSizesEqual(sh.pale, sh.pix)));
		read_drawing(sh.pix, sh.pale, sh.dpi, p);
	}
	if (sh.rules != NULL)
		read_lines(&sh, p);
	check_typed(s, number, &sh);
	page_free(p);
	sheet_free(&sh);
}

/* A file of any bytes: opened, its first pages taken and cleaned. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct source *s;
	uint32_t pages;

	if (size == 0)
		return 0;
	MUST(ftruncate(fd, 0) == 0);
	MUST(pwrite(fd, data, size, 0) == (ssize_t)size);
	if (source_open(fd, &s) != VERDICT_OK)
		return 0;
	pages = source_pages(s);
	MUST(pages >= 1 && pages <= LIMIT_PAGES && source_type(s) != NULL);
	for (uint32_t i = 1; i <= pages && i <= PAGES_MAX; i++)
		read_sheet(s, i);
	source_free(s);
	return 0;
}
