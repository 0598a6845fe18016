#ifndef GREFFIER_PAGE_H
#define GREFFIER_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What was read from one page: words with their places, tick boxes and table
 * cells.  The same thing whether it came from OCR or from a text layer; all
 * that comes after cannot tell.  Pure data: runs in reader, tool, test and
 * fuzzer alike.  Memory by xalloc.h.
 */

struct box {
	int32_t	x, y, w, h;	/* px of the upright, deskewed page; origin top left */
};

enum word_source {
	WORD_OCR,
	WORD_LAYER,		/* from the PDF's text layer */
};

struct word {
	char		*text;	/* UTF-8, NFC, no space, not empty */
	char		*other;	/* likewise: what a second look made of it; or NULL */
	struct box	 box;
	uint32_t	 line;	/* words of one printed line share it; ascending with reading */
	uint8_t		 conf;	/* 0..100; 100 for a text layer */
	uint8_t		 source;	/* enum word_source */
	bool		 bold;	/* where known */
	bool		 second;	/* a digital stamp kept beside the OCR of the same
				 * page: exact words, never part of the body */
};

/* A tick box and its state. */
struct mark {
	struct box	box;
	bool		ticked;
	uint8_t		conf;	/* 0..100 */
};

/* A cell of a ruled table, or a drawn frame round some text.  Tables ascend. */
struct cell {
	struct box	box;
	uint32_t	table;	/* cells of one table share it; a lone frame is a table of one */
	uint16_t	row, column;	/* of its top left corner in the table's grid, from 0 */
	uint16_t	rows, columns;	/* that it spans, >= 1 */
};

enum page_method { PAGE_OCR, PAGE_LAYER, PAGE_BLANK };

struct page {
	uint32_t	 number;	/* from 1 */
	enum page_method method;
	char		*reason;	/* why that method, French, one line; may be NULL */
	int32_t		 width, height;	/* px of the upright page */
	int32_t		 dpi;
	int32_t		 rotation;	/* 0, 90, 180, 270: degrees clockwise it lay turned by */
	double		 skew;		/* degrees that were taken out */
	uint8_t		 conf;		/* 0..100, mean over the words */
	char		*error;		/* page given up, why (French); else NULL */
	struct word	*word;	size_t words;
	struct mark	*mark;	size_t marks;
	struct cell	*cell;	size_t cells;
	struct box	*unread; size_t unreads;	/* ink like text, not read */
};

struct page	*page_new(uint32_t number);
void		 page_free(struct page *p);	/* NULL is fine */
/*
 * Append; `text` is copied.  Each returns its item, borrowed until the next,
 * or NULL where the page holds all that limits.h grants (or `text` is empty).
 */
struct word	*page_add_word(struct page *p, const char *text, struct box box,
		    uint32_t line, int conf, enum word_source source);
/* The first line that none of its words is on. */
uint32_t	 page_next_line(const struct page *p);
/* What it is; its other reading, of the old text, goes.  `text` is copied. */
void		 word_set_text(struct word *w, const char *text);
/* What it may be as well; `other` is copied, NULL takes it away. */
void		 word_set_other(struct word *w, const char *other);
/*
 * Word i becomes two: its first bytes, `x` px wide, and the rest, which follows
 * it.  One that fills the page stays whole.
 */
void		 page_split_word(struct page *p, size_t i, size_t bytes,
		    int32_t x);
/* Keep the first n words only. */
void		 page_cut_words(struct page *p, size_t n);
/* Drop those of the first n words that are gone. */
void		 page_drop_words(struct page *p, const bool *gone, size_t n);
struct mark	*page_add_mark(struct page *p, struct box box, bool ticked,
		    int conf);
/* A cell starts as a table of one: table, row and column 0, spans 1. */
struct cell	*page_add_cell(struct page *p, struct box box);
struct box	*page_add_unread(struct page *p, struct box box);

/*
 * Does it keep the promises above?  Not so with bad UTF-8, negative sizes,
 * words outside the page by more than its size, counts over limits.h.
 */
bool		 page_is_sound(const struct page *p);

/*
 * The page as compact JSON, and back.  This is the payload of a PAGE frame,
 * the word cache and the plugins' samples.  page_from_json refuses (-EINVAL)
 * whatever is not sound.  What comes back is what went, but for the skew, which
 * is a thousandth of a degree.
 */
char		*page_to_json(const struct page *p, size_t *ret_len);
int		 page_from_json(const char *json, size_t len, struct page **ret);

#endif /* GREFFIER_PAGE_H */
