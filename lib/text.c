/* text.c: what a report says to people; see reading.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "address.h"
#include "classify.h"
#include "dsn.h"
#include "field.h"
#include "format.h"
#include "kind.h"
#include "original.h"
#include "reading.h"
#include "warnings.h"

/* In this order, until one finds a recipient: a known format; fields of a delivery status that stand in the text; an address near
 * words that tell why; the only address, where the text tells of a failure; nobody, but a failure. */

/* What the text says: asked once, as it may be long. A phrase may be broken over two lines of it. */
static Says says (Reading *reading)
{
    if (!reading->asked) {
        g_autofree char *line = field_unfold (reading->text);
        reading->says = kind_says (span_of (line));
        reading->asked = TRUE;
    }
    return reading->says;
}

/* What became of the mail, where only the text tells. */
BounceAction reading_action (Reading *reading)
{
    return kind_action (says (reading), kind_says (span_of (reading->report->subject)));
}

/* ---- What helps a machine-readable part ---- */

/* Of a long text the reply in it: the rest is a dialogue, or advice. */
#define SHORT_TEXT 300

static char *telling_part (const char *text, gboolean shared)
{
    return span_dup (shared || strlen (text) > SHORT_TEXT ? transcript_said (span_of (text)) : span_of (text));
}

/* What an entry tells of a recipient. */
static void add_entry_text (BounceRecipient *r, const Entry *entry)
{
    Span text = span_trim (span_of (entry->text->str));

    if (entry->alias && !r->target)
        r->target = g_strdup (entry->address);

    if (r->text || text.n == 0)
        return;
    if (!r->diagnostic)
        dsn_apply_text (r, text); /* while its lines still stand apart */
    r->text = transcript_join (text);
    if (!r->diagnostic)
        r->diagnostic = telling_part (r->text, entry->shared);
}

/* A recipient field that holds no address ("X400; …", "@mx.example.com") and the only recipient of the text are the same. */
static gboolean stands_for (GPtrArray *entries, const BounceReport *report)
{
    BounceRecipient *r = report->recipients->pdata[0];
    const Entry *entry = entries->pdata[0];
    const char *at = r->final_address ? strchr (r->final_address, '@') : NULL;

    if (entries->len != 1 || report->recipients->len != 1 || (at && at > r->final_address) || !entry->address)
        return FALSE;
    r->address = g_strdup (entry->alias ? entry->alias : entry->address);
    r->address_from = BOUNCE_ORIGIN_TEXT;
    return TRUE;
}

static void index_entry (GHashTable *index, const char *address, Entry *entry)
{
    if (!address)
        return;
    g_autofree char *key = g_ascii_strdown (address, -1);
    GPtrArray *named = g_hash_table_lookup (index, key);
    if (!named)
        g_hash_table_insert (index, g_steal_pointer (&key), named = g_ptr_array_new ());
    g_ptr_array_add (named, entry);
}

/* The entries by the addresses and aliases they name: in hostile mail both they and the recipients are many. */
static GHashTable *index_entries (GPtrArray *entries)
{
    GHashTable *index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);

    for (guint e = 0; e < entries->len; e++) {
        Entry *entry = entries->pdata[e];
        index_entry (index, entry->address, entry);
        if (!address_same (entry->alias, entry->address))
            index_entry (index, entry->alias, entry);
    }
    return index;
}

/* The first entry that names the address and was not taken yet: an alias may fail for several members. */
static Entry *take_entry (GHashTable *index, GHashTable *used, const char *address)
{
    g_autofree char *key = address ? g_ascii_strdown (address, -1) : NULL;
    GPtrArray *named = key ? g_hash_table_lookup (index, key) : NULL;

    while (named && named->len) {
        Entry *entry = g_ptr_array_steal_index (named, 0);
        if (g_hash_table_add (used, entry))
            return entry;
    }
    return NULL;
}

static void fill_from_text (BounceReport *report, GPtrArray *entries)
{
    g_autoptr(GHashTable) index = index_entries (entries);
    g_autoptr(GHashTable) used = g_hash_table_new (NULL, NULL);

    for (guint i = 0; i < report->recipients->len; i++) {
        BounceRecipient *r = report->recipients->pdata[i];
        Entry *entry = take_entry (index, used, r->final_address);
        if (!entry)
            entry = take_entry (index, used, r->original_address);
        if (!entry && stands_for (entries, report))
            entry = entries->pdata[0];
        if (entry)
            add_entry_text (r, entry);
    }
}

/* ---- What stands alone ---- */

static void index_locals (GHashTable *index, Span field)
{
    Span address;

    while ((address = address_find (field, &field)).n) {
        g_autofree char *clean = address_clean (address);
        const char *at = clean ? strrchr (clean, '@') : NULL;
        g_autofree char *local = at ? g_ascii_strdown (clean, at - clean) : NULL;
        if (local && !g_hash_table_contains (index, local))
            g_hash_table_insert (index, g_steal_pointer (&local), g_steal_pointer (&clean));
    }
}

