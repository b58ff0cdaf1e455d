/* folder.h: the files of a folder or Maildir
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include <glib.h>

typedef struct _Folder Folder;

/* A Maildir has its mail in new and cur; any other folder has it in itself. */
Folder *folder_open (const char *path, GError **error);
void folder_free (Folder *folder);

/* The path of the next file, in the order of names; NULL at the end. Names that begin with a dot and folders in it are left out.
 * However many there are, memory is bounded. Free it. */
char *folder_next (Folder *folder);

/* Of the last path: is it gone from where it was? In a Maildir that means that it comes again, unless it was deleted. */
gboolean folder_has_moved (Folder *folder);

/* How many of the files were handed out: from 0 to 1. They are counted at the first call. */
double folder_progress (Folder *folder);
