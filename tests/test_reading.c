#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "pool/reading.h"
#include "support/fake_pool.h"
#include "support/suite.h"

#define SHA "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static struct fake_pool f;

/* One scan of a test: what was journaled and how it ended. */
struct scan {
	struct reading	*reading;
	struct reading_source source;
	bool		 ended;
	struct reading_end end;
	char		 said[512];
	unsigned	 info, page, lost;	/* frames kept */
	char		 lost_as[32];
	bool		 gentle[16];		/* page by number */
	int		 refuse;		/* what `frame` answers */
};

static int
on_frame(void *data, const struct frame *frame)
{
	struct scan *s = data;

	if (s->refuse < 0)
		return s->refuse;
	s->info += frame->kind == FRAME_INFO;
	s->page += frame->kind == FRAME_PAGE;
	if (frame->kind == FRAME_PAGE && frame->arg < 16)
		s->gentle[frame->arg] = memmem(frame->data, frame->len,
		    "true", 4) != NULL;
	if (frame->kind == FRAME_LOST) {
		s->lost++;
		(void)snprintf(s->lost_as, sizeof(s->lost_as), "%.*s",
		    (int)frame->len, frame->data);
	}
	return frame_write(s->source.journal, frame->kind, frame->arg,
	    frame->data, frame->len);
}

static void
on_end(void *data, const struct reading_end *end)
{
	struct scan *s = data;

	ck_assert(!s->ended);
	s->ended = true;
	s->end = *end;
	(void)snprintf(s->said, sizeof(s->said), "%.*s", (int)end->len,
	    end->data);
	reading_free(s->reading);
	s->reading = NULL;
}

static const struct reading_options budgets = {
	.open_ms = 20000, .page_ms = 20000, .record_ms = 20000,
	.plugin = "generique",
};

static void
begin(struct scan *s, const char *text, const struct reading_options *o)
{
	struct reading_events events = { on_frame, on_end, s };

	s->source = (struct reading_source){ .fd = fake_file(text),
		.journal = fake_file(""), .name = "sub/a.pdf", .sha256 = SHA,
		.bytes = strlen(text) };
	ck_assert_int_eq(reading_new(f.pool, &s->source, o, &events,
	    &s->reading), 0);
}

static void
finish(struct scan *s)
{
	fake_pool_run(&f, &s->ended);
	close(s->source.fd);
	close(s->source.journal);
}

static void
read_scan(struct scan *s, const char *text, const struct reading_options *o)
{
	begin(s, text, o);
	reading_start(s->reading);
	finish(s);
}

static void
start(unsigned readers)
{
	fake_pool_start(&f, readers, "", (struct pool_options){ 0 });
}

START_TEST(a_scan_of_some_pages_ends_with_its_record)
{
	struct scan s = { 0 };

	start(2);
	read_scan(&s, "fake\nopen: pages 5\n", &budgets);
	ck_assert_int_eq(s.end.error, 0);
	ck_assert_int_eq(s.end.verdict, VERDICT_OK);
	ck_assert_uint_eq(s.end.pages, 5);
	ck_assert_uint_eq(s.end.lost, 0);
	ck_assert_uint_eq(s.info, 1);
	ck_assert_uint_eq(s.page, 5);
	ck_assert_str_eq(s.said, "{\"pages\":5,\"read\":5,\"lost\":0,"
	    "\"sha256\":\"" SHA "\",\"plugin\":\"generique\"}");
	fake_pool_end(&f);
}
END_TEST

/* A page whose reader misbehaves: mended by the second try, or given up. */
static const struct {
	const char	*deed, *lost_as;
} deeds[] = {
	{ "crash", "crash" }, { "hang", "timeout" }, { "flood", "protocol" },
	{ "half frame", "protocol" }, { "lie about length", "protocol" },
	{ "chatter", "protocol" }, { "killed", "memory" },
	{ "reader dies", "crash" },
};
#define DEEDS (sizeof(deeds) / sizeof(deeds[0]))

/* Only what hangs is to run out of its time. */
static struct reading_options
budgets_for(const char *deed)
{
	struct reading_options o = budgets;

	if (strcmp(deed, "hang") == 0)
		o.page_ms = 500;
	return o;
}

