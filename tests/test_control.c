#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "support/suite.h"
#include "support/tmpdir.h"

#include "control/address.h"
#include "control/ask.h"
#include "control/server.h"

#define PATIENCE_MS	150
#define LIMIT_MS	20000

static uv_loop_t loop;
static uv_timer_t limit;
static struct server *server;
static char path[256];
static unsigned asked;
static struct request last;
static struct server_client *held;	/* not answered so far */
static bool hold;
static json_t *reply;			/* instead of {"ok":true} */

static void
on_limit(uv_timer_t *t)
{
	(void)t;
	ck_abort_msg("the server does not get on");
}

static void
on_asked(void *data, struct server_client *client, const struct request *rq)
{
	ck_assert_ptr_eq(data, &asked);
	asked++;
	last = *rq;
	if (hold)
		held = client;
	else if (reply != NULL)
		server_answer(client, json_incref(reply));
	else
		server_answer(client, json_pack("{s:b}", "ok", 1));
}

static void
enter(void)
{
	const struct server_options o = { path, 0660, PATIENCE_MS, on_asked,
	    &asked };

	tmpdir_enter();
	(void)signal(SIGPIPE, SIG_IGN);		/* as the daemon does */
	(void)snprintf(path, sizeof(path), "%s/control", tmpdir);
	asked = 0;
	hold = false;
	reply = NULL;
	ck_assert_int_eq(uv_loop_init(&loop), 0);
	ck_assert_int_eq(uv_timer_init(&loop, &limit), 0);
	ck_assert_int_eq(uv_timer_start(&limit, on_limit, LIMIT_MS, 0), 0);
	ck_assert_int_eq(server_new(&loop, &o, &server), 0);
}

/* Every test proves that nothing is left on the loop. */
static void
leave(void)
{
	server_close(server);
	uv_close((uv_handle_t *)&limit, NULL);
	ck_assert_int_eq(uv_run(&loop, UV_RUN_DEFAULT), 0);
	ck_assert_int_eq(uv_loop_close(&loop), 0);
	ck_assert(!tmpdir_has("control"));
	json_decref(reply);
	tmpdir_leave();
}

static int
client(void)
{
	int fd;

	ck_assert_int_eq(address_connect(path, &fd), 0);
	return fd;
}

static void
say(int fd, const char *data, size_t len)
{
	ck_assert_int_eq(send(fd, data, len, MSG_NOSIGNAL), (ssize_t)len);
}

/* What it says until it hangs up; the loop turns meanwhile. */
static size_t
hear(int fd, char *to, size_t size)
{
	size_t at = 0;
	ssize_t n;

	for (;;) {
		(void)uv_run(&loop, UV_RUN_NOWAIT);
		n = recv(fd, to + at, size - 1 - at, MSG_DONTWAIT);
		if (n == -1 && errno == EAGAIN) {
			(void)uv_run(&loop, UV_RUN_ONCE);
			continue;
		}
		if (n <= 0)
			break;
		at += (size_t)n;
	}
	to[at] = '\0';
	ck_assert_int_eq(close(fd), 0);
	return at;
}

static void
assert_still_answers(void)
{
	unsigned before = asked;
	char text[256];
	int fd = client();

	say(fd, "{\"do\":\"status\"}\n", 16);
	(void)hear(fd, text, sizeof(text));
	ck_assert_str_eq(text, "{\"ok\":true}\n");
	ck_assert_uint_eq(asked, before + 1);
}

/* ---- Requests ---- */

static const struct {
	const char	*line;
	const char	*why;		/* NULL: understood */
} lines[] = {
	{ "{\"do\":\"status\"}", NULL },
	{ " {\"do\":\"pause\",\"more\":[1,{}]} ", NULL },
	{ "{\"do\":\"list\",\"room\":\"failed\"}", NULL },
	{ "{\"do\":\"retry\",\"file\":\"s/a.pdf\"}", NULL },
	{ "{\"do\":\"retry\",\"hex\":\"61ff\"}", NULL },
	{ "", "expected a JSON object" },
	{ "status", "expected a JSON object" },
	{ "[]", "expected a JSON object" },
	{ "\"status\"", "expected a JSON object" },
	{ "{\"do\":\"status\"} x", "expected a JSON object" },
	{ "{\"do\":\"status\",\"do\":\"pause\"}", "expected a JSON object" },
	{ "{\"do\":\"status\"", "expected a JSON object" },
	{ "{\"do\":\"\xff\"}", "expected a JSON object" },
	{ "{}", "no such request" },
	{ "{\"do\":null}", "no such request" },
	{ "{\"do\":[\"status\"]}", "no such request" },
	{ "{\"do\":\"STATUS\"}", "no such request" },
	{ "{\"do\":\"list\"}", "expected a room" },
	{ "{\"do\":\"list\",\"room\":7}", "expected a room" },
	{ "{\"do\":\"list\",\"room\":\"a-room-of-16-byte\"}",
	    "expected a room" },
	{ "{\"do\":\"retry\"}", "expected the name of a file" },
	{ "{\"do\":\"retry\",\"file\":\"\"}", "expected the name of a file" },
	{ "{\"do\":\"retry\",\"hex\":\"6\"}", "expected the name of a file" },
	{ "{\"do\":\"retry\",\"hex\":\"6x\"}", "expected the name of a file" },
	{ "{\"do\":\"retry\",\"hex\":\"6100\"}",
	    "expected the name of a file" },
	{ "{\"do\":\"retry\",\"hex\":\"\"}", "expected the name of a file" },
};

