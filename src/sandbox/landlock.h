#ifndef GREFFIER_LANDLOCK_H
#define GREFFIER_LANDLOCK_H

/*
 * Give up every right that the running kernel's landlock knows of and we do,
 * but for reading below the paths of two NULL-ended lists (each may be NULL;
 * what does not exist is passed over).  -ENOSYS, -EOPNOTSUPP: no landlock.
 */
int	landlock_lock(const char *const *paths, const char *const *more,
	    unsigned *ret_abi);

#endif /* GREFFIER_LANDLOCK_H */
