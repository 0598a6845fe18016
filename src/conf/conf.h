#ifndef GREFFIER_CONF_H
#define GREFFIER_CONF_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/*
 * The configuration: one YAML file for the daemon and the tool.  conf_table.c
 * is the one list of all keys; the parser, the defaults, the ranges, what
 * --print-config says and the man page's list come from it.
 *
 * Errors     0 or a negative errno.  -EINVAL: `err` names line, column and
 *            what was expected.
 * Ownership  struct conf is the caller's; its strings are its own and go with
 *            conf_free, which is harmless on one that is all zeroes.
 */
struct conf {
	/* Absolute once loaded: relative rooms lie below root. */
	char		*root;
	char		*inbox, *work, *out, *done, *failed;
	char		*state;			/* the ledger's folder */
	char		*control;		/* the socket's path */
	char	       **plugins;		/* folders, NULL-ended */
	char		*reader;		/* path of greffier-reader */
	uint64_t	 readers;		/* 0: as many as cores */
	char		*languages;		/* as Tesseract writes them: fra+nld */
	char		*tessdata;		/* "": where Tesseract looks by itself */
	char		*page_without;		/* steps of cleaning, joined by + */
	uint64_t	 settle_ms;
	uint64_t	 rescan_ms;
	uint64_t	 open_ms, page_ms, record_ms;	/* budgets */
	uint64_t	 memory_bytes;		/* of one page's process */
	uint64_t	 all_memory_bytes;	/* of all together; 0: see the table */
	uint64_t	 stop_grace_ms;
	uint64_t	 free_bytes;		/* intake pauses below that */
	uint64_t	 file_mode, folder_mode;	/* of what is written */
	char		*group;		/* the same; "" the daemon's own */
	bool		 landlock;		/* required */
};

struct conf_error {
	int	line, column;		/* from 1; 0 where no place is to blame */
	char	message[384];		/* English */
};

enum conf_style {
	CONF_YAML,		/* a commented file, which parses back */
	CONF_MDOC,		/* the man page's list */
	CONF_CEILINGS,		/* and its list of ceilings (ceiling.h) */
};

/* Every default; relative paths are as in the table. */
int	conf_default(struct conf *ret_conf);

/* Parse `len` bytes of YAML.  What it does not say has its default. */
int	conf_parse(const char *data, size_t len, struct conf *ret_conf,
	    struct conf_error *err);

/*
 * The file at `path`.  Another error than -EINVAL: it could not be read, as
 * `err` says too.
 */
int	conf_load(const char *path, struct conf *ret_conf,
	    struct conf_error *err);

/* What is wrong with that file, as one line: "FILE:3:7: expected a path". */
#define CONF_WHY_SIZE	(4096 + 512)
void	conf_why(const char *path, const struct conf_error *err,
	    char ret_line[static CONF_WHY_SIZE]);

void	conf_free(struct conf *c);

/* The whole table with the values of `c`.  -EIO: `out` would not take it. */
int	conf_print(const struct conf *c, enum conf_style style, FILE *out);

/* Let `to` have what `from` has of these keys, and the other way round. */
void	conf_carry_fixed(struct conf *from, struct conf *to);

/*
 * The first key in which `a` and `b` differ and that a running daemon cannot
 * change (its rooms), or NULL.
 */
const char *conf_fixed_differs(const struct conf *a, const struct conf *b);

#endif /* GREFFIER_CONF_H */
