# GREFFIER_FLAGS(VARIABLE, FLAG...)
# ---------------------------------
# Append to VARIABLE each FLAG that the compiler and the linker take without a
# word.  Asked with -Werror, since clang only warns of flags it does not know.
AC_DEFUN([GREFFIER_FLAGS], [
for greffier_flag in m4_normalize([$2]); do
	AC_MSG_CHECKING([whether $CC accepts $greffier_flag])
	greffier_save_CFLAGS=$CFLAGS
	CFLAGS="$CFLAGS -Werror $greffier_flag"
	AC_LINK_IFELSE([AC_LANG_PROGRAM([[#include <string.h>]],
	    [[char s[8]; (void)memset(s, 0, sizeof(s)); return s[0];]])],
	    [AC_MSG_RESULT([yes])
	     $1="$$1 $greffier_flag"],
	    [AC_MSG_RESULT([no])])
	CFLAGS=$greffier_save_CFLAGS
done])

# GREFFIER_DIR(OPTION, VARIABLE, DEFAULT, HELP)
# ---------------------------------------------
# --with-OPTION=DIR, substituted as VARIABLE.
AC_DEFUN([GREFFIER_DIR], [
AC_ARG_WITH([$1], [AS_HELP_STRING([--with-$1=DIR], [$4 @<:@$3@:>@])],
    [$2=$withval], [$2='$3'])
AC_SUBST([$2])
])
