#ifndef GREFFIER_PLUGIN_BUILTIN_H
#define GREFFIER_PLUGIN_BUILTIN_H

/*
 * The plugin that all others end in, so that none need say it again: the
 * stamps of the préfecture, sums of money, references to the law.  In the
 * plugins' own language.
 */
#define PLUGIN_BUILTIN_NAME	"greffier"

extern const char plugin_builtin_yaml[];

#endif /* GREFFIER_PLUGIN_BUILTIN_H */
