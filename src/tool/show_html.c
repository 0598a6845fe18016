#include <stdlib.h>
#include <string.h>

#include "tool/json_get.h"
#include "tool/show_explain.h"

/* Neighbours in the record get colours far apart. */
#define HUE_STEP	137

static const char head[] =
"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
"<title>greffier</title>\n<style>\n"
"body{font:14px/1.4 sans-serif;margin:1em;display:flex;gap:1em;"
"align-items:flex-start}\n"
"main{flex:3}nav{flex:2;position:sticky;top:0;max-height:100vh;overflow:auto}\n"
"svg{width:100%;height:auto;border:1px solid #999;background:#fff;"
"margin-bottom:1em}\n"
"table{border-collapse:collapse;width:100%}td{border-top:1px solid #ddd;"
"padding:.2em .4em;vertical-align:top;overflow-wrap:anywhere}\n"
"i{display:inline-block;width:.8em;height:.8em;margin-right:.4em}\n"
"code{background:#eee}small{color:#666}.lost{color:#a00}\n"
"rect{fill-opacity:.25;stroke-width:3}rect.near{fill:none;"
"stroke-dasharray:12 8;stroke:#c00}rect:hover{fill-opacity:.6}\n"
"</style></head><body>\n";

/* Words of a page may be anything: none of them is markup. */
static void
escape(FILE *out, const char *s)
{
	for (; *s != '\0'; s++) {
		switch (*s) {
		case '<':
			(void)fputs("&lt;", out);
			break;
		case '>':
			(void)fputs("&gt;", out);
			break;
		case '&':
			(void)fputs("&amp;", out);
			break;
		case '"':
			(void)fputs("&quot;", out);
			break;
		default:
			if ((unsigned char)*s >= ' ' || *s == '\n')
				(void)fputc(*s, out);
			else
				(void)fputc(' ', out);
		}
	}
}

static int
hue(size_t field)
{
	return (int)(field * HUE_STEP % 360);
}

static long long
at(const json_t *list, size_t i)
{
	return json_integer_value(json_array_get(list, i));
}

/* The boxes of one find on this page, with what it is when pointed at. */
static void
draw_boxes(FILE *out, const json_t *find, long long page, const char *name,
    size_t field, bool near)
{
	const json_t *box;
	size_t i;

	if (number_of(find, "page") != page)
		return;
	json_array_foreach(json_object_get(find, "boxes"), i, box) {
		(void)fprintf(out, "<rect x=\"%lld\" y=\"%lld\" width=\"%lld\""
		    " height=\"%lld\" ", at(box, 0), at(box, 1), at(box, 2),
		    at(box, 3));
		if (near)
			(void)fputs("class=\"near\"", out);
		else
			(void)fprintf(out, "style=\"fill:hsl(%d 90%% 50%%);"
			    "stroke:hsl(%d 90%% 35%%)\"", hue(field),
			    hue(field));
		(void)fputs("><title>", out);
		escape(out, name);
		(void)fputs(near ? " (near)\n" : "\n", out);
		escape(out, text_of(find, "rule"));
		(void)fputs("\n", out);
		escape(out, text_of(find, "text"));
		(void)fputs("</title></rect>\n", out);
	}
}

static void
draw_finds(FILE *out, const json_t *told, long long page)
{
	const json_t *delib, *field, *find;
	size_t i, f, k;

	json_array_foreach(json_object_get(told, "deliberations"), i, delib) {
		json_array_foreach(json_object_get(delib, "fields"), f,
		    field) {
			json_array_foreach(json_object_get(field, "origins"),
			    k, find)
				draw_boxes(out, find, page,
				    text_of(field, "field"), f, false);
			json_array_foreach(json_object_get(field, "tried"), k,
			    find) {
				if (!show_is_read(field))
					draw_boxes(out, find, page,
					    text_of(field, "field"), f, true);
			}
		}
	}
}

static const json_t *
picture_of(const json_t *pictures, long long page)
{
	const json_t *one;
	size_t i;

	json_array_foreach(pictures, i, one) {
		if (number_of(one, "page") == page &&
		    json_object_get(one, "jpeg") != NULL)
			return one;
	}
	return NULL;
}

