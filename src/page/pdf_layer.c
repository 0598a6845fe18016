#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/xalloc.h"
#include "page/pdf.h"
#include "page/sheet.h"

/*
 * The words of a PDF's text layer.  Poppler gives characters with their boxes,
 * in reading order, lines ended by a newline; they are gathered into words
 * here.
 */

/* What the platforms that transmit and sign acts print, folded to ASCII. */
static const char *const stamps[] = {
	"envoye en prefecture le",
	"recu en prefecture le",
	"affiche le",
	"publie le",
	"id : ",
	"accuse de reception en prefecture",
	"accuse de reception - ministere",
	"date de teletransmission",
	"date de reception prefecture",
	"date de reception en prefecture",
	"acte certifie executoire",
	"accuse certifie executoire",
	"reception par le prefet",
	"signe electroniquement",
	"signature electronique",
	"signature numerique",
};

#define STAMPS (sizeof(stamps) / sizeof(stamps[0]))

/*
 * A number such as 059-215903667-20240220-2024_12-DE, alone on its line.  9
 * stands for any figure, a for one or for Corsica's letter.
 */
static bool
is_act_id(const char *s)
{
	for (const char *p = "9a9-999999999-99999999-"; *p != '\0'; p++, s++)
		if (*p == '-' ? *s != '-' : !g_ascii_isdigit(*s) &&
		    (*p == '9' || (*s != 'a' && *s != 'b')))
			return false;
	return true;
}

/* By its first character, where that is an ASCII one. */
static bool
may_be_stamp(const char *line)
{
	char first = g_ascii_tolower(line[0]);

	if (!g_ascii_isalpha(first))
		return first != '\0';
	for (size_t i = 0; i < STAMPS; i++)
		if (stamps[i][0] == first)
			return true;
	return false;
}

static bool
is_stamp(const char *line)
{
	char *ascii, *folded;
	bool yes;

	if (!may_be_stamp(line))
		return false;
	ascii = g_str_to_ascii(line, "C");
	folded = g_ascii_strdown(ascii, -1);
	yes = is_act_id(folded);
	for (size_t i = 0; i < STAMPS && !yes; i++)
		yes = g_str_has_prefix(folded, stamps[i]);
	g_free(folded);
	g_free(ascii);
	return yes;
}

/* A bold face is known by its name only. */
static bool
is_bold(const char *font)
{
	static const char *const signs[] = { "bold", "black", "heavy",
	    "demi" };
	char *folded;
	bool yes = false;

	if (font == NULL)
		return false;
	folded = g_ascii_strdown(font, -1);
	for (size_t i = 0; i < G_N_ELEMENTS(signs) && !yes; i++)
		yes = strstr(folded, signs[i]) != NULL;
	g_free(folded);
	return yes;
}

struct gathering {
	struct layer	*layer;
	GString		*word, *line;
	PopplerRectangle box;		/* of the word so far */
	bool		 bold;
	uint32_t	 number;	/* of the line */
	size_t		 first;		/* word of the line */
};

void
layer_add(struct layer *l, const char *text, const PopplerRectangle *box,
    uint32_t line, bool bold)
{
	if (l->words == LIMIT_PAGE_WORDS)
		return;
	if ((l->words & (l->words - 1)) == 0)
		l->word = xreallocarray(l->word,
		    l->words == 0 ? 1 : 2 * l->words, sizeof(*l->word));
	l->word[l->words++] = (struct layer_word){
		.text = xstrdup(text),
		.x = box->x1,
		.y = box->y1,
		.w = box->x2 - box->x1,
		.h = box->y2 - box->y1,
		.line = line,
		.bold = bold,
	};
}

static void
put_word(struct gathering *g, const char *text)
{
	layer_add(g->layer, text, &g->box, g->number, g->bold);
	if (g->line->len > 0)
		g_string_append_c(g->line, ' ');
	g_string_append(g->line, text);
}

/*
 * Is it as NFC would make it?  So is all below U+0300, where the first accent
 * stands that is a character of its own, and the dashes and quotes of U+2010
 * to U+203F (Unicode's DerivedNormalizationProps.txt, NFC_Quick_Check).
 */
