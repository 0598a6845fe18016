#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xalloc.h"
#include "field/value.h"
#include "text/text.h"

#define LINE_BYTES_MAX	1500	/* a longer objet has run away with its page */
#define CODE_BYTES_MAX	80

void
value_add_span(struct value *v, struct span s)
{
	v->span = xreallocarray(v->span, v->spans + 1, sizeof(*v->span));
	v->span[v->spans++] = s;
}

void
value_clear(struct value *v)
{
	free(v->span);
	free(v->text);
	for (int i = 0; i < VALUE_PARTS; i++)
		free(v->part[i]);
	*v = (struct value){ 0 };
}

/* Bytes of one of the marks that begin a list's line, or end one; else 0. */
static size_t
mark_at(const char *s, const char *ascii)
{
	static const char *const wide[] = {
		"\xe2\x80\x93", "\xe2\x80\x94", "\xe2\x80\xa2",	/* – — • */
		"\xe2\x96\xaa", "\xe2\x96\xba", "\xe2\x86\x92",	/* ▪ ► → */
		"\xef\x82\xb7", "\xc2\xa0", "\xc2\xb7",
	};

	if (*s == '\0')
		return 0;
	if (strchr(ascii, *s) != NULL)
		return 1;
	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++) {
		if (strncmp(s, wide[i], strlen(wide[i])) == 0)
			return strlen(wide[i]);
	}
	return 0;
}

/* A printed line without what only introduces or ends it (dashes, ":", ";"). */
static char *
trim_line(const char *line)
{
	size_t n, len;

	while ((n = mark_at(line, " -:;,.*>~_|=")) > 0)
		line += n;
	len = strlen(line);
	while (len > 0) {
		n = 1;
		while (n < len && utf8_is_inside(line[len - n]))
			n++;
		if (mark_at(line + len - n, " -:;,*>~_|=") != n &&
		    (line[len - 1] != '.' || (len > 2 &&
		    strncmp(line + len - 3, "...", 3) == 0)))
			break;
		len -= n;
	}
	return xstrndup(line, len);
}

static bool
has_letter_or_digit(const char *s)
{
	for (; *s != '\0'; s++) {
		if (isalnum((unsigned char)*s) || (unsigned char)*s >= 0xc3)
			return true;
	}
	return false;
}

static int
convert_line(const char *words, struct value *v)
{
	char *line = trim_line(words);

	if (!has_letter_or_digit(line) || strlen(line) > LINE_BYTES_MAX) {
		free(line);
		return -EINVAL;
	}
	v->text = line;
	return 0;
}

static int
convert_item(const char *words, struct value *v)
{
	char *line = trim_line(words);

	if (!has_letter_or_digit(line)) {
		free(line);
		return -EINVAL;
	}
	v->text = line;
	return 0;
}

/*
 * Names of assemblies: "conseil municipal".  Folded letters would lose their
 * accents, so only what ASCII and the two-byte Latin letters need is lowered.
 */
static int
convert_lower(const char *words, struct value *v)
{
	unsigned char *s;
	int r;

	if ((r = convert_line(words, v)) < 0)
		return r;
	for (s = (unsigned char *)v->text; *s != '\0'; s++) {
		if (*s < 0x80)
			*s = (unsigned char)tolower(*s);
		else if (s[0] == 0xc3 && s[1] >= 0x80 && s[1] <= 0x9e &&
		    s[1] != 0x97)
			s[1] += 0x20;	/* À..Þ to à..þ */
	}
	return 0;
}

/*
 * A 1, l, | or 0 before two capitals of the same group is a capital that OCR
 * took for something else: "1VP-14/04/23-8".
 */
