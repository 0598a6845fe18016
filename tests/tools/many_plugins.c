/*
 * What choosing among all the communes of France costs: make so many plugins
 * of made-up communes, load them, and choose for each text.
 *
 *	many_plugins [-n NUMBER] FOLDER TEXT.txt|PAGE.json..
 *
 * FOLDER must hold generique; NUMBER folders are made in it unless they are
 * there.  Prints seconds to load, MiB of memory, milliseconds to choose (of
 * processor time), and what was chosen.
 */
#include <sys/stat.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "plugin/plugin.h"
#include "plugin/plugin_set.h"
#include "reader/known.h"
#include "text/text.h"

#define NUMBER	35000	/* communes of France */
#define TIMES	100

static const char *const before[] = {
	"Saint", "Mont", "Bois", "Val", "Font", "Roche", "Clair", "Haute",
	"Basse", "Ville", "Neuf", "Vieux", "Pont", "Mesnil", "Cour", "Lande",
	"Puy", "Chau", "Bel",
};
static const char *const middle[] = {
	"court", "mont", "ignies", "elles", "onne", "ange", "euil", "argues",
	"bec", "heim", "dieu", "fort", "gny", "zay", "oux", "erre", "ricourt",
};
static const char *const after[] = {
	"sur-Aisne", "en-Brie", "les-Bains", "aux-Bois", "la-Grande",
	"le-Petit", "en-Vexin", "sur-Mer", "d'Artois", "en-Caux", "du-Gard",
};

#define PICK(a, i) (a)[(i) % (sizeof(a) / sizeof((a)[0]))]

static double
cpu_s(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
make_one(const char *folder, int i)
{
	char path[4096], name[80];
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/commune-%d", folder, i);
	if (mkdir(path, 0777) == -1) {
		if (errno == EEXIST)
			return;
		err(1, "%s", path);
	}
	(void)snprintf(name, sizeof(name), "%s%s%c%c-%s",
	    PICK(before, (unsigned)i), PICK(middle, (unsigned)i / 19),
	    'a' + i / 323 % 26, 'a' + i / 8398 % 26,
	    PICK(after, (unsigned)i * 7));
	(void)strcat(path, "/plugin.yaml");
	f = fopen(path, "w");
	if (f == NULL)
		err(1, "%s", path);
	(void)fprintf(f, "name: commune-%d\ntitle: Commune de %s\n"
	    "extends: generique\nrecognise:\n  all: [\"Commune de %s\"]\n"
	    "stated:\n  collectivite: {nom: \"%s\", type: commune}\n"
	    "sections:\n  dispositif: {from: 'Sur ces bases,', until: '^Fait'}\n"
	    "fields:\n  objet:\n    - {label: '^OBJET :', value: cell}\n"
	    "  dates.convocation:\n"
	    "    - 'Date de convocation : Le (?<value>(?&date))'\n"
	    "  effectifs.votants:\n"
	    "    - 'Nombre de votants : (?<value>(?&number))'\n"
	    "  membres.absents:\n"
	    "    - {pattern: '^Absents? :', until: '\\n\\n'}\n", i, name, name,
	    name);
	if (fclose(f) != 0)
		err(1, "%s", path);
}

static long
resident_mib(void)
{
	long pages = 0;
	FILE *f = fopen("/proc/self/statm", "r");

	if (f == NULL || fscanf(f, "%*d %ld", &pages) != 1)
		pages = 0;
	if (f != NULL)
		(void)fclose(f);
	return pages * sysconf(_SC_PAGESIZE) / (1 << 20);
}

static void
choose(const struct plugin_set *set, const char *path)
{
	const struct plugin *p = NULL;
	struct known *k;
	double began;
	char *opened;
	int fd;

	if (known_open(path, &fd, &opened) < 0 || known_read(fd, &k) < 0)
		errx(1, "%s: no words", path);
	began = cpu_s();
	for (int i = 0; i < TIMES; i++)
		p = plugin_set_choose(set, k->text);
	(void)printf("%s: %.2f ms, %s\n", path, (cpu_s() - began) * 1e3 /
	    TIMES, p->name);
	known_free(k);
	free(opened);
	(void)close(fd);
}

int
main(int argc, char **argv)
{
	struct plugin_set *set;
	struct plugin_error e;
	int number = NUMBER, option;
	const char *folder;
	double began;

	while ((option = getopt(argc, argv, "n:")) != -1) {
		if (option != 'n')
			return 2;
		number = atoi(optarg);
	}
	if (optind == argc)
		errx(2, "many_plugins [-n NUMBER] FOLDER TEXT..");
	folder = argv[optind];
	for (int i = 0; i < number; i++)
		make_one(folder, i);
	began = cpu_s();
	if (plugin_set_load(&folder, 1, &set, &e) < 0)
		errx(1, "%s:%d: %s", e.file, e.line, e.message);
	(void)printf("%zu plugins, %.2f s to load, %ld MiB\n",
	    plugin_set_count(set), cpu_s() - began, resident_mib());
	for (int i = optind + 1; i < argc; i++)
		choose(set, argv[i]);
	(void)printf("%ld MiB\n", resident_mib());
	plugin_set_free(set);
	return 0;
}
