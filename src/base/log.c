#include <sys/stat.h>
#include <sys/uio.h>

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef HAVE_SYSTEMD
#include <systemd/sd-journal.h>
#endif

#include "base/log.h"
#include "base/utf8.h"

#define LINE_BYTES	4096	/* a longer line is cut */
#define FIELDS_MAX	8

static struct {
	const char	*name;
	int		 level;
	bool		 journal;
} log_state = { "greffier", LOG_INFO, false };

/* Does stderr lead to the journal?  systemd names its socket so we can tell. */
static bool
stderr_is_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	uint64_t dev, ino;
	struct stat st;

	return stream != NULL &&
	    sscanf(stream, "%" SCNu64 ":%" SCNu64, &dev, &ino) == 2 &&
	    fstat(STDERR_FILENO, &st) == 0 &&
	    st.st_dev == dev && st.st_ino == ino;
}

void
log_open(const char *name, int level)
{
	log_state.name = name;
	log_state.level = level;
	log_state.journal = stderr_is_journal();
}

#ifdef HAVE_SYSTEMD
static void
add_field(struct iovec *field, int *n, char *store, size_t size,
    const char *key, const char *value)
{
	int len;

	if (value == NULL)
		return;
	len = snprintf(store, size, "%s=%s", key, value);
	if (len < 0 || (size_t)len >= size)
		return;
	field[(*n)++] = (struct iovec){ store, (size_t)len };
}

static int
to_journal(int level, const struct log_about *about, const char *message)
{
	static const struct log_about nothing = { 0 };
	char store[FIELDS_MAX][LINE_BYTES], number[32];
	struct iovec field[FIELDS_MAX];
	int n = 0;

	if (about == NULL)
		about = &nothing;
	add_field(field, &n, store[0], LINE_BYTES, "MESSAGE", message);
	(void)snprintf(number, sizeof(number), "%d", level);
	add_field(field, &n, store[1], LINE_BYTES, "PRIORITY", number);
	add_field(field, &n, store[2], LINE_BYTES, "SYSLOG_IDENTIFIER",
	    log_state.name);
	add_field(field, &n, store[3], LINE_BYTES, "GREFFIER_FILE",
	    about->file);
	add_field(field, &n, store[4], LINE_BYTES, "GREFFIER_JOB", about->job);
	add_field(field, &n, store[5], LINE_BYTES, "GREFFIER_VERDICT",
	    about->verdict);
	add_field(field, &n, store[6], LINE_BYTES, "GREFFIER_RECORD",
	    about->record);
	(void)snprintf(number, sizeof(number), "%d", -about->error);
	add_field(field, &n, store[7], LINE_BYTES, "ERRNO",
	    about->error == 0 ? NULL : number);
	return sd_journal_sendv(field, n);
}
#else
static int
to_journal(int level, const struct log_about *about, const char *message)
{
	(void)level;
	(void)about;
	(void)message;
	return -1;
}
#endif

void
log_line(int level, const struct log_about *about, const char *fmt, ...)
{
	char raw[LINE_BYTES], shown[LINE_BYTES];
	size_t at = 0;
	va_list ap;

	if (level > log_state.level)
		return;
	if (about != NULL && about->file != NULL)
		at = (size_t)snprintf(raw, sizeof(raw), "%.1024s: ",
		    about->file);
	va_start(ap, fmt);
	(void)vsnprintf(&raw[at], sizeof(raw) - at, fmt, ap);
	va_end(ap);
	/* A name can hold anything, a line break and a false line included. */
	utf8_show(raw, shown, sizeof(shown));
	if (log_state.journal && to_journal(level, about, shown) >= 0)
		return;
	(void)fprintf(stderr, "%s: %s\n", log_state.name, shown);
}
