#include <sys/mman.h>
#include <sys/stat.h>

#include <stdlib.h>

#include <glib.h>
#include <leptonica/allheaders.h>

#include "base/limits.h"
#include "base/xalloc.h"
#include "page/resolution.h"
#include "page/sheet.h"
#include "page/source.h"
#include "page/source_kind.h"

static const struct source_kind *const kinds[] = {
	&source_packed,		/* before what it may hold */
	&source_pdf,
	&source_tiff,
	&source_image,
};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static void
unheard(const gchar *domain, GLogLevelFlags level, const gchar *message,
    gpointer data)
{
	(void)domain;
	(void)level;
	(void)message;
	(void)data;
}

/*
 * What libraries grumble about a stranger's file is for nobody: the verdict
 * says it, and a reader's stderr is the sysadmin's journal.
 */
static void
quieten(void)
{
	setMsgSeverity(L_SEVERITY_NONE);
	g_log_set_default_handler(unheard, NULL);
}

static enum verdict
map(int fd, const uint8_t **ret_data, size_t *ret_len)
{
	struct stat st;
	void *data;

	if (fstat(fd, &st) == -1 || !S_ISREG(st.st_mode))
		return VERDICT_UNKNOWN_TYPE;
	if (st.st_size == 0)
		return VERDICT_EMPTY;
	if (st.st_size > LIMIT_SCAN_BYTES)
		return VERDICT_TOO_MANY_BYTES;
	data = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (data == MAP_FAILED)
		return VERDICT_MEMORY;
	*ret_data = data;
	*ret_len = (size_t)st.st_size;
	return VERDICT_OK;
}

static const struct source_kind *
kind_of(const uint8_t *data, size_t len)
{
	for (size_t i = 0; i < KINDS; i++)
		if (kinds[i]->is(data, len))
			return kinds[i];
	return NULL;
}

void
source_warm(void)
{
	quieten();
	for (size_t i = 0; i < KINDS; i++)
		if (kinds[i]->warm != NULL)
			kinds[i]->warm();
}

enum verdict
source_open(int fd, struct source **ret)
{
	struct source *s = xcalloc(1, sizeof(*s));
	enum verdict v;

	quieten();
	v = map(fd, &s->data, &s->len);
	if (v == VERDICT_OK) {
		s->kind = kind_of(s->data, s->len);
		v = s->kind == NULL ? VERDICT_UNKNOWN_TYPE : s->kind->open(s);
	}
	if (v == VERDICT_OK && s->pages == 0)
		v = VERDICT_NO_PAGE;
	if (v == VERDICT_OK && s->pages > LIMIT_PAGES)
		v = VERDICT_TOO_MANY_PAGES;
	if (v == VERDICT_OK)
		*ret = s;
	else
		source_free(s);
	return v;
}

void
source_free(struct source *s)
{
	if (s == NULL)
		return;
	if (s->kind != NULL && s->kind->close != NULL)
		s->kind->close(s);
	if (s->data != NULL)
		(void)munmap((void *)(uintptr_t)s->data, s->len);
	free(s);
}

uint32_t
source_pages(const struct source *s)
{
	return s->pages;
}

const char *
source_type(const struct source *s)
{
	return s->type;
}

enum verdict
sheet_take(struct source *s, uint32_t number, struct sheet *ret)
{
	struct sheet sh = { 0 };
	enum verdict v;

	if (number < 1 || number > s->pages)
		return VERDICT_NO_PAGE;
	v = s->kind->take(s, number, &sh);
	/* Up to 100 MB that is not looked at again while the page is read. */
	(void)madvise((void *)(uintptr_t)s->data, s->len, MADV_DONTNEED);
	if (v == VERDICT_OK && sh.pix != NULL)
		sh.dpi = resolution_of(sh.pix, sh.dpi);
	if (v == VERDICT_OK)
		*ret = sh;
	else
		sheet_free(&sh);
	return v;
}

enum verdict
sheet_take_typed(struct source *s, uint32_t number, struct sheet *ret)
{
	struct sheet sh = { 0 };
	enum verdict v = VERDICT_OK;

	if (number < 1 || number > s->pages)
		return VERDICT_NO_PAGE;
	if (s->kind->take_typed != NULL)
		v = s->kind->take_typed(s, number, &sh);
	if (v == VERDICT_OK)
		*ret = sh;
	else
		sheet_free(&sh);
	return v;
}

struct Pix *
sheet_draw(struct source *s, uint32_t number)
{
	return number < 1 || number > s->pages || s->kind->draw == NULL ?
	    NULL : s->kind->draw(s, number);
}

void
sheet_free(struct sheet *sh)
{
	pixDestroy(&sh->pix);
	pixDestroy(&sh->pale);
	pixDestroy(&sh->rules);
	layer_free(sh->layer);
	*sh = (struct sheet){ 0 };
}

void
layer_free(struct layer *l)
{
	if (l == NULL)
		return;
	for (size_t i = 0; i < l->words; i++)
		free(l->word[i].text);
	free(l->word);
	free(l);
}
