#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "field/convert.h"
#include "field/name.h"
#include "field/name_lines.h"
#include "field/name_places.h"
#include "field/people_piece.h"
#include "text/text.h"

struct people {
	char	**name;
	size_t	  n, cap;
	bool	  many;		/* behind "MM.": surnames may stand alone */
};

static void
add(struct people *p, char *name)
{
	if (p->n == p->cap) {
		p->cap = p->cap == 0 ? 16 : 2 * p->cap;
		p->name = xreallocarray(p->name, p->cap, sizeof(*p->name));
	}
	p->name[p->n++] = name;
}

void
convert_people_free(char **people, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(people[i]);
	free(people);
}

/* ------------------------------------------------------------------------- */

/*
 * Several people without a separator, told apart by capitals: a new one begins
 * where the surname's case gives way to the first name's, or the other way
 * round where surnames come first.
 */
static void
add_by_case(struct people *p, const char *s)
{
	struct name_words w;
	size_t from = 0, found = 0;
	struct people more = { 0 };
	enum name_case first;

	if (name_split(s, &w) < 0)
		return;
	first = w.n > 0 ? w.word[0].kind : NAME_OTHER;
	for (size_t i = 1; i <= w.n; i++) {
		struct buf one = { 0 };
		char *name;

		if (i < w.n && !(w.word[i].kind == first &&
		    (w.word[i - 1].kind == NAME_CAPS ||
		    w.word[i - 1].kind == NAME_TITLE) &&
		    w.word[i - 1].kind != first))
			continue;
		for (size_t k = from; k < i; k++) {
			xbuf_puts(&one, w.word[k].text);
			xbuf_puts(&one, " ");
		}
		xbuf_puts(&one, "");
		found++;
		if (convert_person(one.data, &name) == 0)
			add(&more, name);
		buf_free(&one);
		from = i;
	}
	/* All of them, or it was something else. */
	if (more.n == found && found > 1) {
		for (size_t i = 0; i < more.n; i++)
			add(p, more.name[i]);
		more.n = 0;
	}
	convert_people_free(more.name, more.n);
	name_free(&w);
}

/* One word in title case: half of "Jean - Paul LANNOY". */
static bool
is_half(const char *s, size_t len)
{
	return len > 1 && isupper((unsigned char)s[0]) &&
	    memchr(s, ' ', len) == NULL && islower((unsigned char)s[len - 1]);
}

/*
 * "MM. Dupont, Durand": a word that is no name by itself is one if a civility
 * in the plural stands before it.
 */
static bool
add_surname(struct people *p, const char *piece)
{
	size_t len = strlen(piece);
	char *whole, *name;
	int r;

	len -= len > 0 && piece[len - 1] == '.';
	if (!p->many || !is_half(piece, len))
		return false;
	whole = g_strdup_printf("M. %.*s", (int)len, piece);
	r = convert_person(whole, &name);
	g_free(whole);
	if (r == 0)
		add(p, name);
	return r == 0;
}

/* Does a civility stand before the piece: of one, or of many? */
static void
see_civility(struct people *p, const char *piece)
{
	static const char *const many[] = {
		"mm", "mmes", "mlles", "messieurs", "mesdames",
	};
	char key[NAME_KEY_MAX];
	size_t end = strcspn(piece, " ");

	name_key(piece, end - (end > 0 && piece[end - 1] == '.'), key);
	if (name_is_civility(key))
		p->many = false;
	for (size_t i = 0; i < sizeof(many) / sizeof(many[0]); i++)
		p->many = p->many || strcmp(key, many[i]) == 0;
}

/* In a list, "Jean DUPONT donne pouvoir à X" is Jean DUPONT. */
static void
add_piece(struct people *p, char *piece)
{
	char *gives = name_line_gift(piece), *name;

	if (strncmp(piece, "et ", 3) == 0)	/* behind a comma */
		piece += 3;
	if (gives != NULL && gives > piece)
		*gives = '\0';
	see_civility(p, piece);
	if (convert_person(piece, &name) == 0)
		add(p, name);
	else if (!add_surname(p, piece))
		add_by_case(p, piece);
}

/* Are all of its words capitals, or all in title case?  `len` 0 is none. */
static bool
is_of_one_case(const char *s, size_t len)
{
	char *part = xstrndup(s, len);
	struct name_words w;
	bool one = false;

	if (name_split(part, &w) == 0) {
		one = w.n > 0;
		for (size_t i = 1; i < w.n; i++)
			one = one && (w.word[i].kind == w.word[0].kind ||
			    name_is_particle(w.word[i].key));
		name_free(&w);
	}
	free(part);
	return one;
}

/*
 * « LOOS : Mme Anne MARTIN », « Loos : Anne MARTIN », « LOOS : MARTIN Anne »:
 * whose list it is that begins.
 */
static bool
is_label(const char *piece, const char *sep)
{
	sep += strspn(sep, " ");
	if (*piece == '\0' || *sep != ':' || name_line_has_civility(piece))
		return false;
	sep += 1 + strspn(sep + 1, " ");
	return name_line_has_civility(sep) || (is_of_one_case(piece,
	    strlen(piece)) && !is_of_one_case(sep, strcspn(sep, ",;:.(/")));
}

/*
 * « LOOS M. Jean DUPONT ; LENS Mme Anne MARTIN »: a place in capitals at s[at],
 * before a civility that begins at `next`.
 */
