/* standalone.c: runs a fuzz target over files, and the files of folders: for replaying findings, and for AFL++ ("@@")
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "fuzz.h"

#include <stdio.h>

static gboolean run_file (const char *path)
{
    g_autofree char *bytes = NULL;
    g_autoptr(GError) error = NULL;
    gsize length;

    if (!g_file_get_contents (path, &bytes, &length, &error)) {
        fprintf (stderr, "%s\n", error->message);
        return FALSE;
    }
    /* told before, so that the last line names the one that crashes */
    printf ("%s\n", path);
    fflush (stdout);
    LLVMFuzzerTestOneInput ((const uint8_t *) bytes, length);
    return TRUE;
}

static gboolean run (const char *path)
{
    g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
    gboolean good = TRUE;
    const char *name;

    if (!dir)
        return run_file (path);
    while ((name = g_dir_read_name (dir))) {
        g_autofree char *child = g_build_filename (path, name, NULL);
        good = run (child) && good;
    }
    return good;
}

int main (int argc, char **argv)
{
    gboolean good = TRUE;

    for (int i = 1; i < argc; i++)
        good = run (argv[i]) && good;
    return good ? 0 : 1;
}
