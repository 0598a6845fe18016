#ifndef GREFFIER_PLUGIN_LINT_H
#define GREFFIER_PLUGIN_LINT_H

struct plugin;

/*
 * What a plugin says that cannot be meant, though it loads: patterns that can
 * only run away, rules that can never win, sections that nothing looks into.
 */
typedef void plugin_lint_teller(void *ctx, int line, int column,
    const char *message);

/* Its own text only; its parents must be set. */
void	plugin_lint(const struct plugin *p, plugin_lint_teller *tell,
	    void *ctx);

#endif /* GREFFIER_PLUGIN_LINT_H */
