/* folder.c: the files of a folder or Maildir; see folder.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "folder.h"

#include "bounce.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* A folder of millions is gone through several times: each time the first names after the last one are taken. A batch is so large
 * that this takes less than opening its files. */
#define BATCH 32768

struct _Folder {
    GPtrArray *dirs;  /* paths still to come, the last first */
    char *dir;        /* that is read, or NULL */
    char *last;       /* name that was handed out or, in a batch, passed over; NULL at the begin */
    GPtrArray *names; /* the batch: what is left of it, the last first */
    gboolean more;    /* names after the batch */
};

/* ---- A batch ---- */

static int by_name (gconstpointer a, gconstpointer b)
{
    return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean is_dir (DIR *dir, const struct dirent *entry)
{
    struct stat info;

    if (entry->d_type != DT_UNKNOWN && entry->d_type != DT_LNK)
        return entry->d_type == DT_DIR;
    return fstatat (dirfd (dir), entry->d_name, &info, 0) == 0 && S_ISDIR (info.st_mode);
}

static gboolean is_wanted (const Folder *folder, DIR *dir, const struct dirent *entry)
{
    return entry->d_name[0] != '.' && (!folder->last || strcmp (entry->d_name, folder->last) > 0) && !is_dir (dir, entry);
}

/* Leaves the first names. */
static void cut (Folder *folder)
{
    g_ptr_array_sort (folder->names, by_name);
    if (folder->names->len > BATCH) {
        g_ptr_array_set_size (folder->names, BATCH);
        folder->more = TRUE;
    }
}

static void reverse (GPtrArray *array)
{
    for (guint i = 0; i < array->len / 2; i++) {
        gpointer first = array->pdata[i];
        array->pdata[i] = array->pdata[array->len - 1 - i];
        array->pdata[array->len - 1 - i] = first;
    }
}

static gboolean read_batch (Folder *folder)
{
    DIR *dir = opendir (folder->dir);
    const struct dirent *entry;

    folder->more = FALSE;
    while (dir && (entry = readdir (dir)))
        if (is_wanted (folder, dir, entry)) {
            g_ptr_array_add (folder->names, g_strdup (entry->d_name));
            if (folder->names->len == 2 * BATCH)
                cut (folder);
        }
    if (dir)
        closedir (dir);
    cut (folder);
    reverse (folder->names);
    return dir != NULL;
}

/* ---- From one to the next ---- */

static void next_dir (Folder *folder)
{
    g_free (folder->dir);
    g_clear_pointer (&folder->last, g_free);
    folder->dir = folder->dirs->len ? g_ptr_array_steal_index (folder->dirs, folder->dirs->len - 1) : NULL;
    folder->more = folder->dir != NULL;
}

char *folder_next (Folder *folder)
{
    while (folder->dir && folder->names->len == 0)
        if (folder->more)
            read_batch (folder);
        else
            next_dir (folder);
    if (!folder->dir)
        return NULL;
    g_free (folder->last);
    folder->last = g_ptr_array_steal_index (folder->names, folder->names->len - 1);
    return g_build_filename (folder->dir, folder->last, NULL);
}

/* ---- Life ---- */

static void add_subfolder (Folder *folder, const char *path, const char *name)
{
    char *dir = g_build_filename (path, name, NULL);

    if (g_file_test (dir, G_FILE_TEST_IS_DIR))
        g_ptr_array_add (folder->dirs, dir);
    else
        g_free (dir);
}

/* Whether it can be read is seen at once, not in its midst. */
static gboolean can_read_all (const Folder *folder, GError **error)
{
    for (guint i = 0; i < folder->dirs->len; i++) {
        DIR *dir = opendir (folder->dirs->pdata[i]);
        if (!dir) {
            int code = errno;
            g_autofree char *name = g_utf8_make_valid (folder->dirs->pdata[i], -1);
            g_set_error (error, BOUNCE_ERROR, code == ENOENT ? BOUNCE_ERROR_NOT_FOUND : BOUNCE_ERROR_IO, "%s: %s", name,
                         g_strerror (code));
            return FALSE;
        }
        closedir (dir);
    }
    return TRUE;
}

Folder *folder_open (const char *path, GError **error)
{
    Folder *folder = g_new0 (Folder, 1);

    folder->dirs = g_ptr_array_new_with_free_func (g_free);
    folder->names = g_ptr_array_new_with_free_func (g_free);
    add_subfolder (folder, path, "new");
    add_subfolder (folder, path, "cur"); /* the last is read first */
    if (folder->dirs->len == 0)
        g_ptr_array_add (folder->dirs, g_strdup (path));
    if (!can_read_all (folder, error)) {
        folder_free (folder);
        return NULL;
    }
    next_dir (folder);
    return folder;
}

void folder_free (Folder *folder)
{
    g_ptr_array_unref (folder->dirs);
    g_ptr_array_unref (folder->names);
    g_free (folder->dir);
    g_free (folder->last);
    g_free (folder);
}
