#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "field/sentence.h"
#include "plugin/regex.h"

/* Behind a d: « De fixer », « D'en informer », and not « D'autre part ». */
#define TO_DO "(?: e \\s+ | ' ) (?: (?: ne \\s+ pas | se | lui | leur | y | en )" \
	" \\s+ | s' )? (?: \\w+ [ei]r | \\w* (?: mettre | prendre | rendre |" \
	" crire | duire | clure ) ) \\b"

/* A verb in capitals in the next line. */
#define VERB "[,;.]? \\s* [\\n\\f] \\s* (?= (?&decide) ) (?= (?-i: [A-Z']{3} ) )"

/*
 * What `begins` an item is no part of it, and neither is what stands before
 * the first, unless it ends as an item does.
 */
static struct layout {
	const char	*begins;
	const char	*ends;		/* instead */
	const char	*when;		/* must be found first, or NULL */
	struct regex	*re, *when_re;
} layouts[SENTENCE_LAYOUTS] = {
	{ .begins = "^ \\s* -? \\s* A (?: RT(?:ICLE | \\.)? | [A-Z]TICLE | RTI?[CD][IL]E"
	  " ) \\s* (?: (?&no) \\s* )?"
	  " (?: \\d{1,2} | [IVX]{1,4} | premier | unique | [l1I]?er"
	  " | (?&numword) | \\w{3,6}ieme )"
	  " (?: er | e | eme )? \\b \\s* (?: [:.)-] \\s* )*" },
	{ .ends = VERB,
	  .when = "\\A \\s* (?= (?-i: [A-Z']{3} ) ) (?! decide ) (?&decide) \\s"
	  " (?: (?! (?&dash) ) . )*? : \\s* [\\n\\f]+ (?&dash)"
	  " (?! (?&decide) | d " TO_DO " | qu[e'] ) .*? " VERB },
	/* .. of which a copier may have lost some: "- De créer ..; De fixer .." */
	{ .begins = "(?&dash)"
	  " | (?<= [;:,.] ) \\s* [\\n\\f] \\s* (?= (?-i: D ) " TO_DO " )"
	  " | (?<= ; ) \\s* [\\n\\f] [\\s\"]* (?= d " TO_DO " | (?&decide) )" },
	{ .ends = VERB " | [,;.] \\s* [\\n\\f] \\s* (?= (?-i: [A-Z]{2,} [ETD]"
	  " \\s [a-z] ) ) | [,;.] \\s* [\\n\\f] \\s* (?= (?&decide) ) (?= (?-i: [A-Z] ) )"
	  " | [,;.] \\s* [\\n\\f] \\s* (?= (?-i: D ) " TO_DO " )"
	  " | , \\s* [\\n\\f] \\s* (?= (?&decide) \\s )" },
	{ .ends = "; \\s* (?= \\n | \\f | \\z ) | : \\s* (?= [\\n\\f] \\s*"
	  " (?-i: d ) " TO_DO " )" },
};

static struct regex *
compiled(struct regex **re, const char *source)
{
	if (*re == NULL)
		*re = regex_new(source, 0, 0);
	return *re;
}

static struct regex *
regex_of(struct layout *l)
{
	return compiled(&l->re, l->ends != NULL ? l->ends : l->begins);
}

void
sentence_warm(void)
{
	struct regex_error err;
	struct layout *l;

	for (l = layouts; l < layouts + SENTENCE_LAYOUTS; l++) {
		(void)regex_compile(regex_of(l), &err);
		if (l->when != NULL)
			(void)regex_compile(compiled(&l->when_re, l->when),
			    &err);
	}
}

static void
add(struct span piece, struct span **to, size_t *n)
{
	*to = xreallocarray(*to, *n + 1, sizeof(**to));
	(*to)[(*n)++] = piece;
}

/* Is what stands before the first sign an item that has lost its own? */
static bool
is_item_before(const char *fold, size_t len)
{
	while (len > 0 && strchr(" \t\n\f", fold[len - 1]) != NULL)
		len--;
	return len > 0 && fold[len - 1] == ';';
}

/* A sign begins the first; a line's end alone only behind its heading. */
static bool
may_be_first(const char *fold, const struct regex_match *m)
{
	return m->start + strspn(fold + m->start, " \t\n\f") < m->end ||
	    (m->start > 0 && fold[m->start - 1] == ':');
}

int
sentence_split(size_t layout, const char *fold, struct span s,
    struct span **ret, size_t *ret_n)
{
	struct layout *l = &layouts[layout];
	struct span piece = { s.start, s.start }, *found = NULL;
	size_t len = s.end - s.start, from = 0, n = 0;
	struct regex_match m;
	bool open = l->ends != NULL;
	int r = 0;

	fold += s.start;
	if (l->when != NULL)
		r = regex_search(compiled(&l->when_re, l->when), fold, len, 0,
		    &m);
	while (r == 0 && from <= len &&
	    (r = regex_search(regex_of(l), fold, len, from, &m)) == 0) {
		from = regex_after(fold, len, from, &m);
		if (!open && !may_be_first(fold, &m))
			continue;
		piece.end = s.start + (uint32_t)m.start;
		if (open || is_item_before(fold, m.start))
			add(piece, &found, &n);
		piece.start = s.start + (uint32_t)m.end;
		open = true;
	}
	piece.end = s.end;
	if (open && piece.start > s.start)
		add(piece, &found, &n);
	if (r == -ELOOP) {
		free(found);
		return r;
	}
	*ret = found;
	*ret_n = n;
	return 0;
}
