#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "text/flow.h"
#include "text/head.h"

#define LINES_MAX	5	/* no running head has more */

/* The first lines of a page's body. */
struct top {
	size_t	 first[LINES_MAX + 1];	/* items; the last ends them */
	char	*fold[LINES_MAX];
	size_t	 lines;
};

/* Fill in the top of the page that item `i` begins; where the next begins. */
static size_t
read_top(const struct flow *f, const struct page *const *page, size_t i,
    struct top *t)
{
	uint32_t at = f->item[i].page;

	t->lines = 0;
	while (i < f->items && f->item[i].page == at) {
		size_t next = flow_line_end(f, i);

		if (f->item[i].place == FLOW_BODY && t->lines < LINES_MAX) {
			t->first[t->lines] = i;
			t->first[t->lines + 1] = next;
			t->fold[t->lines++] = flow_fold(f, i, next, page);
		}
		i = next;
	}
	return i;
}

/* The same but for numbers: "page 2" and "page 3". */
static bool
alike(const char *a, const char *b)
{
	for (;; a++, b++) {
		while (isdigit((unsigned char)*a) || isspace((unsigned char)*a))
			a++;
		while (isdigit((unsigned char)*b) || isspace((unsigned char)*b))
			b++;
		if (tolower((unsigned char)*a) != tolower((unsigned char)*b))
			return false;
		if (*a == '\0')
			return true;
	}
}

static bool
is_in(const char *fold, const struct top *t)
{
	for (size_t i = 0; t != NULL && i < t->lines; i++)
		if (alike(fold, t->fold[i]))
			return true;
	return false;
}

static bool
is_head(const char *fold, const struct top *before, const struct top *behind)
{
	return is_in(fold, before) || is_in(fold, behind) ||
	    strncasecmp(fold, "suite de la delib", 17) == 0 ||
	    strstr(fold, "(suite)") != NULL;
}

void
head_drop(struct flow *f, const struct page *const *page)
{
	struct top *top = NULL;
	size_t n = 0;

	for (size_t i = 0; i < f->items; n++) {
		top = xreallocarray(top, n + 1, sizeof(*top));
		i = read_top(f, page, i, &top[n]);
	}
	for (size_t i = 1; i < n; i++) {
		struct top *t = &top[i];
		size_t heads = 0;

		while (heads < t->lines && is_head(t->fold[heads], t - 1,
		    i + 1 < n ? t + 1 : NULL))
			heads++;
		if (heads > 0 && heads < t->lines &&
		    islower((unsigned char)t->fold[heads][0]))
			flow_place(f, t->first[0], t->first[heads],
			    FLOW_DROPPED);
	}
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < top[i].lines; k++)
			free(top[i].fold[k]);
	free(top);
}
