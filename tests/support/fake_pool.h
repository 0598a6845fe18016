#ifndef GREFFIER_TEST_FAKE_POOL_H
#define GREFFIER_TEST_FAKE_POOL_H

#include <sys/mman.h>

#include <check.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <uv.h>

#include "pool/pool.h"

/*
 * A pool of fake readers on a loop of its own.  Scripts and scans are memfds;
 * a reader opens its script through our /proc.  fake_pool_end asserts that the
 * loop closes clean, so every test proves that nothing was left behind.
 */
struct fake_pool {
	uv_loop_t	loop;
	struct pool	*pool;
	int		 script;
	unsigned	 faults[POOL_REPLACED + 1];
	int		 fault_status;
	bool		 closed;
};

static inline int
fake_file(const char *text)
{
	int fd = memfd_create("fake", MFD_CLOEXEC);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	return fd;
}

static inline void
fake_pool_fault(void *data, enum pool_fault fault, int status)
{
	struct fake_pool *f = data;

	f->faults[fault]++;
	f->fault_status = status;
}

static inline void
fake_pool_start(struct fake_pool *f, unsigned readers, const char *script,
    struct pool_options o)
{
	char path[64];
	const char *argv[] = {
		TEST_BUILD "/tests/fake_reader", "--script", path, NULL,
	};

	*f = (struct fake_pool){ .script = fake_file(script) };
	(void)snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int)getpid(),
	    f->script);
	ck_assert_int_eq(uv_loop_init(&f->loop), 0);
	if (o.argv == NULL)
		o.argv = argv;
	o.given = -1;
	o.readers = readers;
	o.fault = fake_pool_fault;
	o.data = f;
	ck_assert_int_eq(pool_new(&f->loop, &o, &f->pool), 0);
}

/* Run the loop until *flag, which a callback sets. */
static inline void
fake_pool_run(struct fake_pool *f, const bool *flag)
{
	while (!*flag)
		(void)uv_run(&f->loop, UV_RUN_ONCE);
}

static inline void
fake_pool_closed(void *data)
{
	*(bool *)data = true;
}

static inline void
fake_pool_end(struct fake_pool *f)
{
	pool_close(f->pool, fake_pool_closed, &f->closed);
	ck_assert_int_eq(uv_run(&f->loop, UV_RUN_DEFAULT), 0);
	ck_assert(f->closed);
	ck_assert_int_eq(uv_loop_close(&f->loop), 0);
	close(f->script);
}

#endif /* GREFFIER_TEST_FAKE_POOL_H */