START_TEST(a_page_is_tried_again_gently)
{
	struct reading_options o = budgets_for(deeds[_i].deed);
	struct scan s = { 0 };
	char text[128];

	(void)snprintf(text, sizeof(text),
	    "fake\nopen: pages 3\npage 2 first: %s\n", deeds[_i].deed);
	start(2);
	read_scan(&s, text, &o);
	ck_assert_int_eq(s.end.verdict, VERDICT_OK);
	ck_assert_uint_eq(s.page, 3);
	ck_assert_uint_eq(s.lost, 0);
	ck_assert(s.gentle[2]);
	ck_assert(!s.gentle[1] && !s.gentle[3]);
	fake_pool_end(&f);
}
END_TEST

START_TEST(a_page_that_dies_twice_is_given_up_and_the_record_made)
{
	struct reading_options o = budgets_for(deeds[_i].deed);
	struct scan s = { 0 };
	char text[128];

	(void)snprintf(text, sizeof(text),
	    "fake\nopen: pages 3\npage 2: %s\n", deeds[_i].deed);
	start(2);
	read_scan(&s, text, &o);
	ck_assert_int_eq(s.end.verdict, VERDICT_OK);
	ck_assert_uint_eq(s.end.lost, 1);
	ck_assert_str_eq(s.lost_as, deeds[_i].lost_as);
	ck_assert_ptr_nonnull(strstr(s.said, "\"read\":2,\"lost\":1"));
	fake_pool_end(&f);
}
END_TEST

START_TEST(a_page_with_a_verdict_of_its_own_is_not_tried_again)
{
	struct scan s = { 0 };

	start(1);
	read_scan(&s, "fake\nopen: pages 2\npage 1 first: fail 8\n", &budgets);
	ck_assert_int_eq(s.end.verdict, VERDICT_OK);
	ck_assert_str_eq(s.lost_as, verdict_name(VERDICT_TOO_MANY_PIXELS));
	ck_assert_uint_eq(s.end.lost, 1);
	fake_pool_end(&f);
}
END_TEST

START_TEST(a_scan_without_a_page_left_has_the_first_lost_pages_verdict)
{
	struct scan s = { 0 };

	start(2);
	read_scan(&s, "fake\nopen: pages 2\npage 1: fail 3\npage 2: crash\n",
	    &budgets);
	ck_assert_int_eq(s.end.verdict, VERDICT_DAMAGED);
	ck_assert_uint_eq(s.end.lost, 2);
	ck_assert_str_eq(s.said, "");
	fake_pool_end(&f);
}
END_TEST

START_TEST(blank_pages_beside_lost_ones_do_not_make_a_blank_scan)
{
	struct scan s = { 0 };

	fake_pool_start(&f, 1, "record: fail 10\n",
	    (struct pool_options){ 0 });
	read_scan(&s, "fake\nopen: pages 2\npage 1: crash\n", &budgets);
	ck_assert_int_eq(s.end.verdict, VERDICT_CRASH);
	memset(&s, 0, sizeof(s));
	read_scan(&s, "fake\nopen: pages 2\n", &budgets);
	ck_assert_int_eq(s.end.verdict, VERDICT_BLANK);
	fake_pool_end(&f);

	fake_pool_start(&f, 1, "record: fail 17\n",
	    (struct pool_options){ 0 });
	memset(&s, 0, sizeof(s));
	read_scan(&s, "fake\nopen: pages 2\npage 1: crash\n", &budgets);
	ck_assert_int_eq(s.end.verdict, VERDICT_CRASH);
	memset(&s, 0, sizeof(s));
	read_scan(&s, "fake\nopen: pages 2\n", &budgets);
	ck_assert_int_eq(s.end.verdict, VERDICT_NO_TEXT);
	fake_pool_end(&f);
}
END_TEST

START_TEST(a_scan_that_does_not_open_has_the_readers_verdict)
{
	struct scan s = { 0 };

	start(1);
	read_scan(&s, "fake\nopen: fail 4\n", &budgets);
	ck_assert_int_eq(s.end.error, 0);
	ck_assert_int_eq(s.end.verdict, VERDICT_ENCRYPTED);
	ck_assert_uint_eq(s.end.pages, 0);
	ck_assert_str_eq(s.said, "as told");
	ck_assert_uint_eq(s.info, 0);
	fake_pool_end(&f);
}
END_TEST

