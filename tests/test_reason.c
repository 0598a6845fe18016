#include <check.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "daemon/reason.h"
#include "support/suite.h"

#define AGAIN	"remettez-le dans le dossier de dépôt."
#define USELESS	"tel quel dans le dossier de dépôt donnerait le même résultat."

/* One line of it all again, having seen that no line was long. */
static void
unfold(char *text)
{
	size_t columns = 0;
	char *to = text;

	for (const char *at = text; *at != '\0'; at++) {
		ck_assert_int_ne(*at, '\n');
		if (*at == '\r') {
			ck_assert_int_eq(*++at, '\n');
			ck_assert_uint_le(columns, 72);
			columns = 0;
			*to++ = ' ';
			continue;
		}
		if (columns == 0)
			ck_assert_ptr_null(strchr(":;!? ", *at));
		columns += (*at & 0xc0) != 0x80;
		*to++ = *at;
	}
	*to = '\0';
}

/* What the clerk is told of `v`; the caller's to free. */
static char *
told(enum verdict v)
{
	const struct reason why = { v, "sub/acte.pdf", "", 7, "" };
	char *text = NULL;
	size_t len = 0;

	ck_assert_int_eq(reason_clerk(&why, &text, &len), 0);
	ck_assert_uint_eq(strlen(text), len);
	unfold(text);
	ck_assert_ptr_nonnull(strstr(text, "« sub/acte.pdf »"));
	ck_assert_ptr_nonnull(strstr(text, verdict_clerk(v)));
	return text;
}

START_TEST(the_clerk_is_told_to_try_again_only_what_a_new_try_may_mend)
{
	static const enum verdict mendable[] = { VERDICT_TIMEOUT,
	    VERDICT_CRASH, VERDICT_MEMORY, VERDICT_PROTOCOL,
	    VERDICT_NO_RECORD };

	for (int v = VERDICT_OK + 1; v < VERDICTS; v++) {
		char *text = told((enum verdict)v);
		bool again = false;

		for (size_t i = 0; i < 5; i++)
			again = again || mendable[i] == (enum verdict)v;
		ck_assert_msg((strstr(text, AGAIN) != NULL) == again, "%s",
		    text);
		ck_assert_msg((strstr(text, USELESS) != NULL) == !again, "%s",
		    text);
		free(text);
	}
}
END_TEST

START_TEST(ink_without_a_word_is_not_called_a_blank_page)
{
	char *blank = told(VERDICT_BLANK), *ink = told(VERDICT_NO_TEXT);

	ck_assert_ptr_nonnull(strstr(blank, "pages sont blanches"));
	ck_assert_ptr_nonnull(strstr(ink, "aucun texte lisible"));
	free(blank);
	free(ink);
}
END_TEST

START_TEST(programs_are_told_the_verdict_by_its_name)
{
	const struct reason why = { VERDICT_ENCRYPTED, "a.pdf", "", 7, "x" };
	json_t *root;
	char *text = NULL;
	size_t len = 0;

	ck_assert_int_eq(reason_json(&why, &text, &len), 0);
	root = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
	ck_assert_str_eq(json_string_value(json_object_get(root, "verdict")),
	    "encrypted");
	ck_assert(json_is_null(json_object_get(root, "sha256")));
	ck_assert_int_eq(json_integer_value(json_object_get(root, "octets")),
	    7);
	json_decref(root);
	free(text);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("reason");
	TCase *t = tcase_create("reason");

	tcase_add_test(t,
	    the_clerk_is_told_to_try_again_only_what_a_new_try_may_mend);
	tcase_add_test(t, ink_without_a_word_is_not_called_a_blank_page);
	tcase_add_test(t, programs_are_told_the_verdict_by_its_name);
	suite_add_tcase(s, t);
	return suite_run(s);
}
