#include <sys/stat.h>

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/tell.h"
#include "tool/ask_reader.h"
#include "tool/json_get.h"
#include "tool/plugin_verbs.h"
#include "tool/plugin_write.h"
#include "tool/tool.h"

#define SCANS_MAX	32	/* a format shows itself in fewer */
#define NAME_MAX_BYTES	60

/* A folder's name that needs no quotes anywhere. */
static bool
is_name(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return n > 0 && s[n] == '\0' && n <= NAME_MAX_BYTES &&
	    islower((unsigned char)s[0]);
}

/* A sample is called as its scan, in small letters: "acte-12". */
static void
case_name(const char *path, size_t number, char *ret, size_t size)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash != NULL ? slash + 1 : path;
	size_t n = 0;

	for (; *base != '\0' && *base != '.' && n + 8 < size; base++) {
		unsigned char c = (unsigned char)*base;

		if (c < 0x80 && isalnum(c))
			ret[n++] = (char)tolower(c);
		else if (n > 0 && ret[n - 1] != '-')
			ret[n++] = '-';
	}
	while (n > 0 && ret[n - 1] == '-')
		n--;
	(void)snprintf(ret + n, size - n, "%s%zu", n > 0 ? "-" : "",
	    number + 1);
}

static int
ask_draft(const struct conf *conf, const struct plugin_args *a,
    const struct words *w, size_t n, json_t **ret)
{
	const char *words[SCANS_MAX + 4] = { "--draft", "--plugin",
	    a->word[0] };

	for (size_t i = 0; i < n; i++)
		words[3 + i] = w[i].name;
	return ask_reader(conf, words, ret);
}

static int
write_draft(const struct plugin_args *a, const char *folder,
    const json_t *draft)
{
	const json_t *samples = json_object_get(draft, "samples"), *pages;
	char name[80];
	size_t i;
	int r = plugin_write_yaml(folder, text_of(draft, "yaml"));

	json_array_foreach(samples, i, pages) {
		case_name(a->word[i + 1], i, name, sizeof(name));
		if (r == 0)
			r = plugin_write_pages(folder, name, pages);
	}
	if (r < 0)
		warnx("%s: %s", folder, strerror(-r));
	return r < 0 ? TOOL_SOME : 0;
}

/* What the samples expect is what the new plugin reads in them. */
static int
write_expected(struct plugin_args *a, const char *folder)
{
	char *more = (char *)a->folder;
	json_t *told, *one;
	size_t i;
	int status, r;

	a->setup.more = &more;
	a->setup.n_more = 1;
	status = plugin_reread(a, &told);
	if (status != 0)
		return status;
	json_array_foreach(json_object_get(told, "samples"), i, one) {
		r = plugin_write_expected(folder, text_of(one, "case"),
		    json_object_get(one, "got"));
		if (r < 0) {
			warnx("%s: %s", folder, strerror(-r));
			status = TOOL_SOME;
		}
	}
	json_decref(told);
	return status;
}

/* A word as a shell takes it back. */
static void
say_word(const char *s)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./+:,@";

	(void)putchar(' ');
	if (s[0] != '\0' && s[strspn(s, plain)] == '\0') {
		(void)fputs(s, stdout);
		return;
	}
	(void)putchar('\'');
	for (; *s != '\0'; s++) {
		if (*s == '\'')
			(void)fputs("'\\''", stdout);
		else
			(void)putchar(*s);
	}
	(void)putchar('\'');
}

static void
say_option(const char *option, const char *value)
{
	if (value == NULL)
		return;
	(void)printf(" %s", option);
	say_word(value);
}

/* A verb with the options that we were given ourselves. */
static void
say_verb(const struct plugin_args *a, const char *verb)
{
	(void)printf("  greffier plugin %s", verb);
	say_option("-c", a->setup.conf);
	say_option("--reader", a->setup.reader);
	for (size_t i = 0; i < a->setup.n_plugins; i++)
		say_option("--plugins", a->setup.plugins[i]);
}

/*
 * bless looks for the plugin in the folders that it is given: ours is named
 * behind those in force, which are to be named then too.
 */