START_TEST(opening_and_the_record_are_tried_twice)
{
	struct scan s = { 0 };

	fake_pool_start(&f, 1, "record first: crash\n",
	    (struct pool_options){ 0 });
	read_scan(&s, "fake\nopen first: crash\n", &budgets);
	ck_assert_int_eq(s.end.verdict, VERDICT_OK);
	fake_pool_end(&f);

	memset(&s, 0, sizeof(s));
	fake_pool_start(&f, 1, "record: crash\n", (struct pool_options){ 0 });
	read_scan(&s, "fake\n", &budgets);
	ck_assert_int_eq(s.end.verdict, VERDICT_CRASH);
	ck_assert_uint_eq(s.page, 1);
	fake_pool_end(&f);
}
END_TEST

START_TEST(opening_may_give_the_record_as_well_with_the_pages_or_alone)
{
	struct scan s = { 0 };
	char text[128];

	(void)snprintf(text, sizeof(text), "fake\nopen: gives %d of 3, "
	    "record\npage *: crash\nrecord: crash\n", 3 * _i);
	start(2);
	read_scan(&s, text, &budgets);
	ck_assert_int_eq(s.end.verdict, VERDICT_OK);
	ck_assert_uint_eq(s.info, 1);
	ck_assert_int_eq(s.page, 3 * _i);
	ck_assert_uint_eq(s.end.pages, 3);
	ck_assert_str_eq(s.said, "at once");
	fake_pool_end(&f);
}
END_TEST

/* What opening gave is kept; the rest, and the record, is done as ever. */
static const char *const openings[] = {
	"gives 2 of 4", "gives 2 of 4, crash", "gives 2 of 4, again",
	"gives 2 of 4, half", "gives 2 of 4, record", "gives 4 of 4",
	"gives 0 of 4",
};
#define OPENINGS (sizeof(openings) / sizeof(openings[0]))

START_TEST(opening_that_goes_on_and_stops_costs_no_page)
{
	struct scan s = { 0 };
	char text[128];

	(void)snprintf(text, sizeof(text), "fake\nopen: %s\n",
	    openings[_i]);
	start(2);
	read_scan(&s, text, &budgets);
	ck_assert_int_eq(s.end.error, 0);
	ck_assert_int_eq(s.end.verdict, VERDICT_OK);
	ck_assert_uint_eq(s.info, 1);
	ck_assert_uint_eq(s.page, 4);
	ck_assert_uint_eq(s.end.lost, 0);
	ck_assert_ptr_nonnull(strstr(s.said, "\"pages\":4,\"read\":4"));
	fake_pool_end(&f);
}
END_TEST

START_TEST(opening_that_fails_before_its_first_page_has_failed)
{
	struct scan s = { 0 };

	start(2);
	read_scan(&s, "fake\nopen: gives 0 of 4, crash\n", &budgets);
	ck_assert_int_eq(s.end.verdict, VERDICT_CRASH);
	ck_assert_uint_eq(s.info, 0);
	ck_assert_uint_eq(s.end.pages, 0);
	fake_pool_end(&f);
}
END_TEST

START_TEST(a_page_behind_the_record_is_a_breach)
{
	struct scan s = { 0 };

	start(1);
	read_scan(&s, "fake\nopen: gives 0 of 4, record, page\n", &budgets);
	ck_assert_int_eq(s.end.verdict, VERDICT_PROTOCOL);
	ck_assert_uint_eq(s.page, 0);
	fake_pool_end(&f);
}
END_TEST

START_TEST(an_absurd_number_of_pages_is_a_breach)
{
	struct scan s = { 0 };

	start(1);
	read_scan(&s, "fake\nopen: pages 0\n", &budgets);
	ck_assert_int_eq(s.end.verdict, VERDICT_PROTOCOL);
	memset(&s, 0, sizeof(s));
	read_scan(&s, "fake\nopen: pages 2001\n", &budgets);
	ck_assert_int_eq(s.end.verdict, VERDICT_PROTOCOL);
	fake_pool_end(&f);
}
END_TEST

START_TEST(a_journal_that_cannot_be_written_is_the_machines_fault)
{
	struct scan s = { .refuse = -ENOSPC };

	start(2);
	read_scan(&s, "fake\nopen: pages 5\n", &budgets);
	ck_assert_int_eq(s.end.error, -ENOSPC);
	s = (struct scan){ .refuse = -ENOSPC };
	read_scan(&s, "fake\nopen: gives 0 of 5, record\n", &budgets);
	ck_assert_int_eq(s.end.error, -ENOSPC);
	fake_pool_end(&f);
}
END_TEST