/* Whole addresses by their local parts: those that failed, as the header names them, before those that the mail was sent to. */
static GHashTable *known_locals (Reading *reading)
{
    GHashTable *index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

    index_locals (index, field_get (reading->header, "X-Failed-Recipients"));
    index_locals (index, field_get (original_header (reading->original), "To"));
    return index;
}

/* A bare local part: the header or what was sent names it whole, or it is one of the daemon's own domain. *index is made when it
 * is needed first. */
static char *complete_local (Reading *reading, const char *local, GHashTable **index)
{
    if (strchr (local, '@'))
        return g_strdup (local);
    if (!*index)
        *index = known_locals (reading);
    g_autofree char *key = g_ascii_strdown (local, -1);
    const char *whole = g_hash_table_lookup (*index, key);
    if (whole)
        return g_strdup (whole);
    g_autofree char *daemon = address_clean (span_of (reading->report->from));
    return daemon ? g_strconcat (local, strrchr (daemon, '@'), NULL) : g_strdup (local);
}

/* Some report on all recipients together: what is said of one may be that it has arrived. */
static BounceAction entry_action (const Entry *entry, BounceAction action)
{
    return kind_action (kind_says (span_of (entry->text->str)), 0) == BOUNCE_ACTION_DELIVERED ? BOUNCE_ACTION_DELIVERED : action;
}

static void add_recipients (Reading *reading, GPtrArray *entries, gboolean guessed)
{
    gsize max_recipients = reading->parser->limits[BOUNCE_LIMIT_RECIPIENTS];
    BounceAction action = reading_action (reading);
    gboolean late = (kind_says (span_of (reading->report->subject)) & SAYS_LATE) != 0;
    g_autoptr(GHashTable) index = NULL;

    for (guint e = 0; e < entries->len; e++) {
        const Entry *entry = entries->pdata[e];
        if (!entry->address && !entry->alias)
            continue; /* a pipe that nobody is named for */
        if (e >= max_recipients) {
            warn (reading->report->warnings, WARN_RECIPIENTS);
            break;
        }
        BounceRecipient *r = report_add_recipient (reading->report);
        r->action = entry_action (entry, action);
        r->guessed = guessed;
        r->address = complete_local (reading, entry->alias ? entry->alias : entry->address, &index);
        r->address_from = BOUNCE_ORIGIN_TEXT;
        if (entry->alias)
            r->final_address = g_strdup (entry->address);
        add_entry_text (r, entry);
        if (entry->own.n && entry->own.n < entry->text->len) /* advice to all stands below */
            r->near = transcript_join (span_trim (entry->own));
        if (r->action == BOUNCE_ACTION_DELAYED && r->reply >= 500 && !late)
            r->action = BOUNCE_ACTION_FAILED; /* it is another one that is still being tried, or other mail */
    }
}

static gboolean is_telling (Span text, gpointer user_data)
{
    Reading *reading = user_data;
    g_autoptr(BounceRecipient) r = recipient_new ();
    g_autofree char *line = transcript_join (text);
    Statement statement = { span_of (line), "text" };

    r->action = BOUNCE_ACTION_FAILED;
    dsn_apply_text (r, text);
    return r->reply || r->status || (kind_says (statement.text) & (SAYS_FAILURE | SAYS_DELAY))
           || classify (reading->parser->rules, r, &statement, 1, NULL, NULL);
}

static gboolean is_anything (Span text, gpointer user_data)
{
    (void) text, (void) user_data;
    return TRUE;
}

/* A text that tells of a failure names one address beside the sender's: that one. */
static gboolean take_only_address (Reading *reading)
{
    g_autoptr(GPtrArray) entries = format_read_generic (reading->text, is_anything, reading);

    reading_sift (reading, entries);
    if (entries->len != 1)
        return FALSE;
    add_recipients (reading, entries, TRUE);
    return TRUE;
}

/* Lines that hold nothing but an address, in a daemon's mail that tells of a failure. */
static gboolean take_bare_addresses (Reading *reading)
{
    static const Format bare = { .name = "generic", .shapes = "%a\n<%a>:\n%a:", .flags = FORMAT_PARAGRAPHS };
    g_autoptr(GPtrArray) entries = format_read (&bare, reading->text);

    reading_sift (reading, entries);
    add_recipients (reading, entries, TRUE);
    return entries->len > 0;
}

/* It failed for somebody: recipients.c may know from elsewhere for whom. */
void reading_take_nobody (Reading *reading)
{
    BounceRecipient *r = report_add_recipient (reading->report);

    r->action = reading_action (reading);
    r->guessed = TRUE;
    warn (reading->report->warnings, WARN_NO_RECIPIENT);
}

static void take_unknown_format (Reading *reading, Likeness likeness, gboolean nobody)
{
    g_autoptr(GPtrArray) entries = format_read_generic (reading->text, is_telling, reading);

    reading_sift (reading, entries);
    if (entries->len) {
        add_recipients (reading, entries, TRUE);
    } else {
        if (likeness < LIKENESS_GOOD
            || !((says (reading) | kind_says (span_of (reading->report->subject))) & (SAYS_FAILURE | SAYS_DELAY | SAYS_LATE)))
            return;
        if (!take_bare_addresses (reading) && !take_only_address (reading)) {
            if (!nobody && reading->original.n == 0)
                return; /* a parcel was not delivered to the following address */
            reading->failure = TRUE;
            if (!reading->report->format)
                reading->report->format = "generic";
            return;
        }
    }
    reading->report->format = "generic";
    warn (reading->report->warnings, WARN_GENERIC);
}

