#include <stdbool.h>

#include "base/utf8.h"
#include "plugin/regex_class.h"

#define G	REGEX_GAP
#define B	REGEX_BREAK
#define O	REGEX_OTHER

static const uint8_t classes[128] = {
	O, O, O, O, O, O, O, O, O, G, B, B, B, B, O, O,
	O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O,
	G, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O,
	26, 27, 28, 29, 30, 31, 32, 33, 34, 35, O, O, O, O, O, O,
	O, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
	15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, O, O, O, O, O,
	O, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
	15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, O, O, O, O, O,
};

unsigned int
regex_class(unsigned char c)
{
	return c < 0x80 ? classes[c] : (unsigned int)O;
}

/* Behind a character: a line ends with any of Unicode's signs for it. */
static unsigned int
where_behind(unsigned char c, unsigned int class)
{
	if (class == REGEX_BREAK || c >= 0x80)
		return REGEX_LINE;
	return class < REGEX_GAP || c == '_' ? REGEX_ANYWHERE : REGEX_WORD;
}

void
regex_stands_of(const char *s, size_t len, struct regex_stand *ret)
{
	unsigned int where = REGEX_LINE, class, next;
	size_t n;

	for (size_t i = 0; i < len; i = n) {
		class = regex_class((unsigned char)s[i]);
		ret[i].class = (uint8_t)class;
		ret[i].stands = (uint8_t)regex_stands(where, class);
		where = where_behind((unsigned char)s[i], class);
		n = i + 1;
		if (n == len || !utf8_is_inside(s[n]))
			continue;
		while (n < len && utf8_is_inside(s[n]))
			n++;
		next = n < len ? regex_class((unsigned char)s[n]) : REGEX_END;
		while (++i < n)
			ret[i] = (struct regex_stand){ (uint8_t)next,
			    REGEX_INSIDE };
	}
	ret[len] = (struct regex_stand){ REGEX_END, REGEX_INSIDE };
}
