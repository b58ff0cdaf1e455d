/* mailbox.c: bytes to messages; see bounce.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "folder.h"
#include "from-line.h"
#include "keep.h"
#include "packed.h"
#include "source.h"

/* Two layers: a Source gives the lines of one file, unpacked where it is compressed; the mailbox goes from message to message
 * and, in a folder, from file to file. One message is kept at a time. */

G_DEFINE_BOXED_TYPE (BounceMailbox, bounce_mailbox, bounce_mailbox_ref, bounce_mailbox_unref)

struct _BounceMailbox {
    gint refs;
    Source *source;       /* the file that is read, or NULL */
    Folder *folder;       /* whose files are read; NULL: one file */
    char *path;           /* of the file, as it is reported */
    Keep keep;            /* the message */
    guint64 offset, size; /* of the message */
    guint64 end;          /* no message begins there or after it */
    gboolean current, started;
    char *unreadable; /* why the current file could not be read, or NULL */
};

/* ---- Life ---- */

BounceMailbox *bounce_mailbox_open (const char *path, GError **error)
{
    g_autoptr (BounceMailbox) mailbox = g_new0 (BounceMailbox, 1);
    gboolean is_folder = strcmp (path, "-") != 0 && g_file_test (path, G_FILE_TEST_IS_DIR);

    mailbox->refs = 1;
    mailbox->end = G_MAXUINT64;
    keep_init (&mailbox->keep);
    mailbox->path = g_utf8_make_valid (path, -1);
    if (is_folder)
        mailbox->folder = folder_open (path, error);
    else
        mailbox->source = source_open (path, FALSE, error);
    return mailbox->folder || mailbox->source ? g_steal_pointer (&mailbox) : NULL;
}

BounceMailbox *bounce_mailbox_ref (BounceMailbox *mailbox)
{
    g_atomic_int_inc (&mailbox->refs);
    return mailbox;
}

void bounce_mailbox_unref (BounceMailbox *mailbox)
{
    if (!g_atomic_int_dec_and_test (&mailbox->refs))
        return;
    g_clear_pointer (&mailbox->source, source_close);
    g_clear_pointer (&mailbox->folder, folder_free);
    keep_clear (&mailbox->keep);
    g_free (mailbox->path);
    g_free (mailbox->unreadable);
    g_free (mailbox);
}

/* ---- What it is ---- */

static gboolean at_from_line (Source *source)
{
    Span line;
    return source_peek_line (source, &line) && from_line_is (line);
}

/* The standard input, which others have opened, cannot be opened again. */
guint64 bounce_mailbox_get_length (BounceMailbox *mailbox)
{
    Source *source = mailbox->source;
    gboolean is_mbox = source && source_is_mbox (source, from_line_is);

    return is_mbox && strcmp (mailbox->path, "-") != 0 ? source_size (source) : 0;
}

double bounce_mailbox_get_progress (BounceMailbox *mailbox)
{
    if (mailbox->folder)
        return folder_progress (mailbox->folder);
    return mailbox->source ? source_progress (mailbox->source) : 1;
}

/* ---- Slices ---- */

/* To the first From_ line at the place or after it, or past the end: to the end of the line that the place is in, unless it is the
 * begin of one. */
static void go_to_slice (BounceMailbox *mailbox, guint64 begin)
{
    Source *source = mailbox->source;
    Span piece;
    gboolean starts = FALSE;

    if (begin > 0) {
        source_seek (source, begin - 1);
        do
            source_take (source, &piece, &starts);
        while (piece.n && piece.s[piece.n - 1] != '\n' && source_offset (source) < mailbox->end);
    }
    while (source_offset (source) < mailbox->end && !at_from_line (source)
           && (source_take_lines (source, "F", &piece) || source_take (source, &piece, &starts)))
        ;
}

BounceMailbox *bounce_mailbox_open_slice (const char *path, guint64 begin, guint64 end, GError **error)
{
    g_autoptr (BounceMailbox) mailbox = bounce_mailbox_open (path, error);

    if (!mailbox || bounce_mailbox_get_length (mailbox) == 0) {
        if (mailbox)
            g_set_error (error, BOUNCE_ERROR, BOUNCE_ERROR_IO, "%s: no slice of it can be read", mailbox->path);
        return NULL;
    }
    mailbox->end = end;
    go_to_slice (mailbox, begin);
    return g_steal_pointer (&mailbox);
}

/* ---- Messages ---- */

/* Goes past the From_ line; FALSE where there is none because nothing is left. */
static gboolean take_from_line (Source *source)
{
    Span line;
    gboolean starts, more = TRUE;

    while (!at_from_line (source) && more)
        more = source_take (source, &line, &starts); /* blank lines before the first */
    return more && source_take (source, &line, &starts);
}

/* The last bytes of what was read: enough to see a blank line. */
typedef struct {
    char bytes[3];
} Tail;

static void note_tail (Tail *tail, Span piece)
{
    for (gsize i = piece.n > 3 ? piece.n - 3 : 0; i < piece.n; i++) {
        memmove (tail->bytes, tail->bytes + 1, 2);
        tail->bytes[2] = piece.s[i];
    }
}

/* The length of the blank line that stands last. */
static gsize blank_length (const Tail *tail)
{
    if (tail->bytes[2] != '\n')
        return 0;
    return tail->bytes[1] == '\n' ? 1 : tail->bytes[1] == '\r' && tail->bytes[0] == '\n' ? 2 : 0;
}

/* The next lines, or one line, or a piece of a long one; empty at the end of the message. What may be a From_ line, is quoted or may
 * begin a part is looked at line by line. */