START_TEST(the_text_may_be_asked_for_instead_of_the_record)
{
	struct reading_options o = budgets;
	struct scan s = { 0 };

	o.text = true;
	fake_pool_start(&f, 1, "record: crash\n", (struct pool_options){ 0 });
	read_scan(&s, "fake\nopen: pages 2\n", &o);
	ck_assert_int_eq(s.end.verdict, VERDICT_OK);
	ck_assert_ptr_nonnull(strstr(s.said, "\"read\":2"));
	fake_pool_end(&f);
}
END_TEST

static int
knows(struct scan *s, enum frame_kind kind, uint32_t arg, const char *data)
{
	struct frame frame = { kind, arg, data, strlen(data) };
	int r = reading_known(s->reading, &frame);

	if (r == 0)
		ck_assert_int_eq(frame_write(s->source.journal, kind, arg,
		    data, strlen(data)), 0);
	return r;
}

START_TEST(a_scan_begun_earlier_goes_on_where_it_stopped)
{
	struct scan s = { 0 };

	start(2);
	/* What is known already would crash if it were read again. */
	begin(&s, "fake\nopen: crash\npage 1: crash\npage 3: crash\n",
	    &budgets);
	ck_assert_int_eq(knows(&s, FRAME_INFO, 4, "text/x-fake"), 0);
	ck_assert_int_eq(knows(&s, FRAME_PAGE, 3, "{}"), 0);
	ck_assert_int_eq(knows(&s, FRAME_LOST, 1, "timeout"), 0);
	ck_assert_int_eq(knows(&s, FRAME_NAME, 0, "a.json"), 0);
	ck_assert_uint_eq(reading_pages(s.reading), 4);
	ck_assert_uint_eq(reading_done(s.reading), 2);
	reading_start(s.reading);
	finish(&s);
	ck_assert_int_eq(s.end.verdict, VERDICT_OK);
	ck_assert_uint_eq(s.page, 2);
	ck_assert_uint_eq(s.end.lost, 1);
	ck_assert_ptr_nonnull(strstr(s.said, "\"read\":3,\"lost\":1"));
	fake_pool_end(&f);
}
END_TEST

START_TEST(a_journal_that_holds_all_needs_but_the_record)
{
	struct scan s = { 0 };

	start(1);
	begin(&s, "fake\nopen: crash\npage *: crash\n", &budgets);
	ck_assert_int_eq(knows(&s, FRAME_INFO, 1, "text/x-fake"), 0);
	ck_assert_int_eq(knows(&s, FRAME_PAGE, 1, "{}"), 0);
	reading_start(s.reading);
	finish(&s);
	ck_assert_int_eq(s.end.verdict, VERDICT_OK);
	ck_assert_uint_eq(s.page, 0);
	fake_pool_end(&f);
}
END_TEST

START_TEST(a_journal_of_lost_pages_only_has_their_verdict)
{
	struct scan s = { 0 };

	start(1);
	begin(&s, "fake\n", &budgets);
	ck_assert_int_eq(knows(&s, FRAME_INFO, 1, "text/x-fake"), 0);
	ck_assert_int_eq(knows(&s, FRAME_LOST, 1, "memory"), 0);
	reading_start(s.reading);
	finish(&s);
	ck_assert_int_eq(s.end.verdict, VERDICT_MEMORY);
	fake_pool_end(&f);
}
END_TEST

START_TEST(a_journal_that_contradicts_itself_is_refused)
{
	struct scan s = { 0 };

	start(1);
	begin(&s, "fake\n", &budgets);
	ck_assert_int_eq(knows(&s, FRAME_PAGE, 1, "{}"), -EBADMSG);
	ck_assert_int_eq(knows(&s, FRAME_INFO, 0, ""), -EBADMSG);
	ck_assert_int_eq(knows(&s, FRAME_INFO, LIMIT_PAGES + 1, ""), -EBADMSG);
	ck_assert_int_eq(knows(&s, FRAME_INFO, 2, ""), 0);
	ck_assert_int_eq(knows(&s, FRAME_INFO, 2, ""), -EBADMSG);
	ck_assert_int_eq(knows(&s, FRAME_PAGE, 3, "{}"), -EBADMSG);
	ck_assert_int_eq(knows(&s, FRAME_PAGE, 0, "{}"), -EBADMSG);
	ck_assert_int_eq(knows(&s, FRAME_PAGE, 2, "{}"), 0);
	ck_assert_int_eq(knows(&s, FRAME_LOST, 2, "crash"), -EBADMSG);
	ck_assert_int_eq(knows(&s, FRAME_RECORD, 0, "{}"), -EBADMSG);
	reading_free(s.reading);
	fake_pool_end(&f);
}
END_TEST

