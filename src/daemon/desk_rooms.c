#include <sys/stat.h>

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/io.h"
#include "daemon/daemon.h"
#include "daemon/desk.h"
#include "daemon/reason.h"
#include "spool/walk.h"

#define NOTE_BYTES_MAX	16384	/* of a failed scan's JSON; ours has 1,000 */

static const char *const notes[] = {
	REASON_CLERK_SUFFIX, REASON_JSON_SUFFIX, NULL
};

/* A walk through one room. */
struct walking {
	struct desk_job	*job;
	enum spool_room	 room;
};

/* When it came here, by its file system's clock. */
static int64_t
since_ms(const struct stat *st)
{
	return (int64_t)st->st_ctim.tv_sec * 1000 +
	    st->st_ctim.tv_nsec / 1000000;
}

/* failed/ holds the notes as well. */
static bool
is_scan(const struct walking *w, const char *path)
{
	return w->room != SPOOL_FAILED ||
	    spool_has_failed(&w->job->daemon->spool, path, notes);
}

static int
go_through(struct desk_job *j, enum spool_room room,
    int (*file)(void *data, const char *path, const struct stat *st))
{
	struct walking w = { j, room };
	const struct walk_events events = { NULL, file, &w };

	return walk(j->daemon->spool.room[room], &events);
}

/* ---- Counting ---- */

static int
on_count(void *data, const char *path, const struct stat *st)
{
	const struct walking *w = data;
	struct desk_room *room = &w->job->rooms[w->room];
	int64_t ms = since_ms(st);

	if (!is_scan(w, path))
		return 0;
	room->files++;
	if (room->oldest_ms == 0 || ms < room->oldest_ms)
		room->oldest_ms = ms;
	return 0;
}

void
desk_count(struct desk_job *j)
{
	for (int i = 0; i < SPOOL_ROOMS; i++)
		if (i != SPOOL_WORK)
			(void)go_through(j, (enum spool_room)i, on_count);
}

/* ---- Listing ---- */

/* What NAME.json says; anybody may have written there. */
static json_t *
verdict_of(const struct walking *w, const char *path)
{
	char name[NAME_SIZE];
	struct buf text = { 0 };
	json_t *root = NULL, *verdict;
	json_error_t error;
	int fd;

	if (name_note(path, REASON_JSON_SUFFIX, name) < 0 ||
	    io_open_read(w->job->daemon->spool.room[w->room], name, &fd) < 0)
		return json_null();
	if (io_read_all(fd, NOTE_BYTES_MAX, &text) == 0 && text.len > 0)
		root = json_loadb(text.data, text.len, 0, &error);
	(void)close(fd);
	buf_free(&text);
	verdict = json_incref(json_object_get(root, "verdict"));
	json_decref(root);
	if (json_is_string(verdict))
		return verdict;
	json_decref(verdict);
	return json_null();
}

/* What only some rooms' files have; false for want of memory. */
static bool
add_fate(const struct walking *w, json_t *file, const char *path)
{
	int error;

	if (w->room == SPOOL_FAILED)
		return json_object_set_new(file, "verdict",
		    verdict_of(w, path)) == 0;
	error = w->room == SPOOL_INBOX ?
	    inbox_error(w->job->daemon->inbox, path) : 0;
	return error == 0 || json_object_set_new(file, "error",
	    json_string(strerror(-error))) == 0;
}

static int
on_list(void *data, const char *path, const struct stat *st)
{
	const struct walking *w = data;
	struct desk_job *j = w->job;
	json_t *file;

	if (!is_scan(w, path))
		return 0;
	if (json_array_size(j->files) >= LIMIT_CONTROL_FILES) {
		j->more++;
		return 0;
	}
	file = json_pack("{s:I, s:I}", "bytes", (json_int_t)st->st_size,
	    "since_ms", (json_int_t)since_ms(st));
	if (file == NULL || request_set_file(file, path) < 0 ||
	    !add_fate(w, file, path)) {
		json_decref(file);
		return -ENOMEM;
	}
	return json_array_append_new(j->files, file) == 0 ? 0 : -ENOMEM;
}

void
desk_list(struct desk_job *j)
{
	if (j->room == SPOOL_WORK)
		return;			/* the loop knows it better */
	j->files = json_array();
	j->result = go_through(j, j->room, on_list);
}

/* ---- Taking back ---- */

void
desk_retry(struct desk_job *j)
{
	j->result = spool_retry(&j->daemon->spool, j->rq.name, j->number,
	    notes);
}