static Span take_some (BounceMailbox *mailbox, gboolean is_mbox)
{
    Source *source = mailbox->source;
    Span piece;
    gboolean starts;

    if (!mailbox->keep.in_header && source_take_lines (source, is_mbox ? "-F>" : "-", &piece))
        keep_lines (&mailbox->keep, piece);
    else if ((is_mbox && at_from_line (source)) || !source_take (source, &piece, &starts))
        return SPAN_EMPTY;
    else
        keep_line (&mailbox->keep, is_mbox && starts ? from_line_unquote (piece) : piece, starts);
    return piece;
}

/* Reads up to the next From_ line or the end. The blank line before that is the mailbox's, not the message's. */
static void read_lines (BounceMailbox *mailbox, gboolean is_mbox)
{
    Tail tail = { "\n\n\n" };
    Span piece;

    while ((piece = take_some (mailbox, is_mbox)).n) {
        note_tail (&tail, piece);
        mailbox->size += piece.n;
    }
    gsize blank = is_mbox && mailbox->size ? blank_length (&tail) : 0;
    keep_drop (&mailbox->keep, blank);
    mailbox->size -= blank;
}

/* Reads the source's next message; FALSE where it has none. */
static gboolean read_message (BounceMailbox *mailbox, GError **error)
{
    Source *source = mailbox->source;
    gboolean is_mbox = source_is_mbox (source, from_line_is);
    gboolean begun = is_mbox && source_offset (source) < mailbox->end && take_from_line (source);

    if (is_mbox && !begun && mailbox->end < G_MAXUINT64 && !source_error (source))
        return FALSE; /* what follows is another slice's */
    keep_begin (&mailbox->keep);
    mailbox->offset = source_offset (source);
    mailbox->size = 0;
    read_lines (mailbox, is_mbox);
    if (!source_error (source))
        return begun || mailbox->size > 0;
    g_set_error (error, BOUNCE_ERROR, BOUNCE_ERROR_IO, "%s: %s", mailbox->path, source_error (source));
    return FALSE;
}

static void set_unreadable (BounceMailbox *mailbox, const char *why)
{
    g_clear_pointer (&mailbox->source, source_close);
    mailbox->unreadable = g_strdup (why);
    keep_begin (&mailbox->keep);
    mailbox->offset = mailbox->size = 0;
}

/* Opens the next file of a folder; FALSE where none is left. */
static gboolean open_next (BounceMailbox *mailbox, GError **error)
{
    g_autofree char *path = mailbox->folder ? folder_next (mailbox->folder) : NULL;

    if (!path)
        return FALSE;
    g_free (mailbox->path);
    mailbox->path = g_utf8_make_valid (path, -1);
    mailbox->source = source_open (path, TRUE, error);
    return TRUE;
}

/* The same. What cannot be opened is a message that cannot be read. */
static gboolean next_file (BounceMailbox *mailbox)
{
    g_autoptr (GError) error = NULL;

    do {
        g_clear_error (&error);
        if (!open_next (mailbox, &error))
            return FALSE;
    } while (error && folder_has_moved (mailbox->folder));
    mailbox->started = FALSE;
    if (error)
        set_unreadable (mailbox, error->message);
    return TRUE;
}

/* The next message of the file that is open. In a folder an empty file is an empty message, and one that breaks off is a message
 * that cannot be read, so that each is accounted for. */
static gboolean next_in_file (BounceMailbox *mailbox, GError **error)
{
    g_autoptr (GError) cause = NULL;
    gboolean first = !mailbox->started;

    mailbox->started = TRUE;
    if (read_message (mailbox, &cause))
        return TRUE;
    if (!cause)
        return first && mailbox->folder;
    set_unreadable (mailbox, cause->message);
    if (mailbox->folder)
        return TRUE;
    g_propagate_error (error, g_steal_pointer (&cause));
    return FALSE;
}

gboolean bounce_mailbox_next (BounceMailbox *mailbox, GError **error)
{
    g_autoptr (GError) cause = NULL;

    g_clear_pointer (&mailbox->unreadable, g_free);
    mailbox->current = FALSE;
    while (!mailbox->current && !cause) {
        if (!mailbox->source && !next_file (mailbox))
            return FALSE;
        mailbox->current = mailbox->unreadable || next_in_file (mailbox, &cause);
        if (!mailbox->current)
            g_clear_pointer (&mailbox->source, source_close);
    }
    if (cause)
        g_propagate_error (error, g_steal_pointer (&cause));
    return mailbox->current;
}

const char *bounce_mailbox_get_data (BounceMailbox *mailbox, gsize *length)
{
    *length = mailbox->current ? mailbox->keep.message->len : 0;
    return mailbox->current ? mailbox->keep.message->str : NULL;
}

static MessagePlace place_of (const BounceMailbox *mailbox)
{
    return (MessagePlace){ .source = mailbox->path,
                           .offset = mailbox->offset,
                           .size = mailbox->size,
                           .truncated = mailbox->keep.added > BOUNCE_DEFAULT_LIMIT_MESSAGE,
                           .cut = mailbox->keep.cut,
                           .unreadable = mailbox->unreadable };
}

static Span message_of (const BounceMailbox *mailbox)
{
    return (Span){ mailbox->keep.message->str, mailbox->keep.message->len };
}

BounceReport *bounce_mailbox_parse (BounceMailbox *mailbox, BounceParser *parser)
{
    MessagePlace place = place_of (mailbox);

    g_return_val_if_fail (mailbox->current, NULL);
    return parser_read (parser, message_of (mailbox), &place);
}

gsize bounce_mailbox_pack (BounceMailbox *mailbox, char *buffer, gsize room)
{
    MessagePlace place = place_of (mailbox);

    g_return_val_if_fail (mailbox->current, 0);
    return packed_write (&place, message_of (mailbox), buffer, room);
}
