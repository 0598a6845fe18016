#ifndef GREFFIER_REGEX_CODE_H
#define GREFFIER_REGEX_CODE_H

#include <stdbool.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "plugin/regex.h"

/*
 * A pattern's inside, which regex.c compiles and regex_search.c matches.
 */
struct regex {
	char		*source;	/* as the author wrote it */
	char		*spelt;		/* NULL until asked for */
	const struct regex_scope *scope;
	pcre2_code	*code;		/* NULL until compiled */
	pcre2_code	*counted;	/* the same, each step told; or NULL */
	bool		 dear;		/* cheaply it was not found once .. */
	unsigned int	 dear_in;	/* .. in this record */
	bool		 uncountable;	/* too large with all the callouts */
	bool		 broken;	/* does not compile: not tried again */
	struct regex_need *need;	/* once compiled; or NULL */
	struct regex_places *places;	/* once compiled */
	int		 line, column;
};

/* For a search that nobody compiled for: 0, or -EINVAL. */
int	regex_code_ready(struct regex *re);

/* The code that counts, compiled at the first use; false where there is none. */
bool	regex_code_make_counted(struct regex *re);

/* The room for groups, which all share; the last match is in it. */
pcre2_match_data *regex_code_data(void);

#endif /* GREFFIER_REGEX_CODE_H */