/* OCR may have turned the page over once more than the picture was. */
static void
draw_picture(FILE *out, const json_t *page, const json_t *picture)
{
	long long w = number_of(page, "width"), h = number_of(page, "height");

	(void)fprintf(out, "<image width=\"%lld\" height=\"%lld\" "
	    "preserveAspectRatio=\"none\" ", w, h);
	if (number_of(page, "rotation") != number_of(picture, "rotation"))
		(void)fprintf(out, "transform=\"rotate(180 %lld %lld)\" ",
		    w / 2, h / 2);
	(void)fprintf(out, "href=\"data:image/jpeg;base64,%s\"/>\n",
	    text_of(picture, "jpeg"));
}

static void
draw_words(FILE *out, const json_t *page)
{
	const json_t *w;
	size_t i;

	json_array_foreach(json_object_get(page, "words"), i, w) {
		(void)fprintf(out, "<text x=\"%lld\" y=\"%lld\" font-size="
		    "\"%lld\" textLength=\"%lld\" lengthAdjust="
		    "\"spacingAndGlyphs\">", at(w, 1), at(w, 2) +
		    at(w, 4) * 8 / 10, at(w, 4), at(w, 3));
		escape(out, json_string_value(json_array_get(w, 0)) != NULL ?
		    json_string_value(json_array_get(w, 0)) : "");
		(void)fputs("</text>\n", out);
	}
}

static void
draw_page(FILE *out, const json_t *told, const json_t *page,
    const json_t *pictures)
{
	const json_t *picture = picture_of(pictures, number_of(page, "page"));

	(void)fprintf(out, "<svg viewBox=\"0 0 %lld %lld\">\n",
	    number_of(page, "width"), number_of(page, "height"));
	if (picture != NULL)
		draw_picture(out, page, picture);
	else
		draw_words(out, page);
	draw_finds(out, told, number_of(page, "page"));
	(void)fputs("</svg>\n", out);
}

static void
list_read(FILE *out, const json_t *field, size_t f)
{
	char *value = json_dumps(json_object_get(field, "value"),
	    JSON_ENCODE_ANY | JSON_COMPACT);
	const json_t *origin = json_array_get(json_object_get(field,
	    "origins"), 0);

	(void)fprintf(out, "<tr><td><i style=\"background:hsl(%d 90%% 50%%)\">"
	    "</i>%s</td><td>", hue(f), text_of(field, "field"));
	escape(out, value != NULL ? value : "");
	(void)fputs("<br><small>", out);
	escape(out, text_of(origin, "rule"));
	if (origin != NULL)
		(void)fprintf(out, ", page %lld, %lld %%",
		    number_of(origin, "page"), number_of(origin, "confidence"));
	(void)fputs("</small></td></tr>\n", out);
	free(value);
}

static void
list_lost(FILE *out, const json_t *field)
{
	const json_t *step;
	size_t i;

	(void)fprintf(out, "<tr class=\"lost\"><td>%s</td><td>",
	    text_of(field, "field"));
	json_array_foreach(json_object_get(field, "tried"), i, step) {
		if (json_object_get(step, "part") == NULL)
			continue;
		(void)fputs("<small>", out);
		escape(out, text_of(step, "rule"));
		(void)fputs("</small> had <code>", out);
		escape(out, text_of(step, "text"));
		(void)fputs("</code>, wanted <code>", out);
		escape(out, text_of(step, "wanted"));
		(void)fputs("</code>, there is <code>", out);
		escape(out, text_of(step, "after"));
		(void)fputs("</code><br>\n", out);
	}
	(void)fputs("</td></tr>\n", out);
}

static void
list_fields(FILE *out, const json_t *delib)
{
	const json_t *fields = json_object_get(delib, "fields"), *one;
	size_t f;

	(void)fputs("<table>\n", out);
	json_array_foreach(fields, f, one) {
		if (show_is_read(one))
			list_read(out, one, f);
	}
	json_array_foreach(fields, f, one) {
		if (!show_is_read(one))
			list_lost(out, one);
	}
	(void)fputs("</table>\n", out);
}

void
show_html(const json_t *told, const json_t *pictures, FILE *out)
{
	const json_t *one;
	size_t i;

	(void)fputs(head, out);
	(void)fputs("<main>\n", out);
	json_array_foreach(json_object_get(told, "pages"), i, one)
		draw_page(out, told, one, pictures);
	(void)fputs("</main><nav>\n<h1>", out);
	escape(out, text_of(told, "plugin"));
	(void)fputs("</h1>\n", out);
	json_array_foreach(json_object_get(told, "deliberations"), i, one)
		list_fields(out, one);
	(void)fputs("</nav></body></html>\n", out);
}
