#ifndef GREFFIER_ASK_READER_H
#define GREFFIER_ASK_READER_H

#include <stddef.h>

#include <jansson.h>

struct conf;

/*
 * Questions that only a reader can answer, for who writes plugins: it is run
 * once, with its answer on a pipe.  Exit statuses as in tool.h, after a line on
 * stderr.
 */

/*
 * Run it with `words`: its mode first ("--explain"), NULL-ended.  The answer is
 * the caller's reference.
 */
int	ask_reader(const struct conf *conf, const char *const *words,
	    json_t **ret_answer);

/* Let it take our place; the exit status where it cannot. */
int	become_reader(const struct conf *conf, const char *const *words);

#define WORDS_NAME_SIZE	4096

/*
 * The words of a scan: read by a pool, or known already where `path` is a
 * sample's folder, or ends in .txt or .json.
 */
struct words {
	int	fd;			/* a journal; -1 where known already */
	char	name[WORDS_NAME_SIZE];	/* that a reader can open */
};

/* All of them or none; words_free each. */
int	words_read(const struct conf *conf, char *const *path, size_t n,
	    struct words *ret);
void	words_free(struct words *w, size_t n);

#endif /* GREFFIER_ASK_READER_H */