START_TEST(two_scans_at_once_do_not_mix)
{
	struct scan a = { 0 }, b = { 0 };

	start(2);
	begin(&a, "fake\nopen: pages 7\npage 3: crash\n", &budgets);
	begin(&b, "fake\nopen: pages 4\n", &budgets);
	reading_start(a.reading);
	reading_start(b.reading);
	finish(&a);
	finish(&b);
	ck_assert_ptr_nonnull(strstr(a.said, "\"pages\":7,\"read\":6"));
	ck_assert_ptr_nonnull(strstr(b.said, "\"pages\":4,\"read\":4"));
	fake_pool_end(&f);
}
END_TEST

START_TEST(a_reading_may_be_dropped_in_the_middle)
{
	struct scan s = { 0 }, next = { 0 };

	start(2);
	begin(&s, "fake\nopen: pages 5\npage *: hang\n", &budgets);
	reading_start(s.reading);
	while (reading_pages(s.reading) == 0 || pool_busy(f.pool) < 2)
		(void)uv_run(&f.loop, UV_RUN_ONCE);
	reading_free(s.reading);
	reading_free(NULL);
	read_scan(&next, "fake\nopen: pages 2\n", &budgets);
	ck_assert_int_eq(next.end.verdict, VERDICT_OK);
	ck_assert(!s.ended);
	fake_pool_end(&f);
}
END_TEST

START_TEST(names_too_long_for_the_wire_are_refused_at_once)
{
	static char name[LIMIT_NAME_BYTES + 2];
	struct reading_events events = { on_frame, on_end, NULL };
	struct reading_source source = { .name = name, .sha256 = SHA };
	struct reading_options o = budgets;
	struct reading *r = NULL;

	start(1);
	memset(name, 'a', sizeof(name) - 1);
	ck_assert_int_eq(reading_new(f.pool, &source, &o, &events, &r),
	    -ENAMETOOLONG);
	source.name = "a";
	o.plugin = name;
	ck_assert_int_eq(reading_new(f.pool, &source, &o, &events, &r),
	    -ENAMETOOLONG);
	source.sha256 = "ab";
	ck_assert_int_eq(reading_new(f.pool, &source, &o, &events, &r),
	    -EINVAL);
	ck_assert_ptr_null(r);
	fake_pool_end(&f);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("reading");
	TCase *t = tcase_create("reading");

	tcase_add_test(t, a_scan_of_some_pages_ends_with_its_record);
	tcase_add_loop_test(t, a_page_is_tried_again_gently, 0, DEEDS);
	tcase_add_loop_test(t,
	    a_page_that_dies_twice_is_given_up_and_the_record_made, 0, DEEDS);
	tcase_add_test(t, a_page_with_a_verdict_of_its_own_is_not_tried_again);
	tcase_add_test(t,
	    a_scan_without_a_page_left_has_the_first_lost_pages_verdict);
	tcase_add_test(t,
	    blank_pages_beside_lost_ones_do_not_make_a_blank_scan);
	tcase_add_test(t, a_scan_that_does_not_open_has_the_readers_verdict);
	tcase_add_test(t, opening_and_the_record_are_tried_twice);
	tcase_add_loop_test(t,
	    opening_may_give_the_record_as_well_with_the_pages_or_alone, 0, 2);
	tcase_add_loop_test(t, opening_that_goes_on_and_stops_costs_no_page, 0,
	    OPENINGS);
	tcase_add_test(t, opening_that_fails_before_its_first_page_has_failed);
	tcase_add_test(t, a_page_behind_the_record_is_a_breach);
	tcase_add_test(t, an_absurd_number_of_pages_is_a_breach);
	tcase_add_test(t,
	    a_journal_that_cannot_be_written_is_the_machines_fault);
	tcase_add_test(t, the_text_may_be_asked_for_instead_of_the_record);
	tcase_add_test(t, a_scan_begun_earlier_goes_on_where_it_stopped);
	tcase_add_test(t, a_journal_that_holds_all_needs_but_the_record);
	tcase_add_test(t, a_journal_of_lost_pages_only_has_their_verdict);
	tcase_add_test(t, a_journal_that_contradicts_itself_is_refused);
	tcase_add_test(t, two_scans_at_once_do_not_mix);
	tcase_add_test(t, a_reading_may_be_dropped_in_the_middle);
	tcase_add_test(t, names_too_long_for_the_wire_are_refused_at_once);
	suite_add_tcase(s, t);
	return suite_run(s);
}
