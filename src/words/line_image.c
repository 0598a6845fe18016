#include <leptonica/allheaders.h>

/*
 * Tesseract keeps the image of each line as a PNG, from which it then reads
 * it: 4 % of a page's time, and nothing can be set.  Its call of leptonica
 * meets this instead, as a library's call meets the program's own function
 * first.
 * What is written is leptonica's own form, the pixels as they are, which
 * pixReadMem knows by its first bytes.
 *
 * So it is a file of the program greffier-reader, in which nobody else writes
 * images by this name, and of no library.
 */
__attribute__((visibility("default"))) l_ok
pixWriteMem(l_uint8 **ret_data, size_t *ret_size, PIX *pix, l_int32 format)
{
	(void)format;
	return pixWriteMemSpix(ret_data, ret_size, pix);
}