static bool
is_place(const char *s, size_t at, const char *piece, size_t next)
{
	size_t before = at;

	while (before > 0 && s[before - 1] == ' ')
		before--;
	return (before == 0 ? strchr(s, ';') != NULL : s[before - 1] == ';') &&
	    name_line_has_civility(s + next) && is_of_one_case(piece,
	    strlen(piece)) && isupper((unsigned char)piece[0]) &&
	    isupper((unsigned char)piece[1]);
}

/*
 * « M. Paul ROY LENS : Mme Anne MARTIN »: of capitals before a colon the first
 * word is his, the others tell whose list it is that begins.
 */
static void
cut_label(struct buf *piece, const char *sep)
{
	struct name_words w;
	size_t surname = 0, end;

	if (sep[strspn(sep, " ")] != ':' ||
	    !name_line_has_civility(piece->data) ||
	    !name_line_has_civility(sep) ||
	    name_split(piece->data, &w) < 0)
		return;
	while (surname < w.n && w.word[surname].kind != NAME_CAPS)
		surname++;
	for (end = surname; end < w.n && w.word[end].kind == NAME_CAPS; end++)
		;
	if (surname + 1 < w.n && end == w.n) {
		buf_clear(piece);
		for (size_t i = 0; i <= surname; i++) {
			xbuf_puts(piece, i > 0 ? " " : "");
			xbuf_puts(piece, w.word[i].text);
		}
	}
	name_free(&w);
}

static void
split_line(struct people *p, const char *s)
{
	struct buf piece = { 0 };
	size_t at = 0, end, next;

	while (s[at] != '\0') {
		at += strspn(s + at, " ");
		end = people_piece_end(s, at, &next);
		while (end > at && s[end - 1] == ' ')
			end--;
		xbuf_append(&piece, s + at, end - at);
		if (next == end + 2 && s[next - 1] == '-' &&
		    is_half(piece.data, piece.len)) {
			xbuf_puts(&piece, "-");
		} else {
			if (!is_label(piece.data, s + end) &&
			    !(next > at && s[next - 1] == ' ' &&
			    is_place(s, at, piece.data, next))) {
				cut_label(&piece, s + end);
				add_piece(p, piece.data);
			}
			buf_clear(&piece);
		}
		at = next;
	}
	buf_free(&piece);
}

/* The next line of *s that is not blank, and what goes on below it; or NULL. */
static char *
next_name(const char **s)
{
	struct buf b = { 0 };
	size_t n;

	for (;;) {
		char *line;

		*s += strspn(*s, " \t\r\n\f,");
		n = strcspn(*s, "\n\f");
		if (n == 0)
			break;
		line = xstrndup(*s, n);
		if (b.len > 0 && !name_line_goes_on(b.data, line)) {
			free(line);
			break;
		}
		xbuf_puts(&b, b.len > 0 ? " " : "");
		xbuf_puts(&b, line);
		free(line);
		*s += n;
	}
	return b.len > 0 ? xbuf_take(&b, NULL) : NULL;
}

/* "Jean DUPONT, Luc ROY"; "1. Jean DUPONT 8. Luc ROY"; "DUPONT.ROY". */
static bool
has_several(const char *line)
{
	for (size_t i = 0; line[i] != '\0'; i++)
		if (line[i] == ',' || line[i] == ';' ||
		    (line[i] == ' ' && name_list_number(line + i + 1) > 0) ||
		    people_point_between(line, i))
			return true;
	return false;
}

/* Behind a name's comma: an office, a state, a proxy that was given. */
static bool
is_remark(char *piece)
{
	char key[NAME_KEY_MAX];

	piece += strspn(piece, " ");
	name_key_bare(piece, strcspn(piece, " "), key);
	return *piece == '\0' || name_is_office(key) || name_is_state(key) ||
	    name_line_gift(piece) != NULL;
}

/* "Jean DUPONT, administrateur qui a donné pouvoir à X": who begins it. */
static int
convert_remarked(const char *line, char **ret)
{
	size_t n = strcspn(line, ",;");
	char *copy = xstrdup(line), *next = copy + n, *piece;
	int r = *next == '\0' ? -1 : 0;

	if (r == 0) {
		*next++ = '\0';
		r = convert_person(copy, ret);
	}
	while (r == 0 && (piece = strsep(&next, ",;")) != NULL)
		if (!is_remark(piece)) {
			free(*ret);
			r = -1;
		}
	free(copy);
	return r;
}

/* Is every line one person's name, and is there more than one? */
static bool
one_a_line(struct people *p, const char *s)
{
	size_t lines = 0;
	char *line, *name;
	bool is = true;

	while (is && (line = next_name(&s)) != NULL) {
		if ((!has_several(line) && convert_person(line, &name) == 0) ||
		    convert_remarked(line, &name) == 0) {
			add(p, name);
			lines++;
		} else {
			is = name_line_is_state(line);
		}
		free(line);
	}
	return is && lines > 1;
}

int
convert_people(const char *s, char ***ret, size_t *ret_n)
{
	struct people p = { 0 };
	char *valid = g_utf8_make_valid(s, -1), *line;

	name_places_drop_headings(valid);
	name_places_drop_beside(valid);
	if (!one_a_line(&p, valid)) {
		convert_people_free(p.name, p.n);
		p = (struct people){ 0 };
		line = name_lines_without_labels(valid);
		split_line(&p, line);
		free(line);
	}
	g_free(valid);
	*ret = p.name;
	*ret_n = p.n;
	return 0;
}
