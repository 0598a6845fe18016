#include <string.h>

#include "words/letters.h"

static const char *const accents[] = { "eéèêë", "aàâä", "iîï", "oôö",
	"uùûü", "cç", "nñ" };

static const char *const shapes[] = { "ceo", "filrt", "nu", "vy", "bh", "gq" };

static const char *
with(const char *const *set, size_t n, gunichar c)
{
	for (size_t i = 0; i < n; i++)
		if (g_utf8_strchr(set[i], -1, c) != NULL)
			return set[i];
	return NULL;
}

const char *
letters_of_accents(gunichar c)
{
	return with(accents, G_N_ELEMENTS(accents), c);
}

const char *
letters_of_shape(gunichar c)
{
	return with(shapes, G_N_ELEMENTS(shapes), c);
}

/* Letters, digits and spaces, without accents. */
static char *
bare(const char *s)
{
	char *d = g_utf8_normalize(s, -1, G_NORMALIZE_NFD), *to = d;
	const char *next;

	for (const char *from = d; from != NULL && *from != '\0'; from = next) {
		gunichar c = g_utf8_get_char(from);

		next = g_utf8_next_char(from);	/* before it is written over */
		if (g_unichar_isalnum(c) || c == ' ')
			to += g_unichar_to_utf8(c, to);
	}
	if (d == NULL)
		return g_strdup("");
	*to = '\0';
	return d;
}

bool
letters_same(const char *a, const char *b)
{
	char *x = bare(a), *y = bare(b);
	bool same = strcmp(x, y) == 0;

	g_free(x);
	g_free(y);
	return same;
}
