#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "field/convert.h"
#include "field/name.h"
#include "field/name_lines.h"
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
/* Where one ends and the next begins */

/* The dash of "DUPONT J.– MARTIN A.", which an initial's point touches. */
static bool
is_behind_initial(const char *s, size_t i)
{
	return i >= 3 && s[i - 1] == '.' && isupper((unsigned char)s[i - 2]) &&
	    s[i - 3] == ' ' && name_dash(s + i) > 0;
}

/* The point of "DUPONT.MARTIN": between surnames, behind no civility. */
static bool
is_point_between(const char *s, size_t i)
{
	char key[NAME_KEY_MAX];
	size_t from = i;

	if (i < 3 || s[i] != '.' || !isupper((unsigned char)s[i - 1]) ||
	    !isupper((unsigned char)s[i - 2]) ||
	    !isupper((unsigned char)s[i + 1]) ||
	    !isalpha((unsigned char)s[i + 2]))
		return false;
	while (from > 0 && strchr(" .-'", s[from - 1]) == NULL)
		from--;
	name_key(s + from, i - from, key);
	return i - from >= 3 && !name_is_civility(key);
}

/* How many bytes of a separator stand at s[i]; spaces are single. */
static size_t
separator(const char *s, size_t i)
{
	static const char *const worded[] = { " et ", " ainsi que ", " & " };
	size_t n, k;

	if (strchr(",;:|)]", s[i]) != NULL || is_point_between(s, i))
		return 1;
	for (k = 0; s[i] == ' ' && k < sizeof(worded) / sizeof(worded[0]);
	    k++) {
		n = strlen(worded[k]);
		if (strncasecmp(s + i, worded[k], n) == 0)
			return n - 1;
	}
	if (i > 0 && s[i - 1] != ' ' && !is_behind_initial(s, i))
		return 0;
	if ((n = name_list_number(s + i)) > 0)
		return n;
	/* OCR may make two of one. */
	for (n = 0; (k = name_dash(s + i + n)) > 0; n += k)
		;
	return s[i + n] == ' ' || s[i + n] == '\0' ? n : 0;
}

/* Where the word that begins at s[i] ends. */
static size_t
word_end(const char *s, size_t i)
{
	return i + strcspn(s + i, " ");
}

static bool
is_given_to(const char *s, size_t i)
{
	return (i >= 4 && strncmp(s + i - 4, " \303\240 ", 4) == 0) ||
	    (i >= 3 && strncmp(s + i - 3, " a ", 3) == 0);
}

/* "Luc. DUPONT", "Luc :DUPONT": from a lone first name's end to a surname. */
static bool
is_speck(const char *s, size_t piece, size_t end, size_t next)
{
	return end > piece && isupper((unsigned char)s[piece]) &&
	    islower((unsigned char)s[end - 1]) &&
	    memchr(s + piece, ' ', end - piece) == NULL &&
	    isupper((unsigned char)s[next]) &&
	    isupper((unsigned char)s[next + 1]);
}

/* The M. of "DUPONT M., MARTIN A." is no monsieur: nobody follows it. */
static bool
ends_name(const char *s, size_t i, size_t end)
{
	return i >= 3 && strncmp(s + i, "M.", 2) == 0 &&
	    isupper((unsigned char)s[i - 2]) &&
	    isupper((unsigned char)s[i - 3]) && (separator(s, end) > 0 ||
	    strchr(",;", s[end - 1]) != NULL);
}

/* "M.DUPONT": a civility and a name without a space. */
static bool
is_glued(const char *s, size_t i, size_t end)
{
	char key[NAME_KEY_MAX];
	const char *dot = memchr(s + i, '.', end - i);

	if (dot == NULL || !isupper((unsigned char)s[i]) ||
	    (size_t)(s + end - dot) < 4 || !isupper((unsigned char)dot[1]) ||
	    !isalpha((unsigned char)dot[2]))
		return false;
	name_key(s + i, (size_t)(dot - s) - i, key);
	return name_is_civility(key);
}

