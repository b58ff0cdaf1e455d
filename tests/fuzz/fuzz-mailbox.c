/* fuzz-mailbox.c: a file becomes messages, in their order, none longer than the limit
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "fuzz.h"

#include <unistd.h>

#define PARSED 3      /* messages: what is in one is for fuzz-message */
#define MOST_MESSAGES 5000

/* Where a message stands is told only by its report. */
static guint64 check_place (BounceMailbox *mailbox, guint64 last_end)
{
    g_autoptr(BounceReport) report = bounce_mailbox_parse (mailbox, fuzz_parser ());
    guint64 offset = bounce_report_get_offset (report), size = bounce_report_get_size (report);

    fuzz_check_report (report);
    if (bounce_report_get_kind (report) == BOUNCE_KIND_UNREADABLE)
        return last_end;
    g_assert_cmpuint (offset, >=, last_end);
    return offset + size;
}

static void check_data (BounceMailbox *mailbox)
{
    gsize length;
    const char *data = bounce_mailbox_get_data (mailbox, &length);

    g_free (fuzz_copy ((Span){ data, length })); /* all of it is there */
    g_assert_cmpuint (length, <=, BOUNCE_DEFAULT_LIMIT_MESSAGE);
}

static void read_all (BounceMailbox *mailbox)
{
    g_autoptr(GError) error = NULL;
    guint64 end = 0;
    guint n;

    for (n = 0; n < MOST_MESSAGES && bounce_mailbox_next (mailbox, &error); n++) {
        check_data (mailbox);
        if (n < PARSED)
            end = check_place (mailbox, end);
    }
    if (n == MOST_MESSAGES)
        return;
    g_assert_false (bounce_mailbox_next (mailbox, NULL)); /* the end stays the end */
    if (error)
        g_assert_true (error->domain == BOUNCE_ERROR && g_utf8_validate (error->message, -1, NULL));
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    g_autofree char *path = NULL;
    int fd = fuzz_file ((Span){ (const char *) data, size }, &path);
    BounceMailbox *mailbox = bounce_mailbox_open (path, NULL);

    g_assert_nonnull (mailbox);
    read_all (mailbox);
    bounce_mailbox_unref (mailbox);
    close (fd);
    return 0;
}