START_TEST(each_line_is_understood_or_refused_with_a_reason)
{
	struct request rq = { .verb = REQUEST_VERBS };
	const char *why = NULL;
	int r;

	r = request_parse(lines[_i].line, strlen(lines[_i].line), &rq, &why);
	if (lines[_i].why == NULL) {
		ck_assert_int_eq(r, 0);
		ck_assert_int_lt((int)rq.verb, REQUEST_VERBS);
		return;
	}
	ck_assert_int_eq(r, -EINVAL);
	ck_assert_str_eq(why, lines[_i].why);
	ck_assert_int_eq((int)rq.verb, REQUEST_VERBS);
}
END_TEST

static const char *const names[] = {
	"a.pdf", "sub/é è.pdf", "line\nend.pdf", "\xff\xfe\x80.pdf",
	"quote\"back\\slash", "\x01\x7f",
};

START_TEST(any_name_comes_through_as_it_is)
{
	struct request rq = { .verb = REQUEST_RETRY }, got;
	struct buf line = { 0 };
	const char *why;

	(void)snprintf(rq.name, sizeof(rq.name), "%s", names[_i]);
	ck_assert_int_eq(request_format(&rq, &line), 0);
	ck_assert_ptr_eq(strchr(line.data, '\n'), line.data + line.len - 1);
	ck_assert_int_eq(request_parse(line.data, line.len - 1, &got, &why),
	    0);
	ck_assert_str_eq(got.name, names[_i]);
	buf_free(&line);
}
END_TEST

START_TEST(the_longest_name_fits_into_a_request)
{
	struct request rq = { .verb = REQUEST_RETRY };
	struct buf line = { 0 };

	memset(rq.name, '\x01', LIMIT_NAME_BYTES);
	ck_assert_int_eq(request_format(&rq, &line), 0);
	ck_assert_uint_lt(line.len, LIMIT_CONTROL_BYTES);
	buf_free(&line);
}
END_TEST

/* ---- Clients ---- */

START_TEST(a_request_is_answered_by_one_line)
{
	char text[256];
	int fd = client();

	say(fd, "{\"do\":\"list\",\"room\":\"done\"}\nand more", 36);
	(void)hear(fd, text, sizeof(text));
	ck_assert_str_eq(text, "{\"ok\":true}\n");
	ck_assert_int_eq(last.verb, REQUEST_LIST);
	ck_assert_str_eq(last.room, "done");
	ck_assert_uint_eq(asked, 1);
}
END_TEST

START_TEST(a_request_may_come_in_pieces)
{
	const char *line = "{\"do\":\"rescan\"}\n";
	char text[256];
	int fd = client();

	for (; *line != '\0'; line++) {
		say(fd, line, 1);
		(void)uv_run(&loop, UV_RUN_NOWAIT);
	}
	(void)hear(fd, text, sizeof(text));
	ck_assert_str_eq(text, "{\"ok\":true}\n");
}
END_TEST

START_TEST(what_is_no_request_is_told_so_and_never_asked)
{
	char text[256];
	int fd = client();

	say(fd, "GET / HTTP/1.0\r\n", 16);
	(void)hear(fd, text, sizeof(text));
	ck_assert_str_eq(text,
	    "{\"ok\":false,\"error\":\"expected a JSON object\"}\n");
	ck_assert_uint_eq(asked, 0);
	assert_still_answers();
}
END_TEST

START_TEST(too_long_a_line_is_refused)
{
	static char line[LIMIT_CONTROL_BYTES];
	char text[256];
	int fd = client();

	memset(line, ' ', sizeof(line));
	say(fd, line, sizeof(line));
	(void)hear(fd, text, sizeof(text));
	ck_assert_str_eq(text,
	    "{\"ok\":false,\"error\":\"too long a request\"}\n");
	ck_assert_uint_eq(asked, 0);
	assert_still_answers();
}
END_TEST

