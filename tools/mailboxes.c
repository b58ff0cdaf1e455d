/* mailboxes.c: all messages of the paths that were given, one after the other; see tool.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "tool.h"

#include <glib/gstdio.h>

/* ---- Paths -----------------------------------------------------------------------------------------------------------*/

/* In bytes, where they are files; FALSE where one is none, as the files in a folder are counted, not measured. */
static gboolean measure (char **paths, guint64 *sizes)
{
    for (guint i = 0; paths[i]; i++) {
        GStatBuf info;
        if (g_stat (paths[i], &info) != 0 || !S_ISREG (info.st_mode))
            return FALSE;
        sizes[i] = (guint64) info.st_size;
    }
    return TRUE;
}

/* Where the size of a path is not known, each is taken for as much as the others. */
void tool_paths_read (char **paths, ToolPathFunc take, gpointer data)
{
    guint n = g_strv_length (paths);
    g_autofree guint64 *sizes = g_new0 (guint64, n + 1);
    gboolean measured = measure (paths, sizes);
    double total = 0, done = 0;

    for (guint i = 0; i < n; i++)
        total += measured ? (double) sizes[i] : 1;
    for (guint i = 0; i < n && tool_output_ok (); i++) {
        double share = total > 0 ? (measured ? (double) sizes[i] : 1) / total : 0;
        tool_progress_path (done, share);
        take (paths[i], data);
        done += share;
    }
}

/* ---- Messages --------------------------------------------------------------------------------------------------------*/

typedef struct {
    ToolMessageFunc take;
    gpointer data;
    guint unread_paths;
    int worst; /* exit status */
} Messages;

static void read_mailbox (const char *path, gpointer data)
{
    Messages *messages = data;
    g_autoptr (GError) error = NULL;
    g_autoptr (BounceMailbox) mailbox = bounce_mailbox_open (path, &error);

    while (mailbox && tool_output_ok () && bounce_mailbox_next (mailbox, &error)) {
        messages->take (mailbox, messages->data);
        if (tool_progress_due ())
            tool_progress_show (bounce_mailbox_get_progress (mailbox));
    }
    if (!error)
        return;
    tool_complain ("%s", error->message);
    messages->unread_paths++;
    messages->worst = MAX (messages->worst, tool_error_status (error)); /* EX_IOERR is above EX_NOINPUT */
}

int tool_mailboxes_read (char **paths, ToolMessageFunc take, gpointer data, guint *unread_paths)
{
    char *standard_input[] = { (char *) "-", NULL };
    Messages messages = { .take = take, .data = data, .worst = EXIT_SUCCESS };

    if (!paths)
        tool_note_terminal ();
    tool_paths_read (paths ? paths : standard_input, read_mailbox, &messages);
    *unread_paths += messages.unread_paths;
    return messages.worst;
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
