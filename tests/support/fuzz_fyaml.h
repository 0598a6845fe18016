#ifndef GREFFIER_FUZZ_FYAML_H
#define GREFFIER_FUZZ_FYAML_H

/*
 * libfyaml forgets 2 KiB or more of a text with nine quotes in a row (its issue
 * 233), whatever is done with it afterwards.  The leak checker knows it by the
 * library's name: its frames have no better one.
 */
const char	*__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libfyaml.so";
}

#endif /* GREFFIER_FUZZ_FYAML_H */