START_TEST(bytes_without_end_are_not_read_on)
{
	static char chunk[65536];
	int fd = client();
	size_t sent = 0;
	ssize_t n;

	memset(chunk, 'A', sizeof(chunk));
	for (;;) {
		n = send(fd, chunk, sizeof(chunk), MSG_NOSIGNAL |
		    MSG_DONTWAIT);
		if (n == -1 && errno != EAGAIN)
			break;
		sent += n > 0 ? (size_t)n : 0;
		(void)uv_run(&loop, n > 0 ? UV_RUN_NOWAIT : UV_RUN_ONCE);
	}
	ck_assert_int_eq(errno, EPIPE);
	ck_assert_uint_lt(sent, 4 << 20);
	ck_assert_int_eq(close(fd), 0);
	assert_still_answers();
}
END_TEST

START_TEST(a_deep_nest_is_refused_and_harms_nothing)
{
	static char line[LIMIT_CONTROL_BYTES];
	char text[256];
	int fd = client();

	memset(line, '[', sizeof(line) - 1);
	line[sizeof(line) - 1] = '\n';
	say(fd, line, sizeof(line));
	(void)hear(fd, text, sizeof(text));
	ck_assert_str_eq(text,
	    "{\"ok\":false,\"error\":\"expected a JSON object\"}\n");
}
END_TEST

START_TEST(half_a_line_then_the_end_is_forgotten)
{
	char text[256];
	int fd = client();

	say(fd, "{\"do\":\"pau", 10);
	ck_assert_int_eq(shutdown(fd, SHUT_WR), 0);
	ck_assert_uint_eq(hear(fd, text, sizeof(text)), 0);
	ck_assert_uint_eq(asked, 0);
	assert_still_answers();
}
END_TEST

START_TEST(who_says_nothing_is_hung_up_on)
{
	char text[256];
	int fd = client();
	uint64_t began = uv_hrtime();

	say(fd, "{", 1);
	ck_assert_uint_eq(hear(fd, text, sizeof(text)), 0);
	ck_assert_uint_ge((uv_hrtime() - began) / 1000000, PATIENCE_MS / 2);
	assert_still_answers();
}
END_TEST

/* An answer larger than any socket's buffer, and nobody who reads it. */
START_TEST(who_does_not_take_the_answer_is_hung_up_on)
{
	char *large = malloc(8 << 20);
	char text[256];
	int fd = client();

	ck_assert_ptr_nonnull(large);
	memset(large, 'x', 8 << 20);
	reply = json_pack("{s:s#}", "text", large, (size_t)8 << 20);
	free(large);
	say(fd, "{\"do\":\"status\"}\n", 16);
	while (asked == 0)
		(void)uv_run(&loop, UV_RUN_ONCE);
	json_decref(reply);
	reply = NULL;
	/* Others are answered meanwhile. */
	assert_still_answers();
	while (recv(fd, text, sizeof(text), MSG_DONTWAIT) > 0)
		(void)uv_run(&loop, UV_RUN_NOWAIT);
	ck_assert_int_eq(close(fd), 0);
}
END_TEST

START_TEST(a_crowd_waits_for_its_turn)
{
	enum { CROWD = LIMIT_CONTROL_CLIENTS + 9 };
	char text[256];
	int fd[CROWD];

	/* These say nothing and hold every place. */
	for (int i = 0; i < LIMIT_CONTROL_CLIENTS; i++) {
		fd[i] = client();
		(void)uv_run(&loop, UV_RUN_NOWAIT);
	}
	for (int i = LIMIT_CONTROL_CLIENTS; i < CROWD; i++) {
		fd[i] = client();
		say(fd[i], "{\"do\":\"status\"}\n", 16);
	}
	for (int i = LIMIT_CONTROL_CLIENTS; i < CROWD; i++) {
		(void)hear(fd[i], text, sizeof(text));
		ck_assert_str_eq(text, "{\"ok\":true}\n");
	}
	ck_assert_uint_eq(asked, CROWD - LIMIT_CONTROL_CLIENTS);
	for (int i = 0; i < LIMIT_CONTROL_CLIENTS; i++)
		ck_assert_uint_eq(hear(fd[i], text, sizeof(text)), 0);
	assert_still_answers();
}
END_TEST

