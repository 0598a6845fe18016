#include <check.h>
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "reader/heap.h"

#define BLOCKS 4000
#define SMALL_PAGE 4096
#define LARGE_PAGE (2 << 20)

static bool
is_glibc(void)
{
	return dlsym(RTLD_DEFAULT, "__asan_init") == NULL;
}

/* Sizes as loading asks for them: mostly small, a few large. */
static size_t
size_of(size_t i)
{
	return i % 500 == 0 ? 100000 : 1 + i * 37 % 3000;
}

START_TEST(what_was_given_back_before_is_not_had_again)
{
	static void *block[BLOCKS];
	uintptr_t last = 0;

	if (!is_glibc())
		return;
	for (size_t i = 0; i < BLOCKS; i++) {
		block[i] = malloc(size_of(i));
		ck_assert_ptr_nonnull(block[i]);
		if ((uintptr_t)block[i] > last)
			last = (uintptr_t)block[i];
	}
	/* The last stays: before it are holes, behind it is none. */
	for (size_t i = 0; i + 1 < BLOCKS; i++)
		if ((uintptr_t)block[i] != last && i % 3 != 0)
			free(block[i]);
	heap_settle();
	for (size_t i = 0; i < BLOCKS; i++) {
		void *one = malloc(size_of(i));

		ck_assert_uint_gt((uintptr_t)one, last);
	}
}
END_TEST

START_TEST(a_childs_first_blocks_are_on_few_pages_of_its_parent)
{
	uintptr_t page = 0;
	size_t pages = 0;

	if (!is_glibc())
		return;
	heap_settle();
	for (size_t size = 2000; size > 0; size -= 8) {
		uintptr_t one = (uintptr_t)malloc(size);

		if (one % LARGE_PAGE < LARGE_PAGE / 2 ||
		    one / SMALL_PAGE == page)
			continue;
		page = one / SMALL_PAGE;
		pages++;
	}
	ck_assert_uint_le(pages, 2);
}
END_TEST

START_TEST(what_is_given_back_after_it_is_had_again)
{
	void *first, *second;

	heap_settle();
	first = malloc(20 << 20);
	ck_assert_ptr_nonnull(first);
	free(first);
	second = malloc(20 << 20);
	if (is_glibc())
		ck_assert_ptr_eq(first, second);
	free(second);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("heap");
	TCase *t = tcase_create("heap");
	SRunner *r;
	int failed;

	tcase_add_test(t, what_was_given_back_before_is_not_had_again);
	tcase_add_test(t,
	    a_childs_first_blocks_are_on_few_pages_of_its_parent);
	tcase_add_test(t, what_is_given_back_after_it_is_had_again);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
