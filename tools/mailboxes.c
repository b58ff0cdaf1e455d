/* mailboxes.c: all messages of the paths that were given, one after the other; see tool.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "tool.h"

/* Returns an exit status. */
static int read_mailbox (const char *path, ToolMessageFunc take, gpointer data)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (BounceMailbox) mailbox = bounce_mailbox_open (path, &error);

    while (mailbox && tool_output_ok () && bounce_mailbox_next (mailbox, &error)) {
        take (mailbox, data);
        if (tool_progress_due ())
            tool_progress_show (bounce_mailbox_get_progress (mailbox));
    }
    if (!error)
        return EXIT_SUCCESS;
    tool_complain ("%s", error->message);
    return tool_error_status (error);
}

/* ---- None -----------------------------------------------------------------------------------------------------------*/

static gboolean is_folder (const char *path, const char *name)
{
    g_autofree char *whole = g_build_filename (path, name, NULL);
    return g_file_test (whole, G_FILE_TEST_IS_DIR);
}

/* A folder in the folder, of which there are some in a Maildir; NULL where there is none. */
static char *folder_in (const char *path)
{
    g_autoptr (GDir) dir = is_folder (path, "cur") ? NULL : g_dir_open (path, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name (dir)))
        if (name[0] != '.' && is_folder (path, name))
            return g_build_filename (path, name, NULL);
    return NULL;
}

int tool_complain_of_no_mail (char **paths)
{
    g_autofree char *left_out = NULL;

    if (!tool_output_ok ()) /* where the output is lost, not all was read */
        return EX_DATAERR;
    for (; paths && *paths && !left_out; paths++)
        left_out = folder_in (*paths);
    if (left_out)
        tool_complain ("no mail that can be read; folders in a folder are not entered: %s", left_out);
    else
        tool_complain ("no mail that can be read");
    return EX_DATAERR;
}

/* ---- All ------------------------------------------------------------------------------------------------------------*/

int tool_mailboxes_read (char **paths, ToolMessageFunc take, gpointer data, guint *unread_paths)
{
    char *standard_input[] = { (char *) "-", NULL };
    int worst = EXIT_SUCCESS;

    if (!paths) {
        tool_note_terminal ();
        paths = standard_input;
    }
    guint n = g_strv_length (paths);
    for (guint i = 0; i < n && tool_output_ok (); i++) {
        tool_progress_path ((double) i / n, 1.0 / n); /* each is taken for as much as the others */
        int status = read_mailbox (paths[i], take, data);
        *unread_paths += status != EXIT_SUCCESS;
        worst = MAX (worst, status); /* EX_IOERR is above EX_NOINPUT */
    }
    return worst;
}
