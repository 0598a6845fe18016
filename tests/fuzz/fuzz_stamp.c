#include <string.h>

#include "../support/fuzz.h"
#include "text/formula.h"
#include "text/stamp.h"
#include "text/text.h"

/* A word that is mended is one that needs no mending. */
static void
mend_words(const char *fold)
{
	const char *mended;
	size_t n;

	for (; *fold != '\0'; fold += n + (fold[n] != '\0')) {
		n = strcspn(fold, " \n\f");
		mended = formula_mend(fold, n);
		MUST(mended == NULL ||
		    formula_mend(mended, strlen(mended)) == NULL);
	}
}

/* A line by its words alone; letters' case says nothing. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *fold = text_fold((const char *)data, size, NULL);
	enum stamp is = stamp_line(fold), upper;

	MUST(is <= STAMP_ADDRESS);
	for (char *c = fold; *c != '\0'; c++)
		if (*c >= 'a' && *c <= 'z')
			*c -= 'a' - 'A';
	upper = stamp_line(fold);
	MUST(upper == is);
	mend_words(fold);
	free(fold);
	return 0;
}
