#ifndef GREFFIER_TEXT_H
#define GREFFIER_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct page;
struct box;

/*
 * The words of some pages as one text in reading order, in which every byte
 * still knows its word, and a folded twin on which patterns run.
 *
 * The text: words of a line parted by one space, lines by "\n", blocks
 * (paragraphs, cells, boxes) by "\n\n", pages by "\f" after the last "\n" (a
 * page without a word in the body leaves no trace, so that "\f\f" stands
 * before stamps only: ask the words for their page, not the "\f"s).
 * After the body stand, each introduced by "\f\f", what is no part of it: the
 * stamps of préfecture and signature platforms (body_len ends before them).
 * Running heads and page numbers are in neither.
 *
 * The fold: the text without accents, ligatures undone (œ -> oe), quotes ' and
 * ", every dash and list bullet -, every space one plain space, line-end
 * hyphenation undone (a word cut by the end of a page stands before the "\f",
 * which is then gone); other "\n" and "\f" kept; case kept (patterns are
 * matched caseless); a tick box is "[x]" or "[ ]" in both.
 * A pattern's own letters are folded the same way when it is compiled.
 */
struct text_word {
	uint32_t	start, end;	/* bytes of text->utf8 */
	uint32_t	page;		/* index into text->page */
	uint32_t	word;		/* index into page->word, or UINT32_MAX: a mark */
	uint32_t	mark;		/* index into page->mark where it is one */
};

struct text {
	char		*utf8;		size_t len;	/* page's own spelling */
	size_t		 body_len;	/* bytes of utf8 before the stamps */
	char		*fold;		size_t fold_len;
	size_t		 fold_body_len;
	uint32_t	*to_utf8;	/* fold_len + 1: byte of utf8 for each byte of fold */
	struct text_word *word;		size_t words;	/* ascending by start */
	const struct page *const *page;	size_t pages;	/* borrowed */
	struct page	**own;		/* text_from_utf8's own pages; private */
	uint32_t	*on_page, *page_at;	/* text_words_on's; private */
};

/* Build the text of `pages`, which must outlive it. */
struct text	*text_new(const struct page *const *page, size_t pages);

/*
 * For a person's eye: what is printed on each page.  Running heads and, at the
 * end of its page, each stamp are body too, as often as they are there.
 */
struct text	*text_whole(const struct page *const *page, size_t pages);

/*
 * The same as text_new from plain text, for samples and tests: each line a
 * line, an empty line the end of a block, "\f" a page, what follows "\f\f" a
 * stamp, ☐ ☑ ☒ tick boxes.  Bytes that are no UTF-8 become U+FFFD.  The pages
 * are made up: each character is 10 px wide, each line 20 px high.
 */
struct text	*text_from_utf8(const char *utf8, size_t len);
void		 text_free(struct text *t);

/* The words that bytes [start, end) of utf8 touch: first index and count. */
size_t		 text_words_in(const struct text *t, size_t start, size_t end,
		    size_t *ret_first);

/* The words and tick boxes of a page, ascending, and how many.  Borrowed. */
const uint32_t	*text_words_on(const struct text *t, uint32_t page,
		    size_t *ret_n);

/* Where a word or tick box stands: its page is word[i].page. */
struct box	 text_box(const struct text *t, size_t i);
/* What was read there: 0..100. */
int		 text_conf(const struct text *t, size_t i);

/*
 * Fold any UTF-8, character by character: as many spaces and line breaks as
 * there were, since a pattern may mean each of them.  The caller's to free.
 */
char		*text_fold(const char *utf8, size_t len, size_t *ret_len);

/*
 * Bytes [start, end) as a one-line value: line breaks and line-end hyphenation
 * undone, spaces single, trimmed.  The caller's to free.
 */
char		*text_line(const struct text *t, size_t start, size_t end);
/*
 * The same as a second look read it: words that lie in it whole, points apart,
 * and have another reading are replaced.  NULL where none has.
 */
char		*text_other_line(const struct text *t, size_t start, size_t end);
/* text_line of any UTF-8. */
char		*text_one_line(const char *utf8, size_t len);

#endif /* GREFFIER_TEXT_H */
