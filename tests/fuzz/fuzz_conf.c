#include <errno.h>
#include <string.h>

#include "conf/conf.h"
#include "../support/fuzz.h"
#include "../support/fuzz_fyaml.h"

static char *
print(const struct conf *c, enum conf_style style, size_t *ret_len)
{
	char *text = NULL;
	FILE *f = open_memstream(&text, ret_len);

	MUST(f != NULL && conf_print(c, style, f) == 0 && fclose(f) == 0);
	return text;
}

/* A daemon that reads its configuration anew keeps its rooms. */
static void
carry(struct conf *c, const char *printed)
{
	struct conf fresh;
	char *text;
	size_t len;

	MUST(conf_default(&fresh) == 0);
	conf_carry_fixed(c, &fresh);
	MUST(fresh.root[0] == '/');
	conf_carry_fixed(&fresh, c);
	MUST(conf_fixed_differs(c, c) == NULL);
	(void)conf_fixed_differs(c, &fresh);
	conf_free(&fresh);
	text = print(c, CONF_YAML, &len);
	MUST(strcmp(text, printed) == 0);
	free(text);
	free(print(c, CONF_MDOC, &len));
	free(print(c, CONF_CEILINGS, &len));
}

/* What was read and is printed is read as the same. */
static void
round_trip(struct conf *c, bool thorough)
{
	struct conf_error err;
	struct conf again;
	char *first, *second;
	size_t len, len2;

	MUST(c->root[0] == '/' && c->inbox[0] == '/' && c->out[0] == '/' &&
	    c->state[0] == '/' && c->plugins != NULL);
	first = print(c, CONF_YAML, &len);
	if (conf_parse(first, len, &again, &err) < 0) {
		(void)fprintf(stderr, "%d:%d: %s\n%s", err.line, err.column,
		    err.message, first);
		abort();
	}
	MUST(conf_fixed_differs(c, &again) == NULL);
	second = print(&again, CONF_YAML, &len2);
	MUST(len == len2 && memcmp(first, second, len) == 0);
	conf_free(&again);
	if (thorough)
		carry(c, first);
	free(first);
	free(second);
}

/* Any bytes as the file: refused with a word and a place, or taken. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct conf_error err = { 0 };
	struct conf c = { 0 };

	if (conf_parse((const char *)data, size, &c, &err) == 0) {
		round_trip(&c, size % 16 == 0);
		conf_free(&c);
	} else {
		MUST(err.message[0] != '\0' && err.line >= 0);
	}
	return 0;
}