static bool
is_composed(const char *word)
{
	for (const unsigned char *s = (const unsigned char *)word; *s != '\0';
	    s++)
		if (*s == 0xe2 && s[1] == 0x80 && s[2] >= 0x90)
			s += 2;
		else if (*s >= 0xcc)
			return false;
	return true;
}

static void
end_word(struct gathering *g)
{
	char *text;

	if (g->word->len == 0)
		return;
	if (is_composed(g->word->str)) {
		put_word(g, g->word->str);
	} else {
		text = g_utf8_normalize(g->word->str, -1, G_NORMALIZE_NFC);
		if (text != NULL)
			put_word(g, text);
		g_free(text);
	}
	g_string_truncate(g->word, 0);
}

/*
 * A line's first word may be a bullet that Word's lists have: a middle dot, or
 * at their second level an o, with a tab behind it.
 */
static void
mend_bullet(struct layer_word *w, size_t n)
{
	bool tab = n < 2 || w[1].x - w->x - w->w > w->h / 2;

	if (strcmp(w->text, "\u00b7") == 0 ||
	    (tab && strcmp(w->text, "o") == 0)) {
		free(w->text);
		w->text = xstrdup("\u2022");
	}
}

static void
end_line(struct gathering *g)
{
	bool stamp;

	end_word(g);
	if (g->layer->words > g->first)
		mend_bullet(&g->layer->word[g->first],
		    g->layer->words - g->first);
	stamp = is_stamp(g->line->str);
	for (size_t i = g->first; i < g->layer->words; i++)
		g->layer->word[i].stamp = stamp;
	g->first = g->layer->words;
	g->number++;
	g_string_truncate(g->line, 0);
}

/*
 * Poppler puts what stands side by side on one line, and a table's column of
 * few words one below the other; far apart it is not one.
 */
static bool
far_apart(const PopplerRectangle *a, const PopplerRectangle *b)
{
	double height = a->y2 - a->y1;

	return b->x1 > a->x2 + 1.5 * height || b->x2 < a->x1 - height ||
	    b->y1 > a->y2 + height / 2 || b->y2 < a->y1 - height / 2;
}

/* Nor does it put a space between the words of two cells. */
static bool
apart(const PopplerRectangle *a, const PopplerRectangle *b)
{
	return b->x1 > a->x2 + 0.6 * (a->y2 - a->y1);
}

static void
add_char(struct gathering *g, gunichar c, const PopplerRectangle *box,
    bool bold)
{
	if (g->word->len > 0 && far_apart(&g->box, box))
		end_line(g);
	else if (g->word->len > 0 && apart(&g->box, box))
		end_word(g);
	if (g->word->len == 0) {
		if (g->layer->words > g->first) {
			struct layer_word *w =
			    &g->layer->word[g->layer->words - 1];
			PopplerRectangle last = { w->x, w->y, w->x + w->w,
			    w->y + w->h };

			if (far_apart(&last, box))
				end_line(g);
		}
		g->box = *box;
		g->bold = bold;
	}
	if (c < 0x80)
		g_string_append_c(g->word, (char)c);
	else
		g_string_append_unichar(g->word, c);
	g->box.x1 = MIN(g->box.x1, box->x1);
	g->box.y1 = MIN(g->box.y1, box->y1);
	g->box.x2 = MAX(g->box.x2, box->x2);
	g->box.y2 = MAX(g->box.y2, box->y2);
}

/* Symbols' private codes that stand for tick boxes, made Unicode's own. */
static gunichar
tick_box(gunichar c)
{
	static const struct {
		gunichar from, to;
	} map[] = {
		{ 0xf06f, 0x2610 }, { 0xf071, 0x2610 }, { 0xf0a8, 0x2610 },
		{ 0xf072, 0x2610 }, { 0x25a1, 0x2610 }, { 0x2751, 0x2610 },
		{ 0xf0fe, 0x2611 }, { 0xf052, 0x2611 }, { 0xf053, 0x2612 },
		{ 0xf0fd, 0x2612 }, { 0xf078, 0x2612 }, { 0x1f5f9, 0x2611 },
		{ 0x1f5f7, 0x2612 }, { 0x2327, 0x2612 }, { 0x22a0, 0x2612 },
		{ 0x25a0, 0x2612 },
	};

	/* No letter of ours is that far. */
	for (size_t i = 0; c >= 0x2000 && i < G_N_ELEMENTS(map); i++)
		if (map[i].from == c)
			return map[i].to;
	return c;
}

