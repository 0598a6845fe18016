#include <stdbool.h>
#include <string.h>

#include <glib.h>

#include "words/page.h"
#include "words/slip.h"

/* "2024-i", a number's last figure. */
static void
mend_last_figure(char *text)
{
	size_t n = strlen(text);

	if (n > 2 && (text[n - 1] == 'i' || text[n - 1] == 'l') &&
	    strchr("-_/", text[n - 2]) != NULL &&
	    g_ascii_isdigit(text[n - 3]))
		text[n - 1] = '1';
}

/* "Pubhé": of small print's li an h; no French word has "ubh". */
static void
mend_ubli(struct word *w)
{
	char *at = strstr(w->text, "ubh"), *text;

	if (at == NULL)
		return;
	*at = '\0';
	text = g_strconcat(w->text, "ubli", at + strlen("ubh"), NULL);
	word_set_text(w, text);
	g_free(text);
}

/* One dash, which Tesseract gives as any two of them. */
static bool
is_dash(const char *s)
{
	glong n = g_utf8_strlen(s, -1);

	for (; *s != '\0'; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);

		if (c != '-' && c != 0x2013 && c != 0x2014)
			return false;
	}
	return n == 2;
}

/*
 * French opens no quotation with it: a speck before a line's first letter, or
 * before a colon.  "l" and "‘an" are joined before.
 */
static void
drop_quote(struct word *w)
{
	const char *rest;
	char *text;

	if (g_utf8_get_char(w->text) != 0x2018)
		return;
	rest = g_utf8_next_char(w->text);
	if (!g_unichar_isalnum(g_utf8_get_char(rest)) && rest[0] != ':')
		return;
	text = g_strdup(rest);
	word_set_text(w, text);
	g_free(text);
}

/*
 * No French word begins with l and such a letter: "lrène" is Irène.  "ll" is
 * Il where it stands alone.
 */
static void
mend_capital_i(char *text)
{
	if (text[0] != 'l')
		return;
	if (strcmp(text, "ll") == 0 ||
	    (text[1] != '\0' && strchr("bcdfgkmnpqrstvz", text[1]) != NULL &&
	    g_unichar_islower(g_utf8_get_char(text + 2))))
		text[0] = 'I';
}

/* Labels that worn letters make no word of. */
static void
mend_label(struct word *w)
{
	static const char *const slips[][2] = {
		{ "Obiet", "Objet" }, { "Oblet", "Objet" },
		{ "Objct", "Objet" }, { "OBIET", "OBJET" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(slips); i++)
		if (strcmp(w->text, slips[i][0]) == 0)
			word_set_text(w, slips[i][1]);
}

/* "Le’" is a speck: behind a vowel nothing is left out, but for "qu’". */
static void
drop_last_quote(char *text)
{
	static const char *const quotes[] = { "'", "’", "‘" };
	size_t n = strlen(text), len;

	for (size_t i = 0; i < G_N_ELEMENTS(quotes); i++) {
		len = strlen(quotes[i]);
		if (n < len + 2 || !g_str_has_suffix(text, quotes[i]))
			continue;
		if (strchr("aeio", text[n - len - 1]) != NULL &&
		    strpbrk(text, "0123456789") == NULL)
			text[n - len] = '\0';
		return;
	}
}

/* No act has braces: they are worn brackets. */
static void
mend_braces(char *text)
{
	for (char *s = text; *s != '\0'; s++)
		if (*s == '{')
			*s = '(';
		else if (*s == '}')
			*s = ')';
}

void
slip_mend(struct word *w)
{
	mend_ubli(w);
	mend_braces(w->text);
	drop_quote(w);
	mend_capital_i(w->text);
	mend_label(w);
	drop_last_quote(w->text);
	mend_last_figure(w->text);
	/* No French word is a lone O; a cell's nought often is. */
	if (strcmp(w->text, "O") == 0)
		word_set_text(w, "0");
	if (strcmp(w->text, "m°") == 0)
		word_set_text(w, "m²");
	if (strcmp(w->text, "m°,") == 0)
		word_set_text(w, "m²,");
	if (is_dash(w->text))
		word_set_text(w, "–");
}
