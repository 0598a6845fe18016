#include <stddef.h>

#include "conf/conf.h"
#include "conf/conf_table.h"

#define AT(field)	offsetof(struct conf, field)
#define SECOND		UINT64_C(1000)
#define MINUTE		(60 * SECOND)
#define HOUR		(60 * MINUTE)
#define MIB		(UINT64_C(1) << 20)
#define GIB		(UINT64_C(1) << 30)

#ifndef LOCALSTATEDIR
#define LOCALSTATEDIR	"/var"
#endif
#ifndef PKGDATADIR
#define PKGDATADIR	"/usr/share/greffier"
#endif
#ifndef PKGLIBEXECDIR
#define PKGLIBEXECDIR	"/usr/libexec/greffier"
#endif
#ifndef SYSCONFDIR
#define SYSCONFDIR	"/etc"
#endif

const struct conf_key conf_table[] = {
	/* name, type, offset, default, min, max, fixed, text */
	{ "root", CONF_PATH, AT(root), LOCALSTATEDIR "/lib/greffier", 0, 0,
	    true, "Folder of the rooms below.  An absolute path." },
	{ "inbox", CONF_PATH, AT(inbox), "inbox", 0, 0, true,
	    "Where scans are dropped, in subfolders or not.  Like the other "
	    "rooms a path below root, or an absolute one, on another file "
	    "system if need be.  No room may lie inside another.  The daemon "
	    "must be able to write each, the inbox too: it moves scans out of "
	    "it.  Under systemd a room elsewhere than below root is opened up "
	    "by a drop-in (systemctl edit greffierd) with ReadWritePaths=." },
	{ "work", CONF_PATH, AT(work), "work", 0, 0, true,
	    "Where a scan lies while it is read, beside the pages already "
	    "read." },
	{ "out", CONF_PATH, AT(out), "out", 0, 0, true,
	    "Where records are put." },
	{ "done", CONF_PATH, AT(done), "done", 0, 0, true,
	    "Where the scans go whose record is in out." },
	{ "failed", CONF_PATH, AT(failed), "failed", 0, 0, true,
	    "Where the scans go that cannot be read, each beside its reason." },
	{ "state", CONF_PATH, AT(state), "state", 0, 0, true,
	    "Where the daemon keeps its ledger.  A local disk: SQLite trusts "
	    "no network file system." },
	{ "control", CONF_PATH, AT(control), "control", 0, 0, true,
	    "The socket at which greffier(1) asks the daemon what it does.  "
	    "Who may open it (the daemon's own user and group) may pause it "
	    "and have scans read again.  A local disk." },
	{ "plugins", CONF_PATHS, AT(plugins),
	    "[" PKGDATADIR "/plugins, " SYSCONFDIR "/greffier/plugins]",
	    1, 16, false,
	    "Folders of plugins.  Of two plugins of one name the one in the "
	    "later folder is used; a folder that is not there is passed over." },
	{ "reader", CONF_PATH, AT(reader), PKGLIBEXECDIR "/greffier-reader",
	    0, 0, false, "The program that reads scans." },
	{ "readers", CONF_COUNT, AT(readers), "0", 0, 256, true,
	    "How many pages are read at once; 0 for as many as there are "
	    "cores." },
	{ "languages", CONF_TEXT, AT(languages), "fra", 1, 64, false,
	    "Tesseract's models, joined by +." },
	{ "tessdata", CONF_TEXT, AT(tessdata), "", 0, 4096, false,
	    "Folder of these models; empty for Tesseract's own." },
	/* As long as all of them: more names one twice. */
	{ "page.without", CONF_STEPS, AT(page_without), "", 0, 84, false,
	    "Steps of cleaning to leave out, joined by +, for scans that one "
	    "harms: colour (coloured ink over black type is taken off), "
	    "negative (white on black), sheet (a photographed sheet is cut "
	    "out), screen (grey made of dots), light (made even), faint "
	    "(pale ink is made dark), turn (by quarters), skew, curve (lines "
	    "that bend), bleed (the other side shines through), sharp (out of "
	    "focus), dirt (dark edges, holes, specks), rules (lines, cells "
	    "and tick boxes), mend (broken strokes)." },
	{ "settle", CONF_TIME, AT(settle_ms), "2 s", 50, HOUR, false,
	    "How long a file must have kept still before it is taken.  Where "
	    "the system tells that someone still has it open for writing, it "
	    "is not taken before that one closes it." },
	{ "rescan", CONF_TIME, AT(rescan_ms), "10 s", 100, HOUR, false,
	    "How often the inbox is looked at whether or not the system says "
	    "that something has changed.  Network file systems never say it: "
	    "they are looked at every 3 s at least." },
	{ "budget.open", CONF_TIME, AT(open_ms), "30 s", 100, HOUR, false,
	    "How long opening a scan may take." },
	{ "budget.page", CONF_TIME, AT(page_ms), "2 min", 100, HOUR, false,
	    "How long a page may take.  One that takes longer is tried once "
	    "more in a gentler way, then given up: the record says so." },
	{ "budget.record", CONF_TIME, AT(record_ms), "1 min", 100, HOUR,
	    false, "How long making the record from the pages may take." },
	{ "budget.memory", CONF_SIZE, AT(memory_bytes), "2 GiB", 256 * MIB,
	    256 * GIB, false, "How much memory reading one page may take." },
	{ "memory", CONF_SIZE, AT(all_memory_bytes), "0 B", 0, 64 * 1024 * GIB,
	    true, "How much memory all pages being read may take together; 0 "
	    "for three quarters of the machine's.  Each page is given an equal "
	    "share, and where that was too little its second try what "
	    "budget.memory says, as soon as the others leave so much." },
	{ "stop_grace", CONF_TIME, AT(stop_grace_ms), "10 s", 0, 10 * MINUTE,
	    false,
	    "How long a daemon told to stop goes on with what it has in hand.  "
	    "What is not finished then is put back, or waits in work with its "
	    "pages for the next start." },
	{ "min_free", CONF_SIZE, AT(free_bytes), "256 MiB", 0, 1024 * GIB,
	    false,
	    "No scan is taken while work, out or done has less than that "
	    "left." },
	{ "output.file_mode", CONF_MODE, AT(file_mode), "0640", 0400, 0666,
	    true,
	    "Permissions of the records and reasons that are written." },
	{ "output.folder_mode", CONF_MODE, AT(folder_mode), "0750", 0700,
	    0777, true,
	    "Permissions of the subfolders that are made for them; the group "
	    "may write those of a room that it may write itself.  A room's "
	    "set-group bit is handed on by the system." },
	{ "output.group", CONF_GROUP, AT(group), "", 0, 64, true,
	    "Group of the records and reasons that are written; empty for that "
	    "of their room, or the daemon's own.  out, done and failed are "
	    "given that group and the set-group bit at the start.  Where the "
	    "daemon may not do so (under systemd it may not) it is done once "
	    "by hand: chgrp GROUP out done failed; chmod g+s out done "
	    "failed." },
	{ "landlock", CONF_BOOL, AT(landlock), "true", 0, 1, false,
	    "Whether a reader that the kernel cannot lock by landlock refuses "
	    "to run.  false only for kernels before 5.13." },
};

const size_t conf_keys = sizeof(conf_table) / sizeof(conf_table[0]);
