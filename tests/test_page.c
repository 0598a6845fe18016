#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "base/limits.h"
#include "support/suite.h"
#include "words/page.h"

static struct page *
drawn(void)
{
	struct page *p = page_new(3);
	struct word *w;
	struct cell *c;

	p->method = PAGE_OCR;
	p->reason = strdup("image seule");
	p->width = 1654;
	p->height = 2339;
	p->dpi = 200;
	p->rotation = 180;
	p->skew = -0.75;
	p->conf = 93;
	w = page_add_word(p, "«L’élu»", (struct box){ 10, 20, 90, 30 }, 0, 96,
	    WORD_OCR);
	word_set_other(w, "«L'élu");
	w = page_add_word(p, "ID", (struct box){ -2, 20, 30, 30 }, 7, 300,
	    WORD_LAYER);
	w->bold = w->second = true;
	page_add_mark(p, (struct box){ 5, 6, 20, 21 }, true, 88);
	c = page_add_cell(p, (struct box){ 100, 100, 400, 60 });
	c->table = 2;
	c->row = 4;
	c->column = 1;
	c->rows = 3;
	page_add_unread(p, (struct box){ 1, 2, 3, 4 });
	return p;
}

START_TEST(page_survives_the_way_through_json)
{
	struct page *a = drawn(), *b = NULL;
	size_t len, again_len;
	char *json = page_to_json(a, &len), *again;

	ck_assert_int_eq(page_from_json(json, len, &b), 0);
	ck_assert_int_eq(b->number, 3);
	ck_assert_int_eq(b->rotation, 180);
	ck_assert_double_eq_tol(b->skew, -0.75, 1e-9);
	ck_assert_uint_eq(b->words, 2);
	ck_assert_str_eq(b->word[0].text, "«L’élu»");
	ck_assert_int_eq(b->word[0].source, WORD_OCR);
	ck_assert_int_eq(b->word[1].conf, 100);
	ck_assert_int_eq(b->word[1].source, WORD_LAYER);
	ck_assert(b->word[1].bold && b->word[1].second);
	ck_assert_int_eq(b->word[1].box.x, -2);
	ck_assert_str_eq(b->word[0].other, "«L'élu");
	ck_assert_ptr_null(b->word[1].other);
	ck_assert(b->mark[0].ticked);
	ck_assert_int_eq(b->cell[0].rows, 3);
	ck_assert_int_eq(b->cell[0].columns, 1);
	ck_assert_int_eq(b->unread[0].h, 4);
	again = page_to_json(b, &again_len);
	ck_assert_str_eq(json, again);
	free(json);
	free(again);
	page_free(a);
	page_free(b);
}
END_TEST

/* A good page in which one piece is replaced. */
static int
with(const char *from, const char *to)
{
	struct page *a = drawn(), *b = NULL;
	char *json = page_to_json(a, NULL), *at = strstr(json, from);
	char bad[4096];
	int r;

	ck_assert_ptr_nonnull(at);
	snprintf(bad, sizeof(bad), "%.*s%s%s", (int)(at - json), json, to,
	    at + strlen(from));
	r = page_from_json(bad, strlen(bad), &b);
	if (r < 0)
		ck_assert_ptr_null(b);
	page_free(b);
	page_free(a);
	free(json);
	return r;
}

static const struct {
	const char *from, *to;
} broken[] = {
	{ "\"width\":1654", "\"width\":-1" },
	{ "\"width\":1654", "\"width\":32001" },
	{ "\"width\":1654", "\"width\":1654.5" },
	{ "\"rotation\":180", "\"rotation\":45" },
	{ "\"confidence\":93", "\"confidence\":101" },
	{ "\"method\":\"ocr\"", "\"method\":\"magic\"" },
	{ "\"page\":3", "\"page\":0" },
	{ "\"reason\":\"image seule\"", "\"reason\":7" },
	{ "\"«L’élu»\"", "\"\"" },
	{ "\"«L’élu»\"", "\"a b\"" },
	{ "\"«L’élu»\"", "\"a\\u0000b\"" },
	{ "\"«L’élu»\"", "\"\xff\xfe\"" },
	{ "10,20,90,30,", "10,20,-90,30," },
	{ "10,20,90,30,", "10,20,9000,30," },
	{ "10,20,90,30,", "-5000,20,90,30," },
	{ "10,20,90,30,0,", "10,20,90,30,-1," },
	{ "\"lbs\"", "\"x\"" },
	{ "\"lbs\"", "\"lbs\",\"\"" },
	{ "\"lbs\"", "\"lbs\",\"a b\"" },
	{ "\"lbs\"", "\"lbs\",7" },
	{ "\"lbs\"", "\"lbs\",\"a\",\"b\"" },
	{ "true,88", "1,88" },
	{ "2,4,1,3,1]", "2,4,1,0,1]" },
	/* The tables ascend: their cells stand together. */
	{ "2,4,1,3,1]", "2,4,1,3,1],[1,1,1,1,1,0,0,1,1]" },
	{ "\"unread\":[[1,2,3,4]]", "\"unread\":[[1,2,3]]" },
	{ "\"unread\":[[1,2,3,4]]", "\"unread\":{}" },
	{ "\"words\":[", "\"mots\":[" },
	{ "\"words\":[", "\"words\":[7," },
};

