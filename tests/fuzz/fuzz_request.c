#include <errno.h>
#include <string.h>

#include "control/request.h"
#include "../support/fuzz.h"

/* What was understood is asked in the same words by our own end. */
static void
ask_again(const struct request *rq)
{
	struct request back;
	struct buf line = { 0 };
	const char *why;

	MUST(rq->verb < REQUEST_VERBS);
	MUST(memchr(rq->room, '\0', sizeof(rq->room)) != NULL);
	MUST(memchr(rq->name, '\0', sizeof(rq->name)) != NULL);
	MUST(request_format(rq, &line) == 0);
	MUST(line.len > 1 && line.data[line.len - 1] == '\n');
	MUST(memchr(line.data, '\n', line.len - 1) == NULL);
	MUST(line.len <= LIMIT_CONTROL_BYTES);
	MUST(request_parse(line.data, line.len - 1, &back, &why) == 0);
	MUST(back.verb == rq->verb && strcmp(back.room, rq->room) == 0 &&
	    strcmp(back.name, rq->name) == 0);
	buf_free(&line);
}

/* Any bytes as a line, and as the name of a file. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct request rq = { .verb = REQUEST_RETRY };
	const char *why = NULL;
	size_t len = size;

	if (request_parse((const char *)data, size, &rq, &why) == 0)
		ask_again(&rq);
	else
		MUST(why != NULL);

	rq = (struct request){ .verb = REQUEST_RETRY };
	if (len > LIMIT_NAME_BYTES)
		len = LIMIT_NAME_BYTES;
	if (len == 0 || memchr(data, '\0', len) != NULL)
		return 0;
	memcpy(rq.name, data, len);
	ask_again(&rq);
	return 0;
}
