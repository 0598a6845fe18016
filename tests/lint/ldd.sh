#!/bin/bash
# The daemon links nothing that looks inside a scan, and the tool neither.
set -eu
command -v ldd >/dev/null || exit 77
status=0

for program in greffierd greffier; do
	file=${top_builddir:-.}/$program
	[ -x "$file" ] || { echo "$file: not built" >&2; exit 1; }
	if ldd "$file" | grep -E 'libtesseract|liblept|libpoppler|libpcre2|libcairo|libgobject' >&2; then
		echo "$program: links what only the reader may" >&2
		status=1
	fi
done
ldd "${top_builddir:-.}/greffier-reader" | grep -q libtesseract
# What Tesseract calls in leptonica's place (src/words/line_image.c, brick_call.c),
# in OpenMP's (one_thread.c) is to be seen, and what poppler calls in cairo's
# (src/page/pdf_letters.c).
for name in pixWriteMem pixOpenBrick GOMP_parallel GOMP_parallel_sections \
    GOMP_sections_next GOMP_sections_end_nowait omp_get_num_threads \
    omp_get_thread_num cairo_show_glyphs; do
	nm -D "${top_builddir:-.}/greffier-reader" | grep -q " T $name\$" || {
		echo "greffier-reader: $name is not its own" >&2
		status=1
	}
done
exit "$status"
