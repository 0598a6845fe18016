#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <leptonica/allheaders.h>
#include <tesseract/capi.h>

#include "base/xalloc.h"
#include "page/bytes.h"
#include "words/ocr.h"
#include "words/page.h"
#include "words/read.h"

#define PARTS 256		/* of a pixel */
#define MARGIN_PX 10	/* white round a part: Tesseract wants some */

struct ocr {
	TessBaseAPI	*api;
	float		 x_scale, y_scale;
	char		 name[32];
};

/* What differs from Tesseract's defaults, each for a measured reason. */
static const struct {
	const char *name, *value;
} settings[] = {
	/* White on black is rare in acts; the second try doubles bad lines. */
	{ "tessedit_do_invert", "0" },
	{ "invert_threshold", "0.0" },
	/* The pitch of typewriters: the network does not ask for it. */
	{ "textord_all_prop", "1" },
	/* Nobody asks where paragraphs are: by the words it takes 1 %. */
	{ "paragraph_text_based", "0" },
};

/* Tesseract is content with one of the models that it is asked for. */
static bool
has_all(TessBaseAPI *api, const char *languages)
{
	char **loaded = TessBaseAPIGetLoadedLanguagesAsVector(api);
	bool all = loaded != NULL, found;
	size_t n;

	for (const char *s = languages; all && *s != '\0';
	    s += n + (s[n] == '+')) {
		n = strcspn(s, "+");
		found = n == 0;
		for (size_t i = 0; loaded[i] != NULL && !found; i++)
			found = strlen(loaded[i]) == n &&
			    memcmp(loaded[i], s, n) == 0;
		all = found;
	}
	if (loaded != NULL)
		TessDeleteTextArray(loaded);
	return all;
}

int
ocr_new(const char *datapath, const char *languages, struct ocr **ret)
{
	struct ocr *o = xcalloc(1, sizeof(*o));

	o->api = TessBaseAPICreate();
	if (o->api == NULL || TessBaseAPIInit2(o->api, datapath, languages,
	    OEM_LSTM_ONLY) != 0 || !has_all(o->api, languages)) {
		ocr_free(o);
		return -ENOENT;
	}
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		(void)TessBaseAPISetVariable(o->api, settings[i].name,
		    settings[i].value);
	(void)snprintf(o->name, sizeof(o->name), "tesseract %s",
	    TessVersion());
	o->x_scale = o->y_scale = 1;
	*ret = o;
	return 0;
}

void
ocr_free(struct ocr *o)
{
	if (o == NULL)
		return;
	if (o->api != NULL) {
		TessBaseAPIEnd(o->api);
		TessBaseAPIDelete(o->api);
	}
	free(o);
}

const char *
ocr_name(const struct ocr *o)
{
	return o->name;
}

/* NFC, without spaces or controls; "" where nothing is left. */
static char *
tidied(const char *text)
{
	const char *s, *next;
	char *nfc, *to;

	nfc = g_utf8_normalize(text, -1, G_NORMALIZE_NFC);
	if (nfc == NULL)
		return g_strdup("");
	for (s = to = nfc; *s != '\0'; s = next) {
		gunichar c = g_utf8_get_char(s);

		next = g_utf8_next_char(s);	/* before it is written over */
		if (!g_unichar_isspace(c) && !g_unichar_iscntrl(c))
			to += g_unichar_to_utf8(c, to);
	}
	*to = '\0';
	return nfc;
}

/* A word of the iterator; on the page its box is moved by (x, y). */
static void
add_word(const struct ocr *o, const TessResultIterator *it,
    const TessPageIterator *at, int32_t x, int32_t y, uint32_t line,
    struct page *p)
{
	int left, top, right, bottom, conf;
	char *text, *tidy;

	text = TessResultIteratorGetUTF8Text(it, RIL_WORD);
	if (text == NULL)
		return;
	tidy = tidied(text);
	conf = (int)TessResultIteratorConfidence(it, RIL_WORD);
	if (TessPageIteratorBoundingBox(at, RIL_WORD, &left, &top, &right,
	    &bottom))
		(void)page_add_word(p, tidy, (struct box){
		    x + (int32_t)(left / o->x_scale),
		    y + (int32_t)(top / o->y_scale),
		    (int32_t)((right - left) / o->x_scale),
		    (int32_t)((bottom - top) / o->y_scale) }, line, conf,
		    WORD_OCR);
	g_free(tidy);
	TessDeleteText(text);
}

/*
 * Does the word stand on the line that `line` is the box of?  If not, it is
 * made the box of its own.  Tesseract's own answer goes through the page each
 * time.
 */
static bool
is_on_line(const TessPageIterator *at, struct box *line)
{
	struct box b = { 0 };

	if (!TessPageIteratorBoundingBox(at, RIL_TEXTLINE, &b.x, &b.y, &b.w,
	    &b.h) || (b.x == line->x && b.y == line->y && b.w == line->w &&
	    b.h == line->h))
		return true;
	*line = b;
	return false;
}

/* What a pixel of a narrower row is made of: parts of three of a row. */
struct mix {
	unsigned	first, part[3];	/* the parts make PARTS */
};

