#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/tell.h"
#include "base/utf8.h"
#include "tool/setup.h"
#include "tool/tool.h"

#define NAME_SHOWN 300	/* bytes of a folder's name */
#define NAMED_MAX 20	/* plugins; more are a list's business */
#define CONF_FILE SYSCONFDIR "/greffier/greffier.yaml"

int
setup_option(struct setup *s, int option, const char *value)
{
	switch (option) {
	case 'c':
		s->conf = value;
		return 0;
	case SETUP_READER:
		s->reader = value;
		return 0;
	case SETUP_PLUGINS:
		if (s->n_plugins == SETUP_PLUGINS_MAX) {
			warnx("more than %d folders of plugins",
			    SETUP_PLUGINS_MAX);
			return -EINVAL;
		}
		s->plugins[s->n_plugins++] = value;
		return 0;
	default:
		warnx("--help tells the options");
		return -EINVAL;
	}
}

int
setup_conf(const char *given, struct conf *ret_conf)
{
	const char *path = given != NULL ? given : CONF_FILE;
	struct conf_error e = { .message = "" };
	char why[CONF_WHY_SIZE];
	int r;

	if (given == NULL && access(path, F_OK) == -1 && errno == ENOENT)
		r = conf_parse("", 0, ret_conf, &e);
	else
		r = conf_load(path, ret_conf, &e);
	if (r == 0)
		return 0;
	conf_why(path, &e, why);
	tell_warn("%s", why);
	return TOOL_CONFIG;
}

/* The program's own folder, as a build tree has it and as an install does. */
static char *
beside_us(void)
{
	char self[PATH_MAX], *slash, *path;
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (n <= 0)
		return NULL;
	self[n] = '\0';
	slash = strrchr(self, '/');
	if (slash == NULL ||
	    asprintf(&path, "%.*s/greffier-reader", (int)(slash - self),
	    self) == -1)
		return NULL;
	if (access(path, X_OK) == 0)
		return path;
	free(path);
	return NULL;
}

/* 0, or -ENOMEM. */
static int
replace(char **string, const char *by)
{
	char *copy = strdup(by);

	if (copy == NULL)
		return -ENOMEM;
	free(*string);
	*string = copy;
	return 0;
}

static int
find_reader(const struct setup *s, struct conf *c)
{
	const char *given = s->reader != NULL ? s->reader :
	    getenv("GREFFIER_READER");
	struct conf usual = { 0 };
	struct conf_error e;
	char *beside;
	int r;

	if (given != NULL)
		return replace(&c->reader, given);
	r = conf_parse("", 0, &usual, &e);
	/* Said by the file, so meant. */
	if (r == 0 && strcmp(usual.reader, c->reader) == 0 &&
	    (beside = beside_us()) != NULL) {
		free(c->reader);
		c->reader = beside;
	}
	conf_free(&usual);
	return r;
}

/* The folders in force: instead of the configuration's, or after them. */
static int
set_plugins(const struct setup *s, struct conf *c)
{
	size_t kept = 0, n = 0;
	char **list;

	while (s->n_plugins == 0 && c->plugins[kept] != NULL)
		kept++;
	list = calloc(kept + s->n_plugins + s->n_more + 1, sizeof(*list));
	if (list == NULL)
		return -ENOMEM;
	for (size_t i = 0; i < kept; i++)
		list[n++] = c->plugins[i];
	for (size_t i = kept; c->plugins[i] != NULL; i++)
		free(c->plugins[i]);
	free(c->plugins);
	c->plugins = list;
	for (size_t i = 0; i < s->n_plugins + s->n_more; i++) {
		list[n] = strdup(i < s->n_plugins ? s->plugins[i] :
		    s->more[i - s->n_plugins]);
		if (list[n++] == NULL)
			return -ENOMEM;
	}
	return 0;
}

/* A folder below one of the plugins' folders that holds a plugin. */
static bool
is_plugin(const char *folder, const char *name)
{
	char *path;
	bool is;

	if (strchr(name, '/') != NULL || name[0] == '.' ||
	    asprintf(&path, "%s/%s/plugin.yaml", folder, name) == -1)
		return false;
	is = access(path, F_OK) == 0;
	free(path);
	return is;
}

int
setup_look(const char *folder)
{
	struct dirent *de;
	char *path;
	DIR *dp;
	int is = 0;

	if (asprintf(&path, "%s/plugin.yaml", folder) == -1)
		return 0;
	is = access(path, F_OK) == 0 ? SETUP_ONE : 0;
	free(path);
	dp = opendir(folder);
	while (dp != NULL && is == 0 && (de = readdir(dp)) != NULL)
		is = is_plugin(folder, de->d_name) ? SETUP_SOME : 0;
	if (dp != NULL)
		(void)closedir(dp);
	return is;
}

/*
 * A folder that the configuration names may be missing, one given here not; and
 * the plugins' own would be taken for one without plugins.
 */
static int
check_folders(const struct setup *s)
{
	for (size_t i = 0; i < s->n_plugins + s->n_more; i++) {
		const char *folder = i < s->n_plugins ? s->plugins[i] :
		    s->more[i - s->n_plugins];

		if (access(folder, R_OK | X_OK) == -1) {
			warn("%s", folder);
			return -errno;
		}
		if (setup_look(folder) == SETUP_ONE) {
			warnx("%s: is a plugin itself; name the folder that it "
			    "lies in", folder);
			return -EINVAL;
		}
	}
	return 0;
}

/* Name those of one folder; with very many, where they are told. */
static void
name_plugins(const char *folder)
{
	struct dirent **entry;
	int n = scandir(folder, &entry, NULL, alphasort), named = 0;
	char shown[NAME_SHOWN];

	for (int i = 0; i < n; i++) {
		utf8_show(entry[i]->d_name, shown, sizeof(shown));
		if (named < NAMED_MAX && is_plugin(folder, entry[i]->d_name))
			(void)fprintf(stderr, "%s %s", named++ == 0 ? "" : ",",
			    shown);
		free(entry[i]);
	}
	if (n >= 0)
		free(entry);
	(void)fprintf(stderr, "%s\n", named == 0 ? " none" :
	    named == NAMED_MAX ? " ... (greffier plugin list)" : "");
}

int
setup_plugin(const struct conf *c, const char *name)
{
	for (size_t i = 0; c->plugins[i] != NULL; i++)
		if (is_plugin(c->plugins[i], name))
			return 0;
	warnx("there is no plugin \"%s\"; there are:", name);
	for (size_t i = 0; c->plugins[i] != NULL; i++) {
		(void)fprintf(stderr, "  in %s:", c->plugins[i]);
		name_plugins(c->plugins[i]);
	}
	return TOOL_USAGE;
}

int
setup_load(const struct setup *s, struct conf *ret_conf)
{
	struct conf c = { 0 };
	int r;

	if (check_folders(s) < 0 || setup_conf(s->conf, &c) != 0)
		return TOOL_CONFIG;
	if ((r = find_reader(s, &c)) < 0 || (r = set_plugins(s, &c)) < 0) {
		warnx("%s", strerror(-r));
		conf_free(&c);
		return TOOL_SOME;
	}
	if (access(c.reader, X_OK) == -1) {
		warn("%s: no reader to run", c.reader);
		conf_free(&c);
		return TOOL_CONFIG;
	}
	*ret_conf = c;
	return 0;
}
