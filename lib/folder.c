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
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

/* A folder of millions is gone through several times: each time the first names after the last one are taken. A batch is so large
 * that this takes less than opening its files. */
#define BATCH 32768

/* Open as long as it is read: what could be listed at the begin can be listed again. */
typedef struct {
    char *path;
    DIR *dir;
    gboolean is_new; /* the "new" of a Maildir */
} Open;

struct _Folder {
    GArray *dirs;     /* of Open, still to come or being read */
    guint current;    /* of them */
    char *last;       /* name that was handed out; NULL at the begin */
    GPtrArray *names; /* the batch */
    guint next;       /* of them */
    gboolean more;    /* names after the batch */
    guint64 taken;    /* names that were handed out */
    guint64 total;    /* names; 0: not counted yet */
    GHashTable *came; /* the first names that were handed out of "new" */
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

static void read_batch (Folder *folder, DIR *dir)
{
    const struct dirent *entry;

    g_ptr_array_set_size (folder->names, 0);
    folder->next = 0;
    folder->more = FALSE;
    rewinddir (dir);
    while ((entry = readdir (dir)))
        if (is_wanted (folder, dir, entry)) {
            g_ptr_array_add (folder->names, g_strdup (entry->d_name));
            if (folder->names->len == 2 * BATCH)
                cut (folder);
        }
    cut (folder);
}

/* ---- What moves ---- */

/* A mail program that opens a Maildir moves what is new to "cur", where ":2," and flags follow the name. So "new" is read first:
 * nothing is missed. What was handed out before it moved is passed over in "cur". */

static char *base_of (const char *name)
{
    return g_strndup (name, strcspn (name, ":"));
}

static const Open *current_dir (const Folder *folder)
{
    return &g_array_index (folder->dirs, Open, folder->current);
}

static gboolean came_before (Folder *folder, const char *name)
{
    if (current_dir (folder)->is_new) {
        if (g_hash_table_size (folder->came) < BATCH)
            g_hash_table_add (folder->came, base_of (name));
        return FALSE;
    }
    g_autofree char *base = g_hash_table_size (folder->came) ? base_of (name) : NULL;
    return base && g_hash_table_contains (folder->came, base);
}

gboolean folder_has_moved (Folder *folder)
{
    const Open *open = current_dir (folder);
    struct stat info;

    if (!open->is_new || fstatat (dirfd (open->dir), folder->last, &info, AT_SYMLINK_NOFOLLOW) == 0 || errno != ENOENT)
        return FALSE;
    g_autofree char *base = base_of (folder->last);
    g_hash_table_remove (folder->came, base);
    return TRUE;
}

/* ---- From one to the next ---- */

static void next_dir (Folder *folder)
{
    g_clear_pointer (&folder->last, g_free);
    folder->current++;
    folder->more = TRUE;
}

/* NULL at the end. */
static const char *next_name (Folder *folder)
{
    while (folder->current < folder->dirs->len && folder->next == folder->names->len)
        if (folder->more)
            read_batch (folder, current_dir (folder)->dir);
        else
            next_dir (folder);
    if (folder->current == folder->dirs->len)
        return NULL;
    const char *name = folder->names->pdata[folder->next++];
    g_free (folder->last);
    folder->last = g_strdup (name);
    folder->taken++;
    return name;
}

char *folder_next (Folder *folder)
{
    const char *name;

    do
        name = next_name (folder);
    while (name && came_before (folder, name));
    return name ? g_build_filename (current_dir (folder)->path, name, NULL) : NULL;
}

/* Folders in it are counted too: it is for who waits, and not worth more. */
static guint64 count_names (Folder *folder)
{
    guint64 n = 0;

    for (guint i = 0; i < folder->dirs->len; i++) {
        DIR *dir = g_array_index (folder->dirs, Open, i).dir;
        const struct dirent *entry;
        rewinddir (dir);
        while ((entry = readdir (dir)))
            n += entry->d_name[0] != '.';
    }
    return n;
}

double folder_progress (Folder *folder)
{
    if (!folder->total)
        folder->total = count_names (folder);
    return folder->taken < folder->total ? (double) folder->taken / (double) folder->total : 1;
}

/* ---- Life ---- */

static void close_dir (gpointer data)
{
    Open *open = data;
    closedir (open->dir);
    g_free (open->path);
}

/* Whether it can be read is seen at once, not in its midst. */
static gboolean open_dir (Folder *folder, const char *path, gboolean is_new, GError **error)
{
    Open open = { .dir = opendir (path), .is_new = is_new };
    int code = errno;

    if (!open.dir) {
        g_autofree char *name = g_utf8_make_valid (path, -1);
        g_set_error (error, BOUNCE_ERROR, code == ENOENT ? BOUNCE_ERROR_NOT_FOUND : BOUNCE_ERROR_IO, "%s: %s", name,
                     g_strerror (code));
        return FALSE;
    }
    open.path = g_strdup (path);
    g_array_append_val (folder->dirs, open);
    return TRUE;
}

static gboolean open_all (Folder *folder, const char *path, GError **error)
{
    g_autofree char *cur = g_build_filename (path, "cur", NULL), *new = g_build_filename (path, "new", NULL);
    gboolean has_cur = g_file_test (cur, G_FILE_TEST_IS_DIR), has_new = g_file_test (new, G_FILE_TEST_IS_DIR);

    if (!has_cur && !has_new)
        return open_dir (folder, path, FALSE, error);
    return (!has_new || open_dir (folder, new, TRUE, error)) && (!has_cur || open_dir (folder, cur, FALSE, error));
}

Folder *folder_open (const char *path, GError **error)
{
    Folder *folder = g_new0 (Folder, 1);

    folder->dirs = g_array_new (FALSE, FALSE, sizeof (Open));
    g_array_set_clear_func (folder->dirs, close_dir);
    folder->names = g_ptr_array_new_with_free_func (g_free);
    folder->more = TRUE;
    folder->came = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    if (open_all (folder, path, error))
        return folder;
    folder_free (folder);
    return NULL;
}

void folder_free (Folder *folder)
{
    g_array_unref (folder->dirs);
    g_ptr_array_unref (folder->names);
    g_hash_table_unref (folder->came);
    g_free (folder->last);
    g_free (folder);
}
