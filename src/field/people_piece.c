#include <ctype.h>
#include <string.h>

#include <glib.h>

#include "field/name.h"
#include "field/name_lines.h"
#include "field/people_piece.h"

/*
 * Where in a list one name ends and the next begins: at what parts them, or
 * where a civility or a name's other case shows it.
 */

/* The dash of "DUPONT J.– MARTIN A.", which an initial's point touches. */
static bool
is_behind_initial(const char *s, size_t i)
{
	return i >= 3 && s[i - 1] == '.' && isupper((unsigned char)s[i - 2]) &&
	    s[i - 3] == ' ' && name_dash(s + i) > 0;
}

bool
people_point_between(const char *s, size_t i)
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

	if (strchr(",;:|)]", s[i]) != NULL || people_point_between(s, i))
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

/* Behind "à", "en faveur de", "au profit de". */
static bool
is_given_to(const char *s, size_t i)
{
	static const char *const to[] = { " \303\240 ", " a ", " faveur de ",
	    " profit de " };

	for (size_t k = 0; k < sizeof(to) / sizeof(to[0]); k++) {
		size_t n = strlen(to[k]);

		if (i >= n && strncmp(s + i - n, to[k], n) == 0)
			return true;
	}
	return false;
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

/* "M.DUPONT": a civility and a surname without a space; "M.Claire" is none. */
static bool
is_glued(const char *s, size_t i, size_t end)
{
	char key[NAME_KEY_MAX];
	const char *dot = memchr(s + i, '.', end - i);

	if (dot == NULL || !isupper((unsigned char)s[i]) ||
	    (size_t)(s + end - dot) < 4 || !isupper((unsigned char)dot[1]) ||
	    !isupper((unsigned char)dot[2]))
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
	if (i >= 3 && s[i - 2] == '.' && s[i - 3] == ')')
		return true;
	if (i >= 5 && s[i - 2] == '.' && name_line_ends_word(s, i - 2)) {
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

size_t
people_piece_end(const char *s, size_t from, size_t *ret_next)
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