/*
 * A civility begins a new person, unless another stands right before it
 * ("MM. Messieurs", "Monsieur le Maire, M. X").  So does what follows a full
 * stop that ends a word of three letters.  Whom a proxy is given to ("ayant
 * donné pouvoir à M. X") is none of the list.
 */
static bool
begins_person(const char *s, size_t i, size_t piece)
{
	char key[NAME_KEY_MAX];
	size_t end;

	if (i == piece || s[i - 1] != ' ' || s[i] == ' ' || is_given_to(s, i))
		return false;
	if (i >= 5 && s[i - 2] == '.' && isalpha((unsigned char)s[i - 3]) &&
	    isalpha((unsigned char)s[i - 4]) &&
	    isalpha((unsigned char)s[i - 5])) {
		end = i - 2;
		while (end > 0 && s[end - 1] != ' ')
			end--;
		name_key(s + end, i - 2 - end, key);
		return !name_is_civility(key) &&
		    !is_speck(s, piece, i - 2, i);
	}
	end = word_end(s, i);
	if (is_glued(s, i, end))
		return true;
	if (s[end] == '\0' || separator(s, end + 1) > 0)
		return false;	/* the M. of "DUPONT M. - PETIT R." */
	if (end > i && s[end - 1] == '.')
		end--;
	name_key(s + i, end - i, key);
	return name_is_civility(key) && isupper((unsigned char)s[i]) &&
	    !ends_name(s, i, word_end(s, i));
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
	size_t end = word_end(piece, 0);

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
	char *gives = name_gift(piece), *name;

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

/* « LOOS : Mme Anne MARTIN »: whose list it is that begins. */
static bool
is_label(const char *piece, const char *sep)
{
	return *piece != '\0' && sep[strspn(sep, " ")] == ':' &&
	    !name_line_has_civility(piece) && name_line_has_civility(sep);
}

/* The end of the piece that begins at `from`; *ret_next is the next one's. */
static size_t
piece_end(const char *s, size_t from, size_t *ret_next)
{
	size_t i, sep = 0;
	int depth = 0;

	for (i = from; s[i] != '\0'; i++) {
		if (s[i] == '(' || s[i] == '[') {
			depth++;
		} else if (depth > 0) {
			depth -= s[i] == ')' || s[i] == ']';
		} else {
			sep = s[i] == ':' && i > from && s[i - 1] == ' ' &&
			    is_speck(s, from, i - 1, i + 1) ? 0 :
			    separator(s, i);
			if (sep > 0 || begins_person(s, i, from))
				break;
		}
	}
	*ret_next = i + sep;
	return i;
}

/*
 * « M. Paul ROY LENS : Mme Anne MARTIN »: of capitals before a colon the first
 * word is his, the others tell whose list it is that begins.
 */
static void
cut_label(struct buf *piece, const char *sep)
{
	struct name_words w;
	size_t i = 0, last, n;

	if (sep[strspn(sep, " ")] != ':' ||
	    !name_line_has_civility(piece->data) ||
	    !name_line_has_civility(sep) ||
	    name_split(piece->data, &w) < 0)
		return;
	while (i < w.n && w.word[i].kind != NAME_CAPS)
		i++;
	last = i;
	for (n = i; n < w.n && w.word[n].kind == NAME_CAPS; n++)
		;
	if (last + 1 < w.n && n == w.n) {
		buf_clear(piece);
		for (i = 0; i <= last; i++) {
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
		end = piece_end(s, at, &next);
		while (end > at && s[end - 1] == ' ')
			end--;
		xbuf_append(&piece, s + at, end - at);
		if (next == end + 2 && s[next - 1] == '-' &&
		    is_half(piece.data, piece.len)) {
			xbuf_puts(&piece, "-");
		} else {
			if (!is_label(piece.data, s + end)) {
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
		    is_point_between(line, i))
			return true;
	return false;
}

/* Is every line one person's name, and is there more than one? */
static bool
one_a_line(struct people *p, const char *s)
{
	size_t lines = 0;
	char *line, *name;
	bool is = true;

	while (is && (line = next_name(&s)) != NULL) {
		if (!has_several(line) && convert_person(line, &name) == 0) {
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

	name_lines_drop_headings(valid);
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