static bool
is_tick_box(gunichar c)
{
	return c >= 0x2610 && c <= 0x2612;
}

static bool
is_gap(gunichar c)
{
	if (c > ' ' && c < 0x7f)	/* as most are */
		return false;
	return c == 0 || g_unichar_isspace(c) || g_unichar_iscntrl(c) ||
	    c == 0xad /* soft hyphen */ || c == 0xfeff ||
	    (c >= 0x200b && c <= 0x200f);
}

static bool
is_bold_run(const GList *run)
{
	return run != NULL &&
	    is_bold(((PopplerTextAttributes *)run->data)->font_name);
}

/* `run` are the fonts, each of so many characters in a row. */
static void
gather(struct gathering *g, const char *text, const PopplerRectangle *boxes,
    guint n, const GList *run)
{
	const char *s = text;
	gunichar c;
	bool bold = is_bold_run(run);

	for (guint i = 0; i < n && *s != '\0'; i++, s = g_utf8_next_char(s)) {
		while (run != NULL &&
		    ((PopplerTextAttributes *)run->data)->end_index < (int)i) {
			run = run->next;
			bold = run == NULL ? bold : is_bold_run(run);
		}
		c = tick_box(g_utf8_get_char(s));
		if (c == '\n') {
			end_line(g);
		} else if (is_gap(c)) {
			end_word(g);
		} else if (is_tick_box(c)) {
			/* Stands alone, however near the next letter is. */
			end_word(g);
			add_char(g, c, &boxes[i], bold);
			end_word(g);
		} else {
			add_char(g, c, &boxes[i], bold);
		}
	}
	end_line(g);
}

/*
 * Poppler selects text from one corner of an area to the other: where a line
 * runs out of the page, what stands below it is not between the page's corners.
 */
static PopplerRectangle
beyond(const struct layer *l)
{
	return (PopplerRectangle){ -l->width, -l->height, 2 * l->width,
	    2 * l->height };
}

struct layer *
pdf_layer(PopplerPage *page)
{
	struct gathering g = { 0 };
	PopplerRectangle *boxes = NULL, area;
	GList *fonts;
	char *text;
	guint n = 0;

	g.layer = xcalloc(1, sizeof(*g.layer));
	poppler_page_get_size(page, &g.layer->width, &g.layer->height);
	area = beyond(g.layer);
	text = poppler_page_get_text_for_area(page, &area);
	if (text == NULL || !g_utf8_validate(text, -1, NULL) ||
	    !poppler_page_get_text_layout_for_area(page, &area, &boxes, &n)) {
		g_free(text);
		return g.layer;
	}
	fonts = poppler_page_get_text_attributes_for_area(page, &area);
	g.word = g_string_new(NULL);
	g.line = g_string_new(NULL);
	gather(&g, text, boxes, n, fonts);
	layer_join_spaced(g.layer);
	g_string_free(g.word, TRUE);
	g_string_free(g.line, TRUE);
	poppler_page_free_text_attributes(fonts);
	g_free(boxes);
	g_free(text);
	return g.layer;
}

unsigned
layer_letters(const struct layer *l)
{
	unsigned n = 0;

	for (size_t i = 0; i < l->words; i++) {
		if (l->word[i].stamp)
			continue;
		for (const char *s = l->word[i].text; *s != '\0';
		    s = g_utf8_next_char(s))
			n += g_unichar_isalnum(g_utf8_get_char(s)) != 0;
	}
	return n;
}

bool
layer_garbled(const struct layer *l)
{
	unsigned all = 0, odd = 0;
	gunichar c;

	for (size_t i = 0; i < l->words; i++) {
		for (const char *s = l->word[i].text; *s != '\0';
		    s = g_utf8_next_char(s)) {
			c = g_utf8_get_char(s);
			all++;
			/* French lives below U+0180, and in punctuation. */
			odd += c == 0xfffd || (c >= 0xe000 && c <= 0xf8ff) ||
			    (c >= 0x180 && g_unichar_isalpha(c) &&
			    !(c >= 0xfb00 && c <= 0xfb06));
		}
	}
	return odd * 5 > all;
}