/* Each lies over 1 / x pixels of a row: those, and how much of each. */
static struct mix *
mixes(int w, float x)
{
	struct mix *mix = xcalloc((size_t)w + 4, sizeof(*mix));

	for (int i = 0; i < w; i++) {
		float from = (float)i / x, to = (float)(i + 1) / x;
		float first = floorf(from);
		unsigned *part = mix[i].part, rest;

		mix[i].first = (unsigned)first;
		part[0] = (unsigned)lroundf(PARTS * x * (first + 1 - from));
		rest = PARTS - part[0];
		part[1] = to < first + 2 ? rest :
		    L_MIN(rest, (unsigned)lroundf(PARTS * x));
		part[2] = rest - part[1];
	}
	for (int i = w; i < w + 3 && w > 0; i++)	/* a word's last */
		mix[i] = mix[w - 1];
	return mix;
}

static unsigned
mixed(const struct mix *m, const uint8_t *row)
{
	const uint8_t *at = row + m->first;

	return (m->part[0] * at[0] + m->part[1] * at[1] +
	    m->part[2] * at[2] + PARTS / 2) / PARTS;
}

/* Is paper all that four pixels lie over?  Mostly it is. */
static bool
is_paper(const struct mix *m, const uint8_t *row)
{
	uint64_t eight;

	memcpy(&eight, row + m[0].first, sizeof(eight));
	return eight == UINT64_MAX && m[3].first + 3 <=
	    m[0].first + sizeof(eight);
}

/* A word of four pixels. */
static uint32_t
word_of(const struct mix *m, const uint8_t *row)
{
	return is_paper(m, row) ? UINT32_MAX :
	    mixed(&m[0], row) << 24 | mixed(&m[1], row) << 16 |
	    mixed(&m[2], row) << 8 | mixed(&m[3], row);
}

/*
 * Made narrower only, by what each pixel lies over: a pixel between neighbours,
 * as pixScaleGrayLI's, loses 5 words more of 130, and to go between rows, too,
 * takes twice as long.
 */
static PIX *
narrowed(PIX *grey, float x)
{
	int wide = pixGetWidth(grey), w = (int)((float)wide * x);
	int wpl = pixGetWpl(grey);
	PIX *out = w < 1 ? NULL : pixCreate(w, pixGetHeight(grey), 8);
	struct mix *mix = mixes(w, x);
	uint8_t *row = xcalloc((size_t)wpl + 2, 4);	/* the last: no part */

	for (int y = 0; y < pixGetHeight(grey) && out != NULL; y++) {
		uint32_t *to = pix_row(out, y);

		bytes_of_words(pix_row(grey, y), wpl, row);
		memset(row + wide, 0, (size_t)(4 * wpl - wide));
		for (int i = 0; i < pixGetWpl(out); i++)
			to[i] = word_of(&mix[4 * i], row);
	}
	if (out != NULL)
		(void)pixSetPadBits(out, 0);
	free(row);
	free(mix);
	return out;
}

/* Made smaller it is sharpened, by pixScale. */
static PIX *
scaled(PIX *grey, float x, float y)
{
	if (x == 1 && y == 1)
		return pixClone(grey);
	if (x < 1 && y == 1)
		return narrowed(grey, x);
	return pixScale(grey, x, y);
}

int
ocr_words(struct ocr *o, struct Pix *grey, int32_t dpi,
    enum ocr_layout layout, int32_t x, int32_t y, struct page *p)
{
	uint32_t line = page_next_line(p);
	const TessPageIterator *at;
	TessResultIterator *it;
	struct box on = { 0 };
	bool begun = false;
	PIX *image;

	image = scaled(grey, o->x_scale, o->y_scale);
	if (image == NULL)
		return -EIO;
	TessBaseAPISetPageSegMode(o->api, (TessPageSegMode)layout);
	TessBaseAPISetImage2(o->api, image);	/* which copies it */
	pixDestroy(&image);
	TessBaseAPISetSourceResolution(o->api, (int)lround(dpi * o->y_scale));
	if (TessBaseAPIRecognize(o->api, NULL) != 0) {
		TessBaseAPIClear(o->api);
		return -EIO;
	}
	it = TessBaseAPIGetIterator(o->api);
	if (it != NULL) {
		at = TessResultIteratorGetPageIteratorConst(it);
		do {
			if (!is_on_line(at, &on) && begun)
				line++;
			begun = true;
			add_word(o, it, at, x, y, line, p);
		} while (TessResultIteratorNext(it, RIL_WORD));
		TessResultIteratorDelete(it);
	}
	TessBaseAPIClear(o->api);
	return 0;
}

int
ocr_part(struct ocr *o, struct Pix *grey, struct box b, int32_t dpi,
    enum ocr_layout layout, struct page *p)
{
	BOX *area = boxCreate(b.x, b.y, b.w, b.h), *clipped = NULL;
	PIX *clip = area == NULL ? NULL :
	    pixClipRectangle(grey, area, &clipped), *part;
	int r = 0, x = 0, y = 0;

	part = clip == NULL ? NULL : pixAddBorder(clip, MARGIN_PX, PAPER);
	if (part != NULL) {
		(void)boxGetGeometry(clipped, &x, &y, NULL, NULL);
		r = ocr_words(o, part, dpi, layout, x - MARGIN_PX,
		    y - MARGIN_PX, p);
	}
	pixDestroy(&part);
	pixDestroy(&clip);
	boxDestroy(&clipped);
	boxDestroy(&area);
	return r;
}

void
ocr_set_scale(struct ocr *o, float x, float y)
{
	o->x_scale = x;
	o->y_scale = y;
}

void
ocr_set_alphabet(struct ocr *o, const char *alphabet)
{
	(void)TessBaseAPISetVariable(o->api, "tessedit_char_whitelist",
	    alphabet);
}

bool
ocr_knows(struct ocr *o, const char *word)
{
	return TessBaseAPIIsValidWord(o->api, word) != 0;
}
