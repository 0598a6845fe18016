#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

/*
 * A fuzz target without its fuzzer: each file, and each file of a folder, is
 * tried once, so that any compiler's build runs the seeds.
 */

extern int LLVMFuzzerInitialize(int *argc, char ***argv)
    __attribute__((weak));

static size_t tried;

/* A copy of the right size, so that a byte too far is seen by the sanitizer. */
static int
try_file(const char *path)
{
	FILE *f = fopen(path, "re");
	long size = -1;
	uint8_t *data;

	if (f != NULL && fseek(f, 0, SEEK_END) == 0)
		size = ftell(f);
	if (size < 0) {
		perror(path);
		if (f != NULL)
			(void)fclose(f);
		return -1;
	}
	rewind(f);
	data = malloc(size > 0 ? (size_t)size : 1);
	if (data == NULL || fread(data, 1, (size_t)size, f) != (size_t)size) {
		perror(path);
		exit(EXIT_FAILURE);
	}
	(void)fclose(f);
	(void)LLVMFuzzerTestOneInput(data, (size_t)size);
	free(data);
	tried++;
	return 0;
}

static int
try_path(const char *path)
{
	DIR *dp = opendir(path);
	char file[4096];
	struct dirent *de;
	int r = 0;

	if (dp == NULL)
		return try_file(path);
	while ((de = readdir(dp)) != NULL) {
		if (de->d_name[0] == '.')
			continue;
		(void)snprintf(file, sizeof(file), "%s/%s", path, de->d_name);
		if (try_file(file) < 0)
			r = -1;
	}
	(void)closedir(dp);
	return r;
}

int
main(int argc, char **argv)
{
	int status = EXIT_SUCCESS;

	if (LLVMFuzzerInitialize != NULL)
		(void)LLVMFuzzerInitialize(&argc, &argv);
	for (int i = 1; i < argc; i++)
		if (try_path(argv[i]) < 0)
			status = EXIT_FAILURE;
	printf("%s: %zu inputs\n", argv[0], tried);
	return tried == 0 ? EXIT_FAILURE : status;
}
