#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "page/pdf.h"
#include "page/sheet.h"

/*
 * Forms filled in and remarks typed over a page.  Poppler draws them but does
 * not count them among the page's text: without this a vote typed into a form
 * would be lost.  It gives their text and their frame, not the place of each
 * word, which is laid out here as a viewer would.
 */

#define POINTS_MAX 12.0	/* type no larger than this, in a frame of any height */
#define LEADING 1.2	/* from line to line, in heights of the type */
#define LETTER_WIDTH 0.5	/* of the height: the mean of a usual face */

static const char unticked[] = "\u2610", ticked[] = "\u2611";

/* Poppler's areas have their origin at the bottom left. */
static PopplerRectangle
from_top(const struct layer *l, const PopplerRectangle *area)
{
	PopplerRectangle box = {
		.x1 = MIN(area->x1, area->x2),
		.y1 = l->height - MAX(area->y1, area->y2),
		.x2 = MAX(area->x1, area->x2),
		.y2 = l->height - MIN(area->y1, area->y2),
	};

	return box;
}

static uint32_t
next_line(const struct layer *l)
{
	return l->words == 0 ? 0 : l->word[l->words - 1].line + 1;
}

/* Words set into a frame, line by line. */
static void
set_text(struct layer *l, const char *text, const PopplerRectangle *frame)
{
	double points = fmin(POINTS_MAX, (frame->y2 - frame->y1) / LEADING);
	double x = frame->x1, y = frame->y1, width;
	char *nfc = g_utf8_normalize(text, -1, G_NORMALIZE_NFC);
	char **words = g_regex_split_simple("\\s+", nfc != NULL ? nfc : "", 0,
	    0);
	uint32_t line = next_line(l);

	for (char **w = words; *w != NULL; w++) {
		PopplerRectangle box;

		if (**w == '\0')
			continue;
		width = (double)g_utf8_strlen(*w, -1) * points * LETTER_WIDTH;
		if (x > frame->x1 && x + width > frame->x2 &&
		    y + 2 * points * LEADING <= frame->y2 + points) {
			x = frame->x1;
			y += points * LEADING;
			line++;
		}
		box = (PopplerRectangle){ x, y, x + width, y + points };
		layer_add(l, *w, &box, line, false);
		x += width + points * LETTER_WIDTH;
	}
	g_strfreev(words);
	g_free(nfc);
}

static void
set_button(struct layer *l, PopplerFormField *f, const PopplerRectangle *box)
{
	if (poppler_form_field_button_get_button_type(f) ==
	    POPPLER_FORM_BUTTON_PUSH)
		return;
	layer_add(l, poppler_form_field_button_get_state(f) ? ticked :
	    unticked, box, next_line(l), false);
}

static void
set_choice(struct layer *l, PopplerFormField *f, const PopplerRectangle *box)
{
	char *item;

	for (int i = 0; i < poppler_form_field_choice_get_n_items(f); i++) {
		if (!poppler_form_field_choice_is_item_selected(f, i))
			continue;
		item = poppler_form_field_choice_get_item(f, i);
		if (item != NULL)
			set_text(l, item, box);
		g_free(item);
	}
}

static void
set_field(struct layer *l, PopplerFormField *f, const PopplerRectangle *box)
{
	char *text;

	switch (poppler_form_field_get_field_type(f)) {
	case POPPLER_FORM_FIELD_TEXT:
		text = poppler_form_field_text_get_text(f);
		if (text != NULL)
			set_text(l, text, box);
		g_free(text);
		break;
	case POPPLER_FORM_FIELD_BUTTON:
		set_button(l, f, box);
		break;
	case POPPLER_FORM_FIELD_CHOICE:
		set_choice(l, f, box);
		break;
	default:	/* what signs is no text */
		break;
	}
}

/* A remark that shows its words; a note shows a sign until it is clicked. */
static bool
is_typed(PopplerAnnot *a)
{
	return poppler_annot_get_annot_type(a) == POPPLER_ANNOT_FREE_TEXT &&
	    (poppler_annot_get_flags(a) & POPPLER_ANNOT_FLAG_HIDDEN) == 0;
}

void
pdf_form(PopplerPage *page, struct layer *l)
{
	GList *fields = poppler_page_get_form_field_mapping(page);
	GList *remarks = poppler_page_get_annot_mapping(page), *i;
	PopplerRectangle box;
	char *text;

	for (i = fields; i != NULL; i = i->next) {
		PopplerFormFieldMapping *m = i->data;

		box = from_top(l, &m->area);
		set_field(l, m->field, &box);
	}
	for (i = remarks; i != NULL; i = i->next) {
		PopplerAnnotMapping *m = i->data;

		if (!is_typed(m->annot))
			continue;
		box = from_top(l, &m->area);
		text = poppler_annot_get_contents(m->annot);
		if (text != NULL)
			set_text(l, text, &box);
		g_free(text);
	}
	poppler_page_free_annot_mapping(remarks);
	poppler_page_free_form_field_mapping(fields);
}

static bool
is_any(PopplerAnnot *a)
{
	return poppler_annot_get_annot_type(a) != POPPLER_ANNOT_LINK;
}

static bool
is_inked(PopplerAnnot *a)
{
	PopplerAnnotType type = poppler_annot_get_annot_type(a);

	return type != POPPLER_ANNOT_LINK && type != POPPLER_ANNOT_POPUP &&
	    type != POPPLER_ANNOT_TEXT &&
	    (poppler_annot_get_flags(a) & POPPLER_ANNOT_FLAG_HIDDEN) == 0;
}

static bool
has(PopplerPage *page, bool (*is)(PopplerAnnot *))
{
	GList *list = poppler_page_get_annot_mapping(page), *i;
	bool yes = false;

	for (i = list; i != NULL && !yes; i = i->next)
		yes = is(((PopplerAnnotMapping *)i->data)->annot);
	poppler_page_free_annot_mapping(list);
	return yes;
}

bool
pdf_annotated(PopplerPage *page)
{
	return has(page, is_inked);
}

bool
pdf_remarked(PopplerPage *page)
{
	return has(page, is_any);
}
