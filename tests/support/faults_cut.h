#ifndef GREFFIER_FAULTS_CUT_H
#define GREFFIER_FAULTS_CUT_H

/*
 * What a power cut takes: all that was not synced.  Told of each change below
 * a folder, it remembers how to undo it, until the sync that makes it last:
 *
 *	bytes of a file			its own fsync or fdatasync
 *	a name made or removed		fsync of its folder
 *	a name moved			fsync of either folder
 *
 * So no file system has to be as forgetful as it may be.  All of this is done
 * under the caller's lock; all paths are absolute.
 */
void	faults_cut_begin(const char *root);	/* without it, nothing is done */

void	faults_cut_writing(const char *path);	/* before */
void	faults_cut_unlinking(const char *path);	/* before */
void	faults_cut_removing_folder(const char *path);	/* before */
void	faults_cut_made(const char *path);	/* after, like the rest */
void	faults_cut_made_folder(const char *path);
void	faults_cut_renamed(const char *from, const char *to);
void	faults_cut_synced(const char *path);

/* Undo, last first. */
void	faults_cut_power(void);

#endif /* GREFFIER_FAULTS_CUT_H */
