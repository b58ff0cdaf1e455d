/* slot.c: a slot of memory that processes share; see slot.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "slot.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define ENOUGH_INPUT (128 * 1024)   /* bytes after which a slot is given out */
#define ENOUGH_OUTPUT (1024 * 1024) /* bytes after which a process leaves a slot */

/* ---- Filling ---- */

gboolean slot_add (Slot *slot, BounceMailbox *mailbox)
{
    gsize room = SLOT_INPUT - slot->input_length;
    gsize length = bounce_mailbox_pack (mailbox, slot->input + slot->input_length, room);

    if (length > room)
        return FALSE;
    slot->starts[slot->n++] = slot->input_length;
    slot->input_length += length;
    slot->starts[slot->n] = slot->input_length;
    return TRUE;
}

void slot_set_slice (Slot *slot, const char *path, guint64 begin, guint64 end)
{
    slot->input_length = strlen (path) + 1;
    memcpy (slot->input, path, slot->input_length);
    slot->is_slice = TRUE;
    slot->begin = begin;
    slot->end = end;
}

gboolean slot_is_empty (const Slot *slot)
{
    return slot->n == 0 && !slot->is_slice;
}

gboolean slot_is_full (const Slot *slot)
{
    return slot->n == SLOT_BATCH || slot->input_length >= ENOUGH_INPUT;
}

/* ---- Its messages ---- */

/* Where a process is in a slot. */
typedef struct {
    Slot *slot;
    BounceMailbox *mailbox; /* of a slice */
} Feed;

static void note_error (Slot *slot, const GError *error)
{
    slot->error_status = tool_error_status (error);
    g_strlcpy (slot->error, error->message, sizeof slot->error);
}

/* Goes on to the next message of a slice; FALSE at its end. */
static gboolean next_of_slice (Feed *feed)
{
    g_autoptr (GError) error = NULL;

    if (feed->mailbox && bounce_mailbox_next (feed->mailbox, &error))
        return TRUE;
    if (error)
        note_error (feed->slot, error);
    return FALSE;
}

/* Goes to the first message that is not done. */
static void feed_begin (Feed *feed, Slot *slot)
{
    g_autoptr (GError) error = NULL;

    *feed = (Feed){ .slot = slot };
    if (!slot->is_slice)
        return;
    feed->mailbox = bounce_mailbox_open_slice (slot->input, slot->begin, slot->end, &error);
    if (error)
        note_error (slot, error);
    for (guint32 i = 0; i < slot->progress.done && next_of_slice (feed); i++)
        ;
}

static void feed_end (Feed *feed)
{
    g_clear_pointer (&feed->mailbox, bounce_mailbox_unref);
}

static const char *message_at (const Slot *slot, guint i, gsize *length)
{
    *length = slot->starts[i + 1] - slot->starts[i];
    return slot->input + slot->starts[i];
}

/* The report on the message that is next; NULL at the end. */
static BounceReport *feed_parse (Feed *feed, BounceParser *parser)
{
    const Slot *slot = feed->slot;
    gsize length;

    if (slot->is_slice)
        return next_of_slice (feed) ? bounce_mailbox_parse (feed->mailbox, parser) : NULL;
    if (slot->progress.done == slot->n)
        return NULL;
    const char *packed = message_at (slot, slot->progress.done, &length);
    return bounce_parser_parse_packed (parser, packed, length);
}

/* The message that is next, packed, to be freed; NULL at the end. */
static char *feed_pack (Feed *feed, gsize *length)
{
    const Slot *slot = feed->slot;

    if (slot->is_slice ? !next_of_slice (feed) : slot->progress.done == slot->n)
        return NULL;
    if (!slot->is_slice) {
        const char *message = message_at (slot, slot->progress.done, length);
        return g_memdup2 (message, *length);
    }
    *length = bounce_mailbox_pack (feed->mailbox, NULL, 0);
    char *packed = g_malloc (*length);
    bounce_mailbox_pack (feed->mailbox, packed, *length);
    return packed;
}

/* ---- Work ---- */

/* One more message of the slot; FALSE where there is none, or its report has no room. */
static gboolean do_message (Feed *feed, const ToolWriter *writer, GString *text)
{
    Slot *slot = feed->slot;
    SlotProgress progress = slot->progress;
    g_autoptr (BounceReport) report = feed_parse (feed, writer->parser);

    slot->is_done = !report;
    if (!report)
        return FALSE;
    g_string_truncate (text, 0);
    ToolCounts counts = slot->counts;
    tool_writer_take (writer, report, &counts);
    slot->too_long = text->len > SLOT_OUTPUT - progress.output;
    if (slot->too_long)
        return FALSE;
    memcpy (slot->output + progress.output, text->str, text->len);
    slot->counts = counts;
    __atomic_store (&slot->progress, &((SlotProgress){ progress.done + 1, progress.output + (guint32) text->len }),
                    __ATOMIC_RELEASE);
    return TRUE;
}

void slot_work (Slot *slot, const ToolWriter *writer)
{
    g_autoptr (GString) text = g_string_sized_new (4096);
    Feed feed;

    tool_redirect (text);
    feed_begin (&feed, slot);
    while (slot->progress.output < ENOUGH_OUTPUT && do_message (&feed, writer, text))
        ;
    feed_end (&feed);
    tool_redirect (NULL);
}

/* ---- Printing ---- */

/* Gives back the whole pages that were used beyond what is usual. */
static void trim (char *area, gsize used, gsize usual)
{
    gsize page = (gsize) sysconf (_SC_PAGESIZE);
    gsize from = ((gsize) area + usual + page - 1) / page * page, to = ((gsize) area + used) / page * page;

    if (to > from)
        madvise ((char *) from, to - from, MADV_REMOVE);
}

void slot_print (Slot *slot, ToolCounts *counts)
{
    tool_write (slot->output, slot->progress.output);
    trim (slot->output, slot->progress.output, ENOUGH_OUTPUT);
    tool_counts_add (counts, &slot->counts);
    slot->progress.output = 0;
    memset (&slot->counts, 0, sizeof slot->counts);
}

gboolean slot_report_next (Slot *slot, const ToolWriter *writer, const char *lost, ToolCounts *counts)
{
    Feed feed;
    gsize length = 0;

    feed_begin (&feed, slot);
    g_autofree char *packed = feed_pack (&feed, &length);
    feed_end (&feed);
    slot->is_done = !packed; /* an mbox that has become shorter */
    if (!packed)
        return FALSE;
    g_autoptr (BounceReport) report =
        lost ? bounce_report_new_unreadable (packed, length, lost) : bounce_parser_parse_packed (writer->parser, packed, length);
    tool_writer_take (writer, report, counts);
    slot->progress.done++;
    return TRUE;
}

void slot_clear (Slot *slot)
{
    trim (slot->input, slot->input_length, 2 * ENOUGH_INPUT);
    slot->is_slice = slot->is_done = FALSE;
    slot->error_status = 0;
    slot->n = 0;
    slot->input_length = 0;
    slot->progress = (SlotProgress){ 0 };
}
