#include <errno.h>
#include <string.h>

#include "conf/conf.h"
#include "../support/fuzz.h"

static char *
print(const struct conf *c, size_t *ret_len)
{
	char *text = NULL;
	FILE *f = open_memstream(&text, ret_len);

	MUST(f != NULL && conf_print(c, CONF_YAML, f) == 0 && fclose(f) == 0);
	return text;
}

/* What was read and is printed is read as the same. */
static void
round_trip(const struct conf *c)
{
	struct conf_error err;
	struct conf again;
	char *first, *second;
	size_t len, len2;

	MUST(c->root[0] == '/' && c->inbox[0] == '/' && c->out[0] == '/' &&
	    c->state[0] == '/' && c->plugins != NULL);
	first = print(c, &len);
	if (conf_parse(first, len, &again, &err) < 0) {
		(void)fprintf(stderr, "%d:%d: %s\n%s", err.line, err.column,
		    err.message, first);
		abort();
	}
	MUST(conf_fixed_differs(c, &again) == NULL);
	second = print(&again, &len2);
	MUST(len == len2 && memcmp(first, second, len) == 0);
	conf_free(&again);
	free(first);
	free(second);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct conf_error err = { 0 };
	struct conf c = { 0 };

	if (conf_parse((const char *)data, size, &c, &err) == 0) {
		round_trip(&c);
		conf_free(&c);
	} else {
		MUST(err.message[0] != '\0' && err.line >= 0);
	}
	return 0;
}
