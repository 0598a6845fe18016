#ifndef GREFFIER_PICTURE_H
#define GREFFIER_PICTURE_H

#include <stddef.h>
#include <stdint.h>

#include "base/verdict.h"

struct source;

/* A page for the eye: small, upright and straight, as its words' boxes lie. */
struct picture {
	unsigned char	*jpeg;
	size_t		 len;
	int32_t		 rotation;	/* degrees clockwise that it was turned by */
};

/*
 * Of page `number`, from 1.  VERDICT_OK and *ret (picture_free), or the
 * verdict on the page; VERDICT_BLANK where it has words only.
 */
enum verdict	picture_make(struct source *s, uint32_t number,
		    unsigned how, struct picture *ret);
void		picture_free(struct picture *p);

#endif /* GREFFIER_PICTURE_H */
