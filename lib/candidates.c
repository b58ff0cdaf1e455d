/* candidates.c: which of the addresses in a text may be those that failed; see reading.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "address.h"
#include "field.h"
#include "format.h"
#include "original.h"
#include "reading.h"

/* All are looked up in tables: a text has room for tens of thousands of addresses, and so has the header that came back. */

static void add_address (GHashTable *addresses, Span text)
{
    g_autofree char *address = address_clean (text);

    if (address)
        g_hash_table_add (addresses, g_ascii_strdown (address, -1));
}

static gboolean is_among (GHashTable *addresses, const Entry *entry)
{
    g_autofree char *key = g_ascii_strdown (entry->address, -1);
    return g_hash_table_contains (addresses, key);
}

/* The sender's own addresses. They stand in reports too: who to ask, who has sent. */
static GHashTable *list_senders (Reading *reading)
{
    static const char *const fields[] = { "From", "Sender", "Return-Path", "Reply-To", "Errors-To", NULL };
    GHashTable *addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    Span sent = original_header (reading->original);

    add_address (addresses, span_of (reading->report->to));
    add_address (addresses, span_of (reading->report->from));
    for (guint i = 0; fields[i]; i++)
        add_address (addresses, field_get (sent, fields[i]));
    return addresses;
}

/* Whom the returned message names as its recipients, where it is a part of its own. Behind an announcement in a text, which is not
 * skipped here, it comes from systems that list all who failed, and may name only one of them. */
static GHashTable *list_sent_to (Reading *reading)
{
    GHashTable *addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    Span rest = field_get (reading->original, "To"), address;

    while ((address = address_find (rest, &rest)).n)
        add_address (addresses, address);
    return addresses;
}

typedef gboolean (*IsWanted) (GHashTable *addresses, const Entry *entry);

static gboolean is_no_sender (GHashTable *senders, const Entry *entry)
{
    return !address_is_daemon (span_of (entry->address)) && !is_among (senders, entry);
}

/* The others are left out. */
static void keep_wanted (GPtrArray *entries, IsWanted is_wanted, GHashTable *addresses)
{
    guint kept = 0;

    for (guint i = 0; i < entries->len; i++) {
        gpointer entry = entries->pdata[i];
        if (!is_wanted (addresses, entry))
            continue;
        entries->pdata[i] = entries->pdata[kept];
        entries->pdata[kept++] = entry;
    }
    g_ptr_array_set_size (entries, (gint) kept);
}

void reading_sift (Reading *reading, GPtrArray *entries)
{
    g_autoptr (GHashTable) senders = list_senders (reading), sent_to = list_sent_to (reading);
    gboolean any_sent_to = FALSE;

    keep_wanted (entries, is_no_sender, senders);
    for (guint i = 0; i < entries->len && !any_sent_to; i++)
        any_sent_to = is_among (sent_to, entries->pdata[i]);
    if (any_sent_to)
        keep_wanted (entries, is_among, sent_to);
}
