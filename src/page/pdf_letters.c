#include <dlfcn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <cairo.h>

#include "page/pdf.h"

/*
 * Lines are looked for in a drawing of the page, and its letters were half of
 * what that costs.  Neither poppler nor cairo can be told to leave them out;
 * but poppler draws them all by one function, and a program's own of that name
 * comes before a library's.  A poppler that draws them otherwise draws them.
 */

typedef void show_glyphs(cairo_t *cr, const cairo_glyph_t *glyphs, int n);

static bool left_out;

static show_glyphs *
cairo_s_own(void)
{
	static show_glyphs *own;
	void *found;

	if (own != NULL)
		return own;
	found = dlsym(RTLD_NEXT, "cairo_show_glyphs");
	if (found == NULL)	/* linked with no cairo: no page can be drawn */
		abort();
	memcpy(&own, &found, sizeof(own));
	return own;
}

void
cairo_show_glyphs(cairo_t *cr, const cairo_glyph_t *glyphs, int n)
{
	if (!left_out)
		cairo_s_own()(cr, glyphs, n);
}

void
pdf_render_lines(PopplerPage *page, cairo_t *cr)
{
	left_out = true;
	poppler_page_render(page, cr);
	left_out = false;
}
