#include <stdlib.h>

#include <check.h>

#include "base/limits.h"
#include "field/grid.h"
#include "support/suite.h"
#include "words/page.h"

static struct page *page;
static struct grid g;

static void
setup(void)
{
	page = page_new(1);
	page->width = page->height = 3000;
}

static void
teardown(void)
{
	grid_free(&g);
	page_free(page);
}

static void
add(uint32_t table, uint16_t row, uint16_t column, uint16_t rows,
    uint16_t columns)
{
	struct cell *c = page_add_cell(page, (struct box){ 100 * column,
	    50 * row, 100 * columns, 50 * rows });

	ck_assert_ptr_nonnull(c);
	c->table = table;
	c->row = row;
	c->column = column;
	c->rows = rows;
	c->columns = columns;
}

START_TEST(a_place_has_the_cell_that_covers_it)
{
	size_t n = 0;

	add(0, 0, 0, 1, 1);
	add(4, 0, 0, 1, 2);	/* merged over two columns */
	add(4, 1, 0, 1, 1);
	add(4, 2, 0, 1, 1);
	add(4, 2, 1, 1, 1);
	add(7, 0, 0, 1, 1);
	ck_assert(grid_make(page, 1, &g, &n));
	ck_assert_uint_eq(n, 4);
	ck_assert_int_eq(g.rows, 3);
	ck_assert_int_eq(g.columns, 2);
	ck_assert_ptr_eq(grid_at(&g, 0, 1), &page->cell[1]);
	ck_assert_ptr_eq(grid_at(&g, 1, 0), &page->cell[2]);
	ck_assert_ptr_null(grid_at(&g, 1, 1));
	ck_assert_ptr_null(grid_at(&g, 3, 0));
	ck_assert_ptr_null(grid_at(&g, 0, 2));
	ck_assert_ptr_null(grid_at(&g, -1, -1));
}
END_TEST

START_TEST(a_hole_is_where_its_row_and_its_column_meet)
{
	struct cell hole;
	size_t n;

	add(0, 0, 0, 1, 2);
	add(0, 1, 0, 1, 1);
	add(0, 2, 1, 1, 1);
	ck_assert(grid_make(page, 0, &g, &n));
	ck_assert(grid_hole(&g, 1, 1, &hole));
	ck_assert_int_eq(hole.box.x, 100);
	ck_assert_int_eq(hole.box.y, 50);
	ck_assert_int_eq(hole.box.w, 100);
	ck_assert_int_eq(hole.box.h, 50);
	ck_assert(!grid_hole(&g, 3, 0, &hole));
}
END_TEST

START_TEST(cells_over_each_other_are_no_table)
{
	size_t n = 0;

	for (int i = 0; i < 50; i++)
		add(0, 0, 0, 20, 20);
	add(1, 0, 0, 1, 1);
	ck_assert(!grid_make(page, 0, &g, &n));
	ck_assert_uint_eq(n, 50);
	ck_assert(grid_make(page, 50, &g, &n));
}
END_TEST

START_TEST(two_cells_in_one_place_are_the_first)
{
	size_t n;

	add(0, 0, 0, 1, 1);
	add(0, 0, 0, 1, 1);
	ck_assert(grid_make(page, 0, &g, &n));
	ck_assert_ptr_eq(grid_at(&g, 0, 0), &page->cell[0]);
}
END_TEST

START_TEST(a_grid_that_no_page_can_have_is_none)
{
	size_t n = 0;

	add(0, 0, 0, UINT16_MAX, UINT16_MAX);
	ck_assert(!grid_make(page, 0, &g, &n));
	ck_assert_uint_eq(n, 1);
	/* More lines than the cells have edges. */
	add(1, 0, 0, 1, 1);
	add(1, 5, 0, 1, 1);
	ck_assert(!grid_make(page, 1, &g, &n));
	ck_assert_uint_eq(n, 2);
	while (page->cells < LIMIT_PAGE_CELLS)
		add(2, (uint16_t)page->cells, 0, 1, 1);
	ck_assert(!grid_make(page, 3, &g, &n));
	ck_assert_uint_eq(n, LIMIT_PAGE_CELLS - 3);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("grid");
	TCase *t = tcase_create("grid");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_place_has_the_cell_that_covers_it);
	tcase_add_test(t, a_hole_is_where_its_row_and_its_column_meet);
	tcase_add_test(t, cells_over_each_other_are_no_table);
	tcase_add_test(t, two_cells_in_one_place_are_the_first);
	tcase_add_test(t, a_grid_that_no_page_can_have_is_none);
	suite_add_tcase(s, t);
	return suite_run(s);
}