/* "X-Failed-Recipients: a@b, c@d" (Exim, Google) names who failed where the text names nobody. */
static gboolean take_failed_recipients (Reading *reading)
{
    Span rest = field_get (reading->header, "X-Failed-Recipients"), address;

    while ((address = address_find (rest, &rest)).n) {
        if (reading->report->recipients->len >= reading->parser->limits[BOUNCE_LIMIT_RECIPIENTS]) {
            warn (reading->report->warnings, WARN_RECIPIENTS);
            break;
        }
        BounceRecipient *r = report_add_recipient (reading->report);
        r->action = reading_action (reading);
        r->address = address_clean (address);
        r->address_from = BOUNCE_ORIGIN_X_FAILED_RECIPIENTS;
    }
    if (reading->report->recipients->len && !reading->report->format)
        reading->report->format = "generic";
    return reading->report->recipients->len > 0;
}

/* Some write the fields of a delivery status into their text: "Final-Recipient: …" */
static gboolean take_fields (Reading *reading)
{
    gssize at = span_find (reading->text, "Final-Recipient:"), mta = span_find (reading->text, "Reporting-MTA:");

    if (at < 0 || (at > 0 && !strchr ("\n ", reading->text.s[at - 1])))
        return FALSE;
    if (mta >= 0 && mta < at)
        at = mta;
    dsn_read (reading->report, span_from (reading->text, (gsize) at), reading->parser->limits[BOUNCE_LIMIT_RECIPIENTS],
              reading->parser->limits[BOUNCE_LIMIT_HEADER]);
    reading->report->format = "rfc3464";
    return reading->report->recipients->len > 0;
}

static gboolean take_format (Reading *reading, const Format *format, gboolean told)
{
    g_autoptr(GPtrArray) entries = format_read (format, reading->text);

    if (entries->len == 0)
        return FALSE;
    if (told)
        fill_from_text (reading->report, entries);
    else
        add_recipients (reading, entries, FALSE);
    if (!reading->report->format)
        reading->report->format = format->name;
    return TRUE;
}

/* The mark of a format must stand where its report begins, if nothing else tells that this is one, and not be quoted. */
#define LEAD 600

static Span lead_of (Span text)
{
    Span lead = span_first (text, LEAD);
    gssize quoted = span_starts (lead, ">") ? 0 : span_find (lead, "\n>");

    return quoted < 0 ? lead : span_first (lead, (gsize) quoted);
}

void reading_take_text (Reading *reading)
{
    gboolean told = reading->report->recipients->len > 0; /* by a machine-readable part, which the text only helps */
    Span subject = span_of (reading->report->subject);
    const Format *found[FORMAT_MOST];
    Likeness likeness = told || reading->parser->body_only ? LIKENESS_SURE : kind_likeness (reading->header, subject);

    if (!told && kind_is_notice (says (reading), subject))
        return;
    if (likeness < LIKENESS_SURE && kind_is_auto_reply (reading->header, subject))
        likeness = LIKENESS_SOME;
    Span marked = likeness > LIKENESS_SOME   ? reading->text
                  : likeness > LIKENESS_NONE ? lead_of (reading->text)
                                             : SPAN_EMPTY; /* a mark in the header still tells */
    if (!told && likeness > LIKENESS_SOME && take_fields (reading))
        told = TRUE;
    gboolean nobody = likeness > LIKENESS_SOME; /* may it be a report, though it names nobody? */
    guint n = format_find (reading->header, marked, found);
    for (guint i = 0; i < n; i++) {
        if (take_format (reading, found[i], told))
            return;
        nobody |= !g_str_equal (found[i]->name, "generic"); /* whose marks are words that people use */
        likeness = MAX (likeness, LIKENESS_GOOD); /* it is that system's report, though it names nobody */
    }
    if (told || likeness <= LIKENESS_SOME || take_failed_recipients (reading))
        return;
    take_unknown_format (reading, likeness, nobody);
}

void reading_take_complainant (Reading *reading)
{
    Span header = original_header (reading->original), noted = field_get (header, "X-HmXmrOriginalRecipient");
    g_autofree char *sent = address_clean (noted.n ? noted : field_get (header, "To"));
    g_autofree char *from = !reading->complaint || reading->original.n ? NULL : address_clean (span_of (reading->report->from));

    if (!sent && !from)
        return;
    BounceRecipient *r = report_add_recipient (reading->report);
    r->address_from = sent ? BOUNCE_ORIGIN_ORIGINAL_TO : BOUNCE_ORIGIN_TEXT;
    r->address = sent ? g_steal_pointer (&sent) : g_steal_pointer (&from);
}
