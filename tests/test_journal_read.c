#include <sys/mman.h>

#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "reader/journal.h"
#include "support/suite.h"
#include "wire/frame.h"
#include "words/page.h"

static int fd;

static void
open_file(void)
{
	fd = memfd_create("journal", MFD_CLOEXEC);
	ck_assert_int_ge(fd, 0);
}

static void
close_file(void)
{
	close(fd);
}

static void
add(enum frame_kind kind, uint32_t arg, const char *data)
{
	ck_assert_int_eq(frame_write(fd, kind, arg, data, strlen(data)), 0);
}

static void
add_page(uint32_t as, uint32_t number, const char *word)
{
	struct page *p = page_new(number);
	char *json;
	size_t len;

	p->width = p->height = 1000;
	(void)page_add_word(p, word, (struct box){ 1, 2, 30, 40 }, 0, 90,
	    WORD_OCR);
	json = page_to_json(p, &len);
	ck_assert_int_eq(frame_write(fd, FRAME_PAGE, as, json, len), 0);
	free(json);
	page_free(p);
}

START_TEST(pages_come_back_in_order_however_they_finished)
{
	const struct page *list[3];
	struct journal j;

	add(FRAME_INFO, 3, "application/pdf");
	add_page(3, 3, "trois");
	add(FRAME_LOST, 2, "timeout");
	add_page(1, 1, "un");
	add(FRAME_NAME, 0, "a.json");
	ck_assert_int_eq(journal_read(fd, &j), 0);
	ck_assert_str_eq(j.type, "application/pdf");
	ck_assert_uint_eq(j.pages, 3);
	ck_assert_uint_eq(j.read, 2);
	ck_assert_uint_eq(journal_list(&j, list), 3);
	ck_assert_str_eq(list[0]->word[0].text, "un");
	ck_assert_ptr_nonnull(strstr(list[1]->error, "trop de temps"));
	ck_assert_str_eq(list[2]->word[0].text, "trois");
	journal_free(&j);
}
END_TEST

START_TEST(a_verdict_unknown_to_this_version_still_loses_its_page)
{
	struct journal j;

	add(FRAME_INFO, 1, "image/png");
	add(FRAME_LOST, 1, "eaten-by-a-dog");
	ck_assert_int_eq(journal_read(fd, &j), 0);
	ck_assert_ptr_nonnull(j.page[0]->error);
	ck_assert_uint_eq(j.read, 0);
	journal_free(&j);
}
END_TEST

/* Journals that contradict themselves. */
static void
nothing(void)
{
}

static void
page_before_info(void)
{
	add_page(1, 1, "un");
}

static void
info_twice(void)
{
	add(FRAME_INFO, 1, "image/png");
	add(FRAME_INFO, 1, "image/png");
}

static void
no_pages(void)
{
	add(FRAME_INFO, 0, "image/png");
}

static void
too_many_pages(void)
{
	add(FRAME_INFO, LIMIT_PAGES + 1, "image/png");
}

static void
page_beyond(void)
{
	add(FRAME_INFO, 1, "image/png");
	add_page(2, 2, "deux");
}

static void
page_twice(void)
{
	add(FRAME_INFO, 1, "image/png");
	add_page(1, 1, "un");
	add(FRAME_LOST, 1, "crash");
}

static void
another_page(void)
{
	add(FRAME_INFO, 2, "image/png");
	add_page(1, 2, "deux");
}

static void
page_that_is_none(void)
{
	add(FRAME_INFO, 1, "image/png");
	add(FRAME_PAGE, 1, "{\"not\": \"a page\"}");
}

static void
record_in_it(void)
{
	add(FRAME_INFO, 1, "image/png");
	add(FRAME_RECORD, 0, "{}");
}

static void	(*const spoilt[])(void) = {
	nothing, page_before_info, info_twice, no_pages, too_many_pages,
	page_beyond, page_twice, another_page, page_that_is_none,
	record_in_it,
};

START_TEST(a_journal_that_contradicts_itself_is_refused)
{
	struct journal j = { .pages = 99 };

	spoilt[_i]();
	ck_assert_int_eq(journal_read(fd, &j), -EBADMSG);
	ck_assert_uint_eq(j.pages, 99);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("journal_read");
	TCase *t = tcase_create("journal_read");

	tcase_add_checked_fixture(t, open_file, close_file);
	tcase_add_test(t, pages_come_back_in_order_however_they_finished);
	tcase_add_test(t,
	    a_verdict_unknown_to_this_version_still_loses_its_page);
	tcase_add_loop_test(t, a_journal_that_contradicts_itself_is_refused,
	    0, sizeof(spoilt) / sizeof(spoilt[0]));
	suite_add_tcase(s, t);
	return suite_run(s);
}