START_TEST(it_listens_on_after_a_want_of_descriptors)
{
	struct rlimit was, none;
	char text[256];
	int fd[3];

	for (int i = 0; i < 3; i++)
		fd[i] = client();
	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &was), 0);
	/* Of the three not one can be accepted. */
	none = was;
	none.rlim_cur = (rlim_t)fd[0];
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &none), 0);
	for (int i = 0; i < 8; i++)
		(void)uv_run(&loop, UV_RUN_NOWAIT);
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &was), 0);
	for (int i = 0; i < 3; i++)
		(void)hear(fd[i], text, sizeof(text));
	ck_assert_uint_eq(asked, 0);
	for (int i = 0; i < 2 * LIMIT_CONTROL_CLIENTS; i++)
		assert_still_answers();
}
END_TEST

START_TEST(who_leaves_before_the_answer_costs_nothing)
{
	int fd = client();

	hold = true;
	say(fd, "{\"do\":\"status\"}\n", 16);
	while (asked == 0)
		(void)uv_run(&loop, UV_RUN_ONCE);
	ck_assert_int_eq(close(fd), 0);
	(void)uv_run(&loop, UV_RUN_NOWAIT);
	server_answer(held, json_pack("{s:b}", "ok", 1));
	hold = false;
	assert_still_answers();
}
END_TEST

START_TEST(an_answer_owed_may_come_after_the_end)
{
	char text[256];
	int fd = client();

	hold = true;
	say(fd, "{\"do\":\"status\"}\n", 16);
	while (asked == 0)
		(void)uv_run(&loop, UV_RUN_ONCE);
	server_close(server);
	(void)uv_run(&loop, UV_RUN_NOWAIT);
	server_answer(held, json_pack("{s:b}", "ok", 1));
	ck_assert_uint_eq(hear(fd, text, sizeof(text)), 0);
	server = NULL;
}
END_TEST

/* ---- The address ---- */

START_TEST(the_socket_is_for_user_and_group_only)
{
	struct stat st;

	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert(S_ISSOCK(st.st_mode));
	ck_assert_int_eq(st.st_mode & 0777, 0660);
}
END_TEST

START_TEST(one_that_answers_is_not_replaced)
{
	int fd = -1;

	ck_assert_int_eq(address_listen(path, 0660, &fd), -EADDRINUSE);
	ck_assert_int_eq(fd, -1);
	assert_still_answers();
}
END_TEST

START_TEST(one_that_a_crash_left_is_replaced)
{
	int fd = -1;

	ck_assert_int_eq(address_listen("./left", 0600, &fd), 0);
	ck_assert_int_eq(close(fd), 0);
	ck_assert(tmpdir_has("left"));
	ck_assert_int_eq(address_connect("./left", &fd), -ECONNREFUSED);
	ck_assert_int_eq(address_listen("./left", 0600, &fd), 0);
	ck_assert_int_eq(close(fd), 0);
}
END_TEST

/* As a child of a killed daemon has it for a moment, while many ask. */
START_TEST(one_whose_line_is_full_is_not_waited_for)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX, .sun_path = "full" };
	int listening = socket(AF_UNIX, SOCK_STREAM, 0), in_line[8], fd = -1;
	size_t n = 0;

	ck_assert_int_eq(bind(listening, (struct sockaddr *)&a, sizeof(a)), 0);
	ck_assert_int_eq(listen(listening, 0), 0);
	do {
		ck_assert_uint_lt(n, 8);
		in_line[n] = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	} while (connect(in_line[n++], (struct sockaddr *)&a, sizeof(a)) == 0);
	ck_assert_int_eq(errno, EAGAIN);
	ck_assert_int_eq(address_listen("./full", 0600, &fd), -EADDRINUSE);
	while (n > 0)
		(void)close(in_line[--n]);
	(void)close(listening);
	ck_assert_int_eq(address_listen("./full", 0600, &fd), 0);
	(void)close(fd);
}
END_TEST

START_TEST(what_is_no_socket_is_left_alone)
{
	int fd = -1;

	tmpdir_write("precious", "data");
	ck_assert_int_eq(address_listen("./precious", 0600, &fd), -EEXIST);
	ck_assert(tmpdir_holds("precious", "data"));
	ck_assert_int_eq(address_listen("no/where", 0600, &fd), -ENOENT);
	ck_assert_int_eq(address_connect("./nobody", &fd), -ENOENT);
	ck_assert_int_eq(fd, -1);
}
END_TEST

