/* slot.h: a slot of memory that processes share: messages, and what is written of them
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One process fills a slot, another parses its messages and writes their reports beside them, and the first prints these. A slot need
 * not be done at once: how far it came is left behind in it, also by a process that dies.
 */
#pragma once

#include "tool.h"

#define SLOT_BATCH 32                                           /* messages, at most */
#define SLOT_INPUT (BOUNCE_DEFAULT_LIMIT_MESSAGE + (64 * 1024)) /* bytes: the largest message, and where it stands */
#define SLOT_OUTPUT (16 * 1024 * 1024) /* bytes; what is larger has no room. Only what is used takes memory */

/* How far the work on a slot has come: one number, so that a process that dies leaves no half of it. */
typedef struct {
    guint32 done;   /* messages */
    guint32 output; /* bytes */
} SlotProgress;

/* It has messages, or a slice of an mbox, whose path is its input. */
typedef struct {
    gboolean is_slice;
    guint64 begin, end; /* of the slice */
    guint32 n;          /* messages; not of a slice */
    gsize input_length;
    SlotProgress progress;
    gboolean is_done; /* nothing more is to be read of it */
    int error_status; /* where a slice could not be read to its end: an exit status, and why; else 0 */
    char error[1024];
    gboolean too_long; /* the next report has no room */
    ToolCounts counts; /* of what is done and not printed yet */
    gsize starts[SLOT_BATCH + 1];
    char input[SLOT_INPUT];
    char output[SLOT_OUTPUT];
} Slot;

/* Adds the current message of the mailbox; FALSE where it has no room. */
gboolean slot_add (Slot *slot, BounceMailbox *mailbox);

/* Makes it a slice of an mbox; the path must have room. */
void slot_set_slice (Slot *slot, const char *path, guint64 begin, guint64 end);

gboolean slot_is_empty (const Slot *slot);

/* Is so much in it that it is worth to be given out? */
gboolean slot_is_full (const Slot *slot);

/* Parses its messages and writes their reports, until it is done, or much is written, or a report has no room. */
void slot_work (Slot *slot, const ToolWriter *writer);

/* Prints what is written, and adds its counts. */
void slot_print (Slot *slot, ToolCounts *counts);

/* Prints a report on the message that is next: the one that has no room, or that the message is lost, and why. FALSE where there is no
 * such message. */
gboolean slot_report_next (Slot *slot, const ToolWriter *writer, const char *lost, ToolCounts *counts);

/* For the next messages. */
void slot_clear (Slot *slot);
