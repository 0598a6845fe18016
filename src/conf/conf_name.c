#include <sys/types.h>

#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/yaml.h"
#include "conf/conf_name.h"

#define STEP_SHOWN	32	/* bytes of a step in a message */
#define GROUPS_MAX	1000	/* looked through for the one that was meant */

/* Those of page/clean.h, which comes after us; a test holds them together. */
static const char *const steps[] = {
	"colour", "negative", "sheet", "screen", "light", "faint",
	"turn", "skew", "curve", "bleed", "sharp", "dirt",
	"rules", "mend", NULL
};

/* The first that is none: where it stands, and its length.  NULL for none. */
static const char *
wrong_step(const char *names, size_t *ret_len)
{
	const char *s = names;
	size_t len, i;

	if (*names == '\0')
		return NULL;
	for (;; s += len + 1) {
		len = strcspn(s, "+");
		for (i = 0; steps[i] != NULL; i++)
			if (strlen(steps[i]) == len &&
			    memcmp(steps[i], s, len) == 0)
				break;
		if (steps[i] == NULL) {
			*ret_len = len;
			return s;
		}
		if (s[len] == '\0')
			return NULL;
	}
}

bool
conf_steps_ok(const char *names)
{
	size_t len;

	return wrong_step(names, &len) == NULL;
}

void
conf_steps_why(const char *names, char *why, size_t size)
{
	char step[STEP_SHOWN + 1], list[128] = "";
	size_t len = 0, n = 0;
	const char *wrong = wrong_step(names, &len), *near;

	(void)snprintf(step, sizeof(step), "%.*s", len < STEP_SHOWN ?
	    (int)len : STEP_SHOWN, wrong == NULL ? "" : wrong);
	for (size_t i = 0; steps[i] != NULL && n < sizeof(list); i++)
		n += (size_t)snprintf(list + n, sizeof(list) - n, "%s%s",
		    i == 0 ? "" : ", ", steps[i]);
	near = yaml_nearest(step, steps);
	if (wrong == NULL)
		(void)snprintf(why, size, "a step is named twice");
	else if (near != NULL)
		(void)snprintf(why, size, "there is no step \"%s\"; did you "
		    "mean \"%s\"?", step, near);
	else
		(void)snprintf(why, size, "there is no step \"%s\"; expected "
		    "some of these, joined by +: %s", step, list);
}

bool
conf_group_ok(const char *name)
{
	if (*name == '\0')
		return true;
	errno = 0;
	if (getgrnam(name) != NULL)
		return true;
	/* A directory that does not answer is no slip of the author's. */
	return errno == EIO || errno == EMFILE || errno == ENFILE ||
	    errno == ENOMEM || errno == EINTR || errno == ERANGE;
}

void
conf_group_why(const char *name, char *why, size_t size)
{
	const char *candidate[3] = { NULL, NULL, NULL }, *near;
	char *best = NULL, *copy;
	const struct group *g;

	/* Each against the best so far: getgrent keeps but one. */
	setgrent();
	for (size_t i = 0; i < GROUPS_MAX && (g = getgrent()) != NULL; i++) {
		candidate[0] = best != NULL ? best : g->gr_name;
		candidate[1] = best != NULL ? g->gr_name : NULL;
		near = yaml_nearest(name, candidate);
		if (near == NULL || near == best ||
		    (copy = strdup(near)) == NULL)
			continue;
		free(best);
		best = copy;
	}
	endgrent();
	(void)snprintf(why, size, "there is no group \"%.64s\"%s%.64s%s", name,
	    best != NULL ? "; did you mean \"" : "",
	    best != NULL ? best : "", best != NULL ? "\"?" : "");
	free(best);
}