START_TEST(json_that_breaks_a_promise_is_refused)
{
	ck_assert_int_eq(with("\"page\":3", "\"page\":4"), 0);
	ck_assert_int_eq(with(broken[_i].from, broken[_i].to), -EINVAL);
}
END_TEST

/* Each breaks one promise of a page as it stands in memory. */
static void
break_text(struct page *p)
{
	p->word[0].text[1] = ' ';
}

static void
break_utf8(struct page *p)
{
	p->word[1].text[0] = '\xff';
}

static void
break_other(struct page *p)
{
	p->word[0].other[0] = '\0';
}

static void
break_width(struct page *p)
{
	p->width = LIMIT_SIDE_PX + 1;
}

static void
break_turn(struct page *p)
{
	p->rotation = 45;
}

static void
break_skew(struct page *p)
{
	p->skew = 91;
}

static void
break_box(struct page *p)
{
	p->word[0].box.w = 2 * p->width - p->word[0].box.x + 1;
}

static void
break_mark(struct page *p)
{
	p->mark[0].box.y = -p->height - 1;
}

static void
break_unread(struct page *p)
{
	p->unread[0].h = -1;
}

static void
break_span(struct page *p)
{
	p->cell[0].rows = 0;
}

static void
break_order(struct page *p)
{
	page_add_cell(p, p->cell[0].box)->table = 1;
}

static void	(*const breaks[])(struct page *) = {
	break_text, break_utf8, break_other, break_width, break_turn,
	break_skew, break_box, break_mark, break_unread, break_span,
	break_order,
};

START_TEST(what_json_does_not_take_is_not_sound)
{
	struct page *a = drawn(), *b = NULL;
	char *json;
	size_t len;

	ck_assert(page_is_sound(a));
	breaks[_i](a);
	ck_assert(!page_is_sound(a));
	json = page_to_json(a, &len);
	ck_assert_int_eq(page_from_json(json, len, &b), -EINVAL);
	free(json);
	page_free(a);
}
END_TEST

START_TEST(what_is_no_json_object_is_refused)
{
	struct page *p = NULL;

	ck_assert_int_eq(page_from_json("", 0, &p), -EINVAL);
	ck_assert_int_eq(page_from_json("[]", 2, &p), -EINVAL);
	ck_assert_int_eq(page_from_json("{\"page\":", 8, &p), -EINVAL);
	ck_assert_ptr_null(p);
}
END_TEST

START_TEST(words_over_the_ceiling_are_not_taken)
{
	struct page *p = page_new(1);
	struct box b = { 0, 0, 1, 1 };

	for (int i = 0; i < LIMIT_PAGE_WORDS; i++)
		ck_assert_ptr_nonnull(page_add_word(p, "a", b, 0, 1,
		    WORD_OCR));
	ck_assert_ptr_null(page_add_word(p, "a", b, 0, 1, WORD_OCR));
	ck_assert_uint_eq(p->words, LIMIT_PAGE_WORDS);
	ck_assert_ptr_null(page_add_word(p, "", b, 0, 1, WORD_OCR));
	page_free(p);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("page");
	TCase *t = tcase_create("page");

	tcase_add_test(t, page_survives_the_way_through_json);
	tcase_add_loop_test(t, what_json_does_not_take_is_not_sound, 0,
	    sizeof(breaks) / sizeof(breaks[0]));
	tcase_add_loop_test(t, json_that_breaks_a_promise_is_refused, 0,
	    sizeof(broken) / sizeof(broken[0]));
	tcase_add_test(t, what_is_no_json_object_is_refused);
	tcase_add_test(t, words_over_the_ceiling_are_not_taken);
	suite_add_tcase(s, t);
	return suite_run(s);
}