static void
say_bless(const struct plugin_args *a, const struct conf *conf)
{
	bool known = false;

	for (size_t i = 0; conf->plugins[i] != NULL; i++)
		known = known || strcmp(conf->plugins[i], a->folder) == 0;
	say_verb(a, "bless");
	for (size_t i = 0; !known && a->setup.n_plugins == 0 &&
	    conf->plugins[i] != NULL; i++) {
		if (access(conf->plugins[i], R_OK | X_OK) == 0)
			say_option("--plugins", conf->plugins[i]);
	}
	if (!known)
		say_option("--plugins", a->folder);
	say_word(a->word[0]);
}

static void
say_what_next(const struct plugin_args *a, const struct conf *conf,
    const char *folder, const json_t *draft)
{
	const char *phrase = text_of(draft, "phrase");

	tell_line(stdout, "%s: a draft%s%s%s.", folder, phrase[0] == '\0' ? "" :
	    ", recognised by \"", phrase, phrase[0] == '\0' ? "" : "\"");
	(void)printf("Look at plugin.yaml and at samples/*/expected.json,"
	    " then strike \"draft: true\".\nWhile you write rules:\n");
	say_verb(a, "watch");
	say_word(folder);
	say_word(a->word[1]);
	(void)printf("\nWhen the samples are read right:\n");
	say_bless(a, conf);
	(void)printf("\nWhen all is done:\n");
	say_verb(a, "check");
	say_word(a->folder);
	(void)putchar('\n');
}

/* Before the scans are read for nothing: 0, or an exit status. */
static int
look_first(const struct plugin_args *a, const char *folder)
{
	struct stat st;

	if (lstat(folder, &st) == 0) {
		warnx("%s: is there already; to add a scan, have it drafted "
		    "elsewhere (-o FOLDER) and move its samples/* into "
		    "%s/samples, then bless", folder, folder);
		return TOOL_USAGE;
	}
	(void)mkdir(a->folder, 0777);	/* if it is not there */
	if (stat(a->folder, &st) == 0 && !S_ISDIR(st.st_mode))
		errno = ENOTDIR;
	else if (access(a->folder, W_OK | X_OK) == 0)
		return 0;
	warn("%s", a->folder);
	return TOOL_USAGE;
}

static int
make(struct plugin_args *a, const struct conf *conf, const char *folder)
{
	size_t n = a->words - 1;
	struct words w[SCANS_MAX];
	json_t *draft;
	int status;

	status = look_first(a, folder);
	if (status == 0)
		status = words_read(conf, a->word + 1, n, w);
	if (status != 0)
		return status;
	status = ask_draft(conf, a, w, n, &draft);
	words_free(w, n);
	if (status != 0)
		return status;
	status = write_draft(a, folder, draft);
	if (status == 0)
		status = write_expected(a, folder);
	if (status == 0)
		say_what_next(a, conf, folder, draft);
	json_decref(draft);
	return status;
}

int
plugin_new(struct plugin_args *a)
{
	struct conf conf;
	char *folder;
	int status;

	if (!a->from || a->words < 2) {
		warnx("%s: greffier plugin new NAME --from SCAN...",
		    !a->from ? "--from is missing" :
		    "a name and a scan are asked for");
		return TOOL_USAGE;
	}
	if (!is_name(a->word[0])) {
		warnx("\"%s\": a plugin's name is of small letters without "
		    "accents, digits and dashes", a->word[0]);
		return TOOL_USAGE;
	}
	if (a->words - 1 > SCANS_MAX) {
		warnx("more than %d scans: fewer show as much", SCANS_MAX);
		return TOOL_USAGE;
	}
	status = setup_load(&a->setup, &conf);
	if (status != 0)
		return status;
	if (asprintf(&folder, "%s/%s", a->folder, a->word[0]) == -1) {
		warnx("%s", strerror(ENOMEM));
		conf_free(&conf);
		return TOOL_SOME;
	}
	status = make(a, &conf, folder);
	free(folder);
	conf_free(&conf);
	return status;
}
