#include <sys/mman.h>

#include <check.h>
#include <dlfcn.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "reader/heap.h"
#include "support/suite.h"

#define BLOCKS 4000
#define SMALL_PAGE 4096
#define LARGE_PAGE (2 << 20)
#define CODE (3 * LARGE_PAGE)

#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif

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
	void *volatile first;
	void *second, *end, *kept;

	heap_settle();
	/* With nothing asserted in between: that takes memory, too. */
	first = malloc(20 << 20);
	end = sbrk(0);
	free(first);
	kept = sbrk(0);
	second = malloc(20 << 20);
	ck_assert_ptr_nonnull(first);
	if (is_glibc()) {
		/* Had anew from the kernel, it would be in the same place. */
		ck_assert_ptr_eq(kept, end);
		ck_assert_ptr_eq(first, second);
	}
	free(second);
}
END_TEST

/* What the kernel tells of the memory around an address behind this word. */
static bool
told(uintptr_t address, const char *word, char ret_line[static BUFSIZ])
{
	FILE *maps = fopen("/proc/self/smaps", "re");
	uintptr_t from = 0, to = 0;
	bool found = false;

	ck_assert_ptr_nonnull(maps);
	while (!found && fgets(ret_line, BUFSIZ, maps) != NULL) {
		(void)sscanf(ret_line, "%" SCNxPTR "-%" SCNxPTR " ", &from,
		    &to);
		found = address >= from && address < to &&
		    strncmp(ret_line, word, strlen(word)) == 0;
	}
	(void)fclose(maps);
	return found;
}

/* Kilobytes of it in large pages. */
static unsigned long
in_large_pages(uintptr_t address)
{
	char line[BUFSIZ];
	unsigned long kb;

	return told(address, "AnonHugePages:", line) &&
	    sscanf(line, "%*s %lu", &kb) == 1 ? kb : 0;
}

START_TEST(a_childs_first_word_is_in_no_large_page)
{
	char line[BUFSIZ];
	uintptr_t first;

	if (!is_glibc() || sysconf(_SC_PAGESIZE) != SMALL_PAGE)
		return;
	heap_settle();
	first = (uintptr_t)malloc(1);
	ck_assert(told(first, "VmFlags:", line));
	/* "No huge pages": where the kernel has any. */
	ck_assert(strstr(line, " nh ") != NULL ||
	    access("/sys/kernel/mm/transparent_hugepage", F_OK) == -1);
}
END_TEST

/* As code comes to be: a small page at a time. */
static unsigned char *
some_code(void)
{
	unsigned char *code = mmap(NULL, CODE, PROT_READ | PROT_WRITE |
	    PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	ck_assert_ptr_ne(code, MAP_FAILED);
	for (size_t i = 0; i < CODE; i += SMALL_PAGE)
		code[i] = (unsigned char)(i / SMALL_PAGE);
	return code;
}

START_TEST(code_comes_to_lie_in_large_pages_and_stays_what_it_is)
{
	unsigned char *code = some_code(), *other = some_code();
	int known = madvise(other, CODE, MADV_COLLAPSE);

	/* Side by side the two would be one mapping, and counted together. */
	ck_assert_int_eq(munmap(other, CODE), 0);
	/* Where the kernel knows how, and has some to spare. */
	if (known == -1)
		return;
	heap_join_code();
	ck_assert_uint_ge(in_large_pages((uintptr_t)code), 2 *
	    (LARGE_PAGE >> 10));
	for (size_t i = 0; i < CODE; i += SMALL_PAGE)
		ck_assert_uint_eq(code[i], i / SMALL_PAGE % 256);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("heap");
	TCase *t = tcase_create("heap");

	tcase_add_test(t, what_was_given_back_before_is_not_had_again);
	tcase_add_test(t,
	    a_childs_first_blocks_are_on_few_pages_of_its_parent);
	tcase_add_test(t, a_childs_first_word_is_in_no_large_page);
	tcase_add_test(t, what_is_given_back_after_it_is_had_again);
	tcase_add_test(t,
	    code_comes_to_lie_in_large_pages_and_stays_what_it_is);
	suite_add_tcase(s, t);
	return suite_run(s);
}