START_TEST(a_path_may_be_longer_than_an_address)
{
	char deep[512] = ".", part[64];
	int fd, other;

	for (int i = 0; i < 6; i++) {
		memset(part, 'a' + i, 40);
		part[40] = '\0';
		(void)snprintf(deep + strlen(deep), sizeof(deep) -
		    strlen(deep), "/%s", part);
		ck_assert_int_eq(mkdir(deep, 0700), 0);
	}
	(void)snprintf(deep + strlen(deep), sizeof(deep) - strlen(deep),
	    "/control");
	ck_assert_int_eq(address_listen(deep, 0600, &fd), 0);
	ck_assert_int_eq(address_connect(deep, &other), 0);
	ck_assert_int_eq(close(other), 0);
	ck_assert_int_eq(close(fd), 0);
}
END_TEST

/* ---- Asking ---- */

struct question {
	json_t	*answer;
	int	 r;
	bool	 over;
};

static void *
ask_it(void *data)
{
	const struct request rq = { .verb = REQUEST_RETRY, .name = "\xff" };
	struct question *q = data;

	q->r = ask(path, &rq, LIMIT_MS, &q->answer);
	__atomic_store_n(&q->over, true, __ATOMIC_RELEASE);
	return NULL;
}

START_TEST(the_tool_and_the_daemon_understand_each_other)
{
	struct question q = { .r = 1 };
	pthread_t thread;

	ck_assert_int_eq(pthread_create(&thread, NULL, ask_it, &q), 0);
	while (!__atomic_load_n(&q.over, __ATOMIC_ACQUIRE))
		(void)uv_run(&loop, UV_RUN_NOWAIT);
	ck_assert_int_eq(pthread_join(thread, NULL), 0);
	ck_assert_int_eq(q.r, 0);
	ck_assert(json_is_true(json_object_get(q.answer, "ok")));
	ck_assert_str_eq(last.name, "\xff");
	json_decref(q.answer);
}
END_TEST

START_TEST(nobody_there_and_nobody_answering_are_told_apart)
{
	const struct request rq = { .verb = REQUEST_STATUS };
	json_t *answer = NULL;
	int fd;

	ck_assert_int_eq(ask("./nobody", &rq, 50, &answer), -ENOENT);
	/* It listens, and its loop does not turn. */
	ck_assert_int_eq(ask(path, &rq, 50, &answer), -ETIMEDOUT);
	ck_assert_int_eq(address_listen("./left", 0600, &fd), 0);
	ck_assert_int_eq(close(fd), 0);
	ck_assert_int_eq(ask("./left", &rq, 50, &answer), -ECONNREFUSED);
	ck_assert_ptr_null(answer);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("control");
	TCase *pure = tcase_create("requests"), *tc = tcase_create("socket");

	tcase_add_loop_test(pure,
	    each_line_is_understood_or_refused_with_a_reason, 0,
	    sizeof(lines) / sizeof(lines[0]));
	tcase_add_loop_test(pure, any_name_comes_through_as_it_is, 0,
	    sizeof(names) / sizeof(names[0]));
	tcase_add_test(pure, the_longest_name_fits_into_a_request);
	suite_add_tcase(s, pure);
	tcase_add_checked_fixture(tc, enter, leave);
	tcase_add_test(tc, a_request_is_answered_by_one_line);
	tcase_add_test(tc, a_request_may_come_in_pieces);
	tcase_add_test(tc, what_is_no_request_is_told_so_and_never_asked);
	tcase_add_test(tc, too_long_a_line_is_refused);
	tcase_add_test(tc, bytes_without_end_are_not_read_on);
	tcase_add_test(tc, a_deep_nest_is_refused_and_harms_nothing);
	tcase_add_test(tc, half_a_line_then_the_end_is_forgotten);
	tcase_add_test(tc, who_says_nothing_is_hung_up_on);
	tcase_add_test(tc, who_does_not_take_the_answer_is_hung_up_on);
	tcase_add_test(tc, a_crowd_waits_for_its_turn);
	tcase_add_test(tc, it_listens_on_after_a_want_of_descriptors);
	tcase_add_test(tc, who_leaves_before_the_answer_costs_nothing);
	tcase_add_test(tc, an_answer_owed_may_come_after_the_end);
	tcase_add_test(tc, the_socket_is_for_user_and_group_only);
	tcase_add_test(tc, one_that_answers_is_not_replaced);
	tcase_add_test(tc, one_that_a_crash_left_is_replaced);
	tcase_add_test(tc, one_whose_line_is_full_is_not_waited_for);
	tcase_add_test(tc, what_is_no_socket_is_left_alone);
	tcase_add_test(tc, a_path_may_be_longer_than_an_address);
	tcase_add_test(tc, the_tool_and_the_daemon_understand_each_other);
	tcase_add_test(tc, nobody_there_and_nobody_answering_are_told_apart);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
