#ifndef GREFFIER_PLUGIN_H
#define GREFFIER_PLUGIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "plugin/plugin_field.h"
#include "plugin/regex_sub.h"

struct plugin;
struct plugin_error;
struct regex;

/*
 * A plugin as its file gives it: data, read once, then only looked at.
 * Patterns compile at their first use, or all together by plugin_compile.
 * Memory by xalloc.h.
 */

/* Where a label's value stands. */
enum rule_place { PLACE_RIGHT, PLACE_BELOW, PLACE_CELL };

/* Which of several matches. */
enum rule_choose { CHOOSE_FIRST, CHOOSE_LAST, CHOOSE_LONGEST, CHOOSE_EVERY };

/* What a cell of a table must hold. */
enum cell_state { CELL_TICKED, CELL_UNTICKED, CELL_FILLED, CELL_EMPTY };

struct rule_where {
	struct regex	*column;	/* of a header */
	unsigned int	 state;		/* enum cell_state */
};

/* Exactly one of the three ways: pattern, label or table. */
struct rule {
	const struct plugin *plugin;	/* that wrote it */
	enum field_id	 field;
	uint32_t	 number;	/* in that plugin's field, from 1 */
	int		 line, column;	/* in its file */

	struct regex	*pattern;
	struct regex	*label;
	unsigned int	 place;		/* enum rule_place */
	struct regex	**header;	/* of a table: its column heads */
	size_t		 headers;
	struct rule_where *where;
	size_t		 wheres;
	struct regex	*take[2];	/* the column; two for a field with parts */

	char		*in;		/* section, or NULL for the body */
	int		 in_line, in_column;
	unsigned int	 choose;	/* enum rule_choose */
	struct regex	*until;		/* ends the value */
	struct regex	*item;		/* of a list: each match is an item */
	struct regex	*split;		/* of a list: what parts its items */
	struct regex	*unless;	/* refuses a match */
	char		*gives;		/* the value itself, instead of the text */
	bool		 gives_null;	/* the page states that there is none */
};

struct rule_list {
	struct rule	*rule;
	uint32_t	 n;
	bool		 alone;		/* what is extended is not asked */
};

struct section {
	const struct plugin *plugin;	/* that wrote it */
	char		*name;
	char		*in;		/* the section it lies in, or NULL */
	struct regex	*from;		/* it begins where this ends; or NULL */
	struct regex	*until;		/* it ends where this begins; or NULL */
	int		 line, column;
};

/* How a scan, or an act, falls into several. */
struct splitter {
	const struct plugin *plugin;	/* that wrote it */
	struct regex	*when;		/* only where this matches; or NULL */
	struct regex	*starts;	/* NULL: never */
	struct regex	*needs;		/* a part without it joins its neighbour */
	struct regex	*shared;	/* a first part that the others read too */
	struct regex	*agenda;	/* where it ends a list of affairs begins */
	struct regex	*settled;	/* what is said where an affair is */
	struct regex	*above;		/* a title that a first rank may follow */
	struct regex	*head;		/* what only the head of all tells */
	bool		 given;		/* here, and not by what is extended */
};

struct phrases {
	char		**phrase;	/* as written */
	size_t		 n;
};

struct stated {
	enum field_id	 field;
	char		*value;
};

struct plugin {
	char		*name;
	char		*title;		/* or NULL */
	char		*extends;	/* or NULL */
	int		 extends_line, extends_column;
	const struct plugin *parent;	/* set by plugin_set; ends in the engine's own */
	struct regex_scope scope;	/* its sub-patterns, and its parent's */
	struct phrases	 all, any, none;
	struct stated	*stated;
	size_t		 stateds;
	struct section	*section;
	size_t		 sections;
	struct splitter	 acts, items, titles;
	int		 clear_days;	/* of convocation; 0 where not given */
	int		 draft_line;	/* of "draft: true"; 0: it is none */
	struct rule_list field[FIELDS];
};

void		 plugin_free(struct plugin *p);	/* NULL is fine */

/*
 * Does every `in` name a section, and no section lie in itself?  Its parents
 * must be set.  -EINVAL and `err` (but for its file) for the first fault.
 */
int		 plugin_check_sections(const struct plugin *p,
		    struct plugin_error *err);

/* Compile every pattern.  -EINVAL and `err` as above. */
int		 plugin_compile(const struct plugin *p,
		    struct plugin_error *err);

/*
 * A field's rules in the order to try: its own, then what is extended.  Start
 * from all zeroes; NULL at the end.
 */
struct rule_walk { const struct plugin *at; size_t i; bool begun; };
const struct rule *plugin_rule_next(const struct plugin *p,
		    enum field_id field, struct rule_walk *walk);

/* By name, here or in what is extended; NULL where it is in none. */
const struct section *plugin_section(const struct plugin *p,
		    const char *name);

const struct splitter *plugin_acts(const struct plugin *p);
const struct splitter *plugin_items(const struct plugin *p);

/* Items told by their titles alone: never where a plugin below has its own items. */
const struct splitter *plugin_titles(const struct plugin *p);

/* Clear days between convocation and séance. */
int		 plugin_clear_days(const struct plugin *p);

/* Is it a name that `in:` knows without a section: corps, tampon, page 2 ..? */
bool		 plugin_is_place(const char *name);
const char *const *plugin_places(void);

/* What records and messages call a rule: "landrecies:objet#2".  The caller's to free. */
char		*plugin_motif(const struct rule *r);

#endif /* GREFFIER_PLUGIN_H */
