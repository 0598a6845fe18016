#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "plugin/plugin_phrase.h"
#include "text/text.h"

/*
 * Letters and digits in small, one space for all that lies between.  `at` may
 * be NULL.  `out` has room for len + 2 and begins with a space.
 */
static size_t
squeeze(const char *fold, size_t len, char *out, uint32_t *at)
{
	size_t n = 0;

	out[n++] = ' ';
	if (at != NULL)
		at[0] = 0;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)fold[i];
		bool letter = c < 0x80 && isalnum(c);

		if (!letter && out[n - 1] == ' ')
			continue;
		if (at != NULL)
			at[n] = (uint32_t)i;
		out[n++] = letter ? (char)(c | ' ') : ' ';	/* small */
	}
	if (out[n - 1] != ' ') {
		if (at != NULL)
			at[n] = (uint32_t)len;
		out[n++] = ' ';
	}
	out[n] = '\0';
	return n;
}

/* Squeezed, or NULL where it is too short or too long. */
static char *
letters_of(const char *utf8, size_t *ret_len)
{
	size_t len, n;
	char *fold, *out;

	fold = text_fold(utf8, strlen(utf8), &len);
	out = xmalloc(len + 3);
	n = squeeze(fold, len, out, NULL);
	free(fold);
	if (n < PHRASE_LETTERS_MIN + 2 || n > PHRASE_LETTERS_MAX + 2) {
		free(out);
		return NULL;
	}
	*ret_len = n;
	return out;
}

bool
plugin_phrase_ok(const char *utf8)
{
	size_t len;
	char *s = letters_of(utf8, &len);

	free(s);
	return s != NULL;
}

void
plugin_phrase_make(struct phrase *ph, const char *utf8)
{
	size_t len = 0;
	char *s = letters_of(utf8, &len);

	*ph = (struct phrase){ .len = (uint8_t)len };
	if (s == NULL)
		return;
	memcpy(ph->s, s, len);
	ph->slips = len < 8 + 2 ? 0 : len < 14 + 2 ? 1 : 2;
	free(s);
}

void
plugin_phrase_text_make(struct phrase_text *t, const char *fold, size_t len)
{
	t->s = xmalloc(len + 3);
	t->at = xreallocarray(NULL, len + 3, sizeof(*t->at));
	t->len = squeeze(fold, len, t->s, t->at);
}

void
plugin_phrase_text_free(struct phrase_text *t)
{
	free(t->s);
	free(t->at);
	*t = (struct phrase_text){ 0 };
}

/* From the best end back to the space where the phrase's first word begins. */
static size_t
start_of(const struct phrase *ph, const struct phrase_text *t, size_t end)
{
	size_t start = end > ph->len ? end - ph->len : 0;
	size_t near = ph->slips + 1u;

	for (size_t off = 0; off <= near; off++) {
		if (start + off < end && t->s[start + off] == ' ')
			return start + off;
		if (start >= off && t->s[start - off] == ' ')
			return start - off;
	}
	return start;
}

/*
 * Myers' bit-vector search (J. ACM 46, 1999): `score` is the least number of
 * slips with which the phrase ends at the byte just read.  The least of all and
 * where that is; one more than are forgiven where none is.
 */
static unsigned int
find_nearly(const struct phrase *ph, const struct phrase_text *t,
    size_t *ret_end)
{
	uint64_t peq[256] = { 0 }, pv = ~UINT64_C(0), mv = 0, eq, xv, xh, p, m;
	uint64_t last = UINT64_C(1) << (ph->len - 1);
	unsigned int score = ph->len, best = ph->slips + 1u;

	for (size_t i = 0; i < ph->len; i++)
		peq[(unsigned char)ph->s[i]] |= UINT64_C(1) << i;
	for (size_t i = 0; i < t->len && best > 0; i++) {
		eq = peq[(unsigned char)t->s[i]];
		xv = eq | mv;
		xh = (((eq & pv) + pv) ^ pv) | eq;
		p = mv | ~(xh | pv);
		m = pv & xh;
		score += (p & last) != 0;
		score -= (m & last) != 0;
		p = p << 1;
		m = m << 1;
		pv = m | ~(xv | p);
		mv = p & xv;
		if (score < best) {
			best = score;
			*ret_end = i + 1;
		}
	}
	return best;
}

/* Of one part more than slips are forgiven, one must stand there unspoilt. */
static bool
may_be_there(const struct phrase *ph, const struct phrase_text *t)
{
	size_t parts = ph->slips + 1u, from, to;

	for (size_t i = 0; i < parts; i++) {
		from = i * ph->len / parts;
		to = (i + 1) * ph->len / parts;
		if (memmem(t->s, t->len, ph->s + from, to - from) != NULL)
			return true;
	}
	return false;
}

bool
plugin_phrase_find(const struct phrase *ph, const struct phrase_text *t,
    size_t *ret_start, size_t *ret_end, unsigned int *ret_slips)
{
	unsigned int slips = 0;
	const char *exact;
	size_t end = 0;

	if (ph->len == 0)
		return false;
	exact = memmem(t->s, t->len, ph->s, ph->len);
	if (exact != NULL)
		end = (size_t)(exact - t->s) + ph->len;
	else if (ph->slips == 0 || !may_be_there(ph, t) ||
	    (slips = find_nearly(ph, t, &end)) > ph->slips)
		return false;
	*ret_start = start_of(ph, t, end);
	*ret_end = end;
	*ret_slips = slips;
	return true;
}