static bool
mend_code(char *s)
{
	bool mended = false;
	char *c;

	for (; *s != '\0'; s = c + (*c != '\0')) {
		for (c = s; *c != '\0' && strchr("-_/. ", *c) == NULL; c++)
			;
		if (c - s < 3 || strchr("1l|0", *s) == NULL)
			continue;
		if (strspn(s + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") !=
		    (size_t)(c - s - 1))
			continue;
		*s = *s == '0' ? 'O' : 'I';
		mended = true;
	}
	return mended;
}

/* Spaces beside a separator are the typist's or OCR's, others part words. */
static int
convert_code(const char *words, struct value *v)
{
	char *line = trim_line(words), *out = line;

	for (const char *s = line; *s != '\0'; s++) {
		if (*s == ' ' && (out == line || strchr("-_/.", s[1]) != NULL ||
		    strchr("-_/.", out[-1]) != NULL))
			continue;
		*out++ = *s;
	}
	*out = '\0';
	if (!has_letter_or_digit(line) || strlen(line) > CODE_BYTES_MAX) {
		free(line);
		return -EINVAL;
	}
	v->repaired = mend_code(line);
	v->text = line;
	return 0;
}

static int
to_date(const char *words, struct value *v)
{
	return convert_date(words, &v->date, &v->weekday, &v->repaired);
}

static int
to_hour(const char *words, struct value *v)
{
	int minutes, r;

	r = convert_hour(words, &minutes, &v->repaired);
	if (r == 0)
		v->number = minutes;
	return r;
}

static int
to_int(const char *words, struct value *v)
{
	int number, r;

	r = convert_number(words, &number, &v->repaired);
	if (r == 0)
		v->number = number;
	return r;
}

static int
to_person(const char *words, struct value *v)
{
	return convert_person(words, &v->text);
}

static int
to_proxy(const char *words, struct value *v)
{
	return convert_proxy(words, &v->part[0], &v->part[1]);
}

static int
to_money(const char *words, struct value *v)
{
	int r;

	r = convert_money(words, &v->cents, &v->currency, &v->repaired);
	if (r == 0)
		v->text = xstrdup(words);
	return r;
}

/* "articles" to "article", "Loi" to "loi": the name of what is referred to. */
static void
normal_kind(char **kind)
{
	size_t len = 0;
	char *fold;

	fold = *kind == NULL ? xstrdup("article") :
	    text_fold(*kind, strlen(*kind), &len);
	for (char *s = fold; *s != '\0'; s++)
		*s = (char)tolower((unsigned char)*s);
	if (len > 0 && fold[len - 1] == 's')
		fold[len - 1] = '\0';
	free(*kind);
	*kind = fold;
}

/* "L. 5211 -5" to "L.5211-5", "2013 - 595" to "2013-595". */
static void
normal_number(char **number)
{
	char *in = *number, *out;
	char spelt[CODE_BYTES_MAX + 2];
	size_t n = 0;

	if (in == NULL)
		return;
	for (; *in != '\0' && n < CODE_BYTES_MAX; in++) {
		if (*in == ' ' || *in == '\n')
			continue;
		if (n == 1 && isupper((unsigned char)spelt[0]) &&
		    isdigit((unsigned char)*in))
			spelt[n++] = '.';
		spelt[n++] = *in;
	}
	while (n > 0 && strchr(".-/,", spelt[n - 1]) != NULL)
		n--;
	out = n > 0 ? xstrndup(spelt, n) : NULL;
	free(*number);
	*number = out;
}

/* The parts come from the pattern's groups; without any it states nothing. */
static int
to_reference(const char *words, struct value *v)
{
	struct date date;
	char iso[32];
	bool dated;

	normal_number(&v->part[1]);
	dated = v->part[3] != NULL &&
	    convert_date(v->part[3], &date, NULL, NULL) == 0 &&
	    date_exists(date);
	free(v->part[3]);
	v->part[3] = NULL;
	if (v->part[1] == NULL && !dated)
		return -EINVAL;
	normal_kind(&v->part[0]);
	if (dated) {
		(void)snprintf(iso, sizeof(iso), "%04d-%02d-%02d", date.year,
		    date.month, date.day);
		v->part[3] = xstrdup(iso);
	}
	v->text = xstrdup(words);
	return 0;
}

static int
to_word(const char *words, struct value *v)
{
	v->text = xstrdup(words);
	return 0;
}

int
value_convert(enum field_type type, const char *words, struct value *ret)
{
	static int (*const convert[TYPES])(const char *, struct value *) = {
		[TYPE_LINE] = convert_line,
		[TYPE_LOWER] = convert_lower,
		[TYPE_CODE] = convert_code,
		[TYPE_DATE] = to_date,
		[TYPE_HOUR] = to_hour,
		[TYPE_INT] = to_int,
		[TYPE_PERSON] = to_person,
		[TYPE_PERSONS] = to_person,
		[TYPE_PROXIES] = to_proxy,
		[TYPE_ITEMS] = convert_item,
		[TYPE_MONIES] = to_money,
		[TYPE_REFERENCES] = to_reference,
	};

	/* A bool and one of a few words are given, never read. */
	if (convert[type] == NULL)
		return -EINVAL;
	return convert[type](words, ret);
}

void
value_constant(enum field_type type, const char *constant,
    struct value *ret)
{
	int hour, minute;

	if (type == TYPE_BOOL)
		ret->number = strcmp(constant, "true") == 0;
	else if (type == TYPE_HOUR && sscanf(constant, "%d:%d", &hour,
	    &minute) == 2)
		ret->number = 60 * hour + minute;
	else if (type == TYPE_ENUM || value_convert(type, constant, ret) < 0)
		(void)to_word(constant, ret);
}

bool
value_contradicts(enum field_type type, const struct value *v)
{
	return type == TYPE_DATE && (!date_exists(v->date) ||
	    (v->weekday > 0 && v->weekday != date_weekday(v->date)));
}
