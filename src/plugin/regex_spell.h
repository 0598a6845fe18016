#ifndef GREFFIER_REGEX_SPELL_H
#define GREFFIER_REGEX_SPELL_H

/*
 * An author's pattern as PCRE2 gets it: folded as the text is, and, if it is in
 * plain words (regex_is_free says no), with a pattern for each space.  The
 * caller's to free.
 */
char	*regex_spell(const char *source);

#endif /* GREFFIER_REGEX_SPELL_H */
