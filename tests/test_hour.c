#include <errno.h>

#include <check.h>

#include "field/convert.h"
#include "support/suite.h"

static const struct {
	const char	*from;
	int		 hour, minute;
	bool		 repaired;
} hours[] = {
	{ "19 heures", 19, 0, false }, { "à 19 heures,", 19, 0, false },
	{ "17 heures 30", 17, 30, false },
	{ "18 heures 30 minutes", 18, 30, false },
	{ "18 h 30", 18, 30, false }, { "18h45", 18, 45, false },
	{ "18H30", 18, 30, false }, { "20 h", 20, 0, false },
	{ "20 h. 30", 20, 30, false },
	{ "9h15", 9, 15, false }, { "11h30.", 11, 30, false },
	{ "19 h. 30", 19, 30, false }, { "18:30", 18, 30, false },
	{ "18 h 30 mn", 18, 30, false }, { "20 hrs", 20, 0, false },
	{ "vingt heures", 20, 0, false },
	{ "dix-huit heures quarante-cinq", 18, 45, false },
	{ "dix-huit heures quinze", 18, 15, false },
	{ "vingt et une heures", 21, 0, false },
	{ "vingt heures\ntrente", 20, 30, false },
	{ "dix-neuf heures et demie", 19, 30, false },
	{ "dix-neuf heures et quart", 19, 15, false },
	{ "vingt heures moins le quart", 19, 45, false },
	{ "vingt heures moins dix", 19, 50, false },
	{ "midi", 12, 0, false }, { "midi et demi", 12, 30, false },
	{ "minuit", 0, 0, false }, { "zéro heure trente", 0, 30, false },
	{ "8 heures du soir", 20, 0, false },
	{ "9 heures 30 du matin", 9, 30, false },
	{ "3 heures de l'après-midi", 15, 0, false },
	{ "20 heures précises", 20, 0, false },
	{ "vers 19 heures", 19, 0, false },
	/* Read badly. */
	{ "l9 heures", 19, 0, true }, { "I8h3O", 18, 30, true },
	{ "2O heures", 20, 0, true }, { "19 heurcs", 19, 0, true },
	{ "dix-hu1t heures", 18, 0, true },
};

START_TEST(an_hour_converts)
{
	bool repaired;
	int v = -1;

	ck_assert_msg(convert_hour(hours[_i].from, &v, &repaired) == 0,
	    "refused: %s", hours[_i].from);
	ck_assert_msg(v == hours[_i].hour * 60 + hours[_i].minute,
	    "%s gave %d:%02d", hours[_i].from, v / 60, v % 60);
	ck_assert_msg(repaired == hours[_i].repaired, "%s: repaired %d",
	    hours[_i].from, repaired);
}
END_TEST

static const char *const no_hours[] = {
	"", "19", "heures", "25 heures", "19 heures 60", "19h5", "18h301",
	"19 heures à la mairie", "le 19 décembre", "18.30", "h 30",
	"19 heures et", "deux mille heures", "24 h",
};

START_TEST(what_is_no_hour_is_refused_and_touches_nothing)
{
	int v = 42;

	if (convert_hour(no_hours[_i], &v, NULL) != -EINVAL)
		ck_abort_msg("%s gave %d", no_hours[_i], v);
	ck_assert_int_eq(v, 42);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("hour");
	TCase *tc = tcase_create("hour");

	tcase_add_loop_test(tc, an_hour_converts, 0,
	    sizeof(hours) / sizeof(hours[0]));
	tcase_add_loop_test(tc,
	    what_is_no_hour_is_refused_and_touches_nothing, 0,
	    sizeof(no_hours) / sizeof(no_hours[0]));
	suite_add_tcase(s, tc);
	return suite_run(s);
}
