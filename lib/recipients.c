/* recipients.c: what the mail tells of each recipient, brought together; see reading.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "address.h"
#include "classify.h"
#include "dialogue.h"
#include "dsn.h"
#include "field.h"
#include "format.h"
#include "kind.h"
#include "reading.h"
#include "warnings.h"

/* ---- What was said ---- */

/* The dialogue is read anew for each recipient: only where that stays small. No server quotes one for thousands. */
#define MOST_DIALOGUE (64 * 1024 * 1024)

static gboolean has_dialogue (Reading *reading)
{
    if (reading->dialogue == 0) {
        gboolean there = span_has (reading->text, "<<<") || span_has (reading->text, "Transcript of session");
        guint64 work = (guint64) reading->text.n * reading->report->recipients->len;
        reading->dialogue = there && work < MOST_DIALOGUE ? 1 : -1;
    }
    return reading->dialogue > 0;
}

static void complete_codes (Reading *reading, BounceRecipient *r)
{
    Span said = span_of (r->diagnostic);
    g_auto (Answer) answer = { 0 };
    const char *address = r->final_address ? r->final_address : r->address;

    if (said.n)
        dsn_apply_text (r, said);
    if (r->text)
        dsn_apply_text (r, span_of (r->text));
    if (!address || !has_dialogue (reading) || !dialogue_find (reading->text, address, &answer))
        return;
    if (!r->reply || strlen (answer.reply) > said.n) {
        g_free (r->diagnostic);
        r->diagnostic = g_strdup (answer.reply);
        dsn_apply_text (r, span_of (answer.reply));
    }
    if (!r->command)
        r->command = answer.command;
    take_if_absent (&r->remote_mta, g_steal_pointer (&answer.host));
    if (answer.mailer) {
        g_autofree char *told = g_steal_pointer (&r->text);
        r->text = told ? g_strconcat (answer.mailer, " ", told, NULL) : g_steal_pointer (&answer.mailer);
    }
}

/* Does anything that is said of it tell why? */
static gboolean is_understood (Reading *reading, BounceRecipient *r)
{
    Statement statements[READING_MAX_STATEMENTS];

    return r->reply || r->status
           || classify (reading->parser->rules, r, statements, reading_statements (r, statements), NULL, NULL);
}

/* Does what stands near a guessed recipient tell why? "To: a@b.example" does not, and the reason may stand below. */
static gboolean tells_why (Reading *reading, BounceRecipient *r)
{
    return (r->diagnostic || r->text) && (!r->guessed || is_understood (reading, r));
}

/* Takes the last paragraph off text. */
static Span take_last_paragraph (Span *text)
{
    Span last = span_trim (*text), line;
    const char *begin = last.s;

    for (Span rest = last; span_next_line (&rest, &line);)
        if (span_is_blank (line))
            last = rest;
    *text = (Span){ begin, (gsize) (last.s - begin) };
    return last;
}

/* What stands before the recipient may tell why: "… was not delivered because the mailbox is full:"; not where it leaves a choice. */
static gboolean is_cause (Reading *reading, BounceRecipient *r, Span text)
{
    Statement statement = { text, "text" };

    return text.n && text.n <= FORMAT_LONGEST_SHARED && !span_has_any (text, " or |either")
           && classify (reading->parser->rules, r, &statement, 1, NULL, NULL);
}

/* In a text of no known format, where what follows the recipient tells nothing: its own paragraph, and the one above. */
static void complete_from_before (Reading *reading, BounceRecipient *r)
{
    gssize at = r->address ? span_find (reading->text, r->address) : -1;

    if (at < 0 || g_strcmp0 (reading->report->format, "generic") != 0 || r->action != BOUNCE_ACTION_FAILED
        || is_understood (reading, r))
        return;
    Span above = span_first (reading->text, (gsize) at), cause = take_last_paragraph (&above);
    if (!is_cause (reading, r, cause))
        cause = take_last_paragraph (&above);
    if (!is_cause (reading, r, cause))
        return;
    g_free (r->diagnostic);
    r->diagnostic = transcript_join (cause);
    g_clear_pointer (&r->text, g_free);
}

/* A report of one recipient has its whole text for it; where something stands near a guessed one, only if that has a code: such
 * texts also list what all may be the cause. */
static void complete_from_mail (Reading *reading, BounceRecipient *r)
{
    if (reading->report->recipients->len != 1)
        return;
    if (!r->command)
        r->command = transcript_read (reading->text).command;
    gboolean told = tells_why (reading, r);
    if (!told)
        dsn_apply_text (r, span_trim (reading->text));
    if (told || (r->text && !r->reply && !r->status)) {
        complete_from_before (reading, r);
        return;
    }
    g_free (r->text);
    r->text = transcript_join (span_first_text (span_trim (reading->text), FORMAT_LONGEST_SHARED));
    if (r->reply) {
        g_free (r->diagnostic);
        r->diagnostic = span_dup_or_null (span_trim (transcript_said (span_of (r->text))));
    }
}

static void complete_action (Reading *reading, BounceRecipient *r)
{
    if (r->action)
        return;
    r->action = r->status && r->status[0] == '2' ? BOUNCE_ACTION_DELIVERED : reading_action (reading);
    warn (reading->report->warnings, WARN_NO_ACTION);
}

static void note_contradictions (Reading *reading, const BounceRecipient *r)
{
    gboolean failed = r->action == BOUNCE_ACTION_FAILED;
    gboolean still = r->action == BOUNCE_ACTION_DELAYED;
    char class_ = r->reported_status ? r->reported_status[0] : '\0';

    if ((failed && class_ == '2') || (still && class_ == '5'))
        warn (reading->report->warnings, WARN_CLASS);
    if (r->status && r->reply && (guint) (r->status[0] - '0') != r->reply / 100)
        warn (reading->report->warnings, WARN_REPLY_CLASS);
    if (r->retry_until && !still)
        warn (reading->report->warnings, WARN_RETRY);
}

/* ---- Whose address ---- */

/* Whom the returned message was sent to; NULL where it names nobody. Free it. */
static char *sent_to (const Reading *reading)
{
    return address_clean (span_of (field_list_get (&reading->report->original, "to")));
}

static gboolean is_address (const char *text)
{
    return text && strchr (text, '@') > text;
}

static void set_address (BounceRecipient *r, const char *address, BounceOrigin origin)
{
    if (r->address)
        return;
    r->address = g_strdup (address);
    r->address_from = origin;
}

/* "bounces+9921-user=example.com@…": where the user begins behind a mailer's number is known by who else names the user. */
static gboolean is_behind_number (const char *verp, const char *told)
{
    gsize n = told ? strlen (told) : 0, whole = strlen (verp);

    if (n == 0 || n >= whole || !address_same (verp + whole - n, told) || !strchr ("-+._=", verp[whole - n - 1]))
        return FALSE;
    for (gsize i = 0; i < whole - n; i++)
        if (g_ascii_isdigit (verp[i]))
            return TRUE;
    return FALSE;
}

static void take_verp (Reading *reading, BounceRecipient *r)
{
    g_autofree char *to = address_clean (span_of (reading->report->to));
    g_autofree char *verp = address_from_verp (to);
    g_autofree char *sent = sent_to (reading);
    const char *const told[] = { r->original_address, r->final_address, r->address, sent };

    if (!verp)
        return;
    for (guint i = 0; i < G_N_ELEMENTS (told); i++)
        if (is_behind_number (verp, told[i])) {
            char *user = g_strdup (told[i]);
            g_free (verp);
            verp = user;
        }
    g_clear_pointer (&r->address, g_free);
    set_address (r, verp, BOUNCE_ORIGIN_VERP);
}

/* The text names whom an alias stood for, the header the alias; that it was this which the mail was sent to is told by the text, or by
 * the mail (chasquid). */
static void take_alias (Reading *reading, BounceRecipient *r)
{
    Span failed = field_get (reading->header, "X-Failed-Recipients"), rest = SPAN_EMPTY, alias = address_find (failed, &rest);
    g_autofree char *sent = sent_to (reading);
    g_autofree char *named = address_clean (alias);

    if (r->address_from != BOUNCE_ORIGIN_TEXT || r->final_address || address_find (rest, NULL).n
        || !(address_same (named, sent) || (named && span_has (reading->text, named))) || address_same (named, r->address))
        return;
    r->final_address = g_steal_pointer (&r->address);
    set_address (r, named, BOUNCE_ORIGIN_X_FAILED_RECIPIENTS);
}

static void choose_address (Reading *reading, BounceRecipient *r)
{
    if (reading->report->recipients->len == 1) {
        take_alias (reading, r);
        take_verp (reading, r);
    }
    if (is_address (r->original_address))
        set_address (r, r->original_address, BOUNCE_ORIGIN_ORIGINAL_RECIPIENT);
    if (is_address (r->final_address))
        set_address (r, r->final_address, BOUNCE_ORIGIN_FINAL_RECIPIENT);
    if (!r->address && reading->report->recipients->len == 1) {
        g_autofree char *failed = address_clean (field_get (reading->header, "X-Failed-Recipients"));
        g_autofree char *sent = sent_to (reading);
        if (failed)
            set_address (r, failed, BOUNCE_ORIGIN_X_FAILED_RECIPIENTS);
        else if (sent)
            set_address (r, sent, BOUNCE_ORIGIN_ORIGINAL_TO);
    }
    if (r->final_address)
        set_address (r, r->final_address, BOUNCE_ORIGIN_FINAL_RECIPIENT);
}

/* ---- The verdict ---- */

guint reading_statements (const BounceRecipient *r, Statement statements[READING_MAX_STATEMENTS])
{
    Span diagnostic = span_of (r->diagnostic);
    guint n = 0;

    if (r->near && transcript_inner (span_of (r->near)).n == 0)
        statements[n++] = (Statement){ span_of (r->near), r->diagnostic && r->text ? "diagnostic" : "text" };
    if (n && r->near_tells)
        return n;
    n += statements_of_reply (diagnostic, statements + n);
    if (r->typed)
        statements[n++] = (Statement){ span_of (r->typed), "diagnostic" };
    else if (diagnostic.n)
        statements[n++] = (Statement){ diagnostic, "diagnostic" };
    if (r->text && g_strcmp0 (r->text, r->diagnostic) != 0)
        statements[n++] = (Statement){ span_of (r->text), "text" };
    return n;
}

/* The reporting MTA, or the daemon that sent the mail; NULL where neither is told. A name of more than 255 bytes is none (RFC 1035,
 * section 2.3.4). */
static char *speaker_of (const BounceReport *report)
{
    g_autofree char *from = report->reporting_mta ? NULL : address_clean (span_of (report->from));
    const char *at = from && address_is_daemon (span_of (from)) ? strrchr (from, '@') : NULL;
    const char *host = at ? at + 1 : report->reporting_mta;

    return host && strlen (host) < 256 ? g_strdup (host) : NULL;
}

/* The recipient that the words name, where it is another one of this report: nullmailer says of all what was said of the first. */
static gboolean names_another (Reading *reading, const BounceRecipient *r)
{
    GPtrArray *recipients = reading->report->recipients;
    Span found = recipients->len > 1 ? address_find (span_of (r->diagnostic), NULL) : SPAN_EMPTY;
    g_autofree char *named = found.n ? address_clean (found) : NULL;

    if (!named || span_has (span_of (r->diagnostic), r->address ? r->address : "") || address_same (named, r->final_address))
        return FALSE;
    for (guint i = 0; i < MIN (recipients->len, 1000); i++)
        if (address_same (named, ((BounceRecipient *) recipients->pdata[i])->final_address))
            return TRUE;
    return FALSE;
}

/* What is said of it alone decides where it is understood, and no code is told. */
static void ask_nearest (Reading *reading, BounceRecipient *r)
{
    Statement nearest = { span_of (r->near), "text" };

    if (r->near && !r->status && !r->reply)
        r->near_tells = classify (reading->parser->rules, r, &nearest, 1, reading->speaker, NULL);
}

static void judge (Reading *reading, BounceRecipient *r)
{
    Statement statements[READING_MAX_STATEMENTS];

    if (r->action != BOUNCE_ACTION_FAILED && r->action != BOUNCE_ACTION_DELAYED)
        return;
    ask_nearest (reading, r);
    guint n = reading_statements (r, statements);
    classify (reading->parser->rules, r, statements, n, reading->speaker, NULL);
    if (r->severity == BOUNCE_SEVERITY_HARD && names_another (reading, r)) {
        r->severity = BOUNCE_SEVERITY_SOFT;
        r->confidence = BOUNCE_CONFIDENCE_LOW;
        warn (reading->report->warnings, WARN_OTHERS_WORDS);
    }
}

/* The same recipient with the same words: an alias that two members of a list share, or a report that repeats itself. */
static gboolean is_double (const BounceRecipient *a, const BounceRecipient *b)
{
    return g_strcmp0 (a->address, b->address) == 0 && g_strcmp0 (a->final_address, b->final_address) == 0
           && a->action == b->action && a->reply == b->reply && g_strcmp0 (a->status, b->status) == 0
           && g_strcmp0 (a->diagnostic, b->diagnostic) == 0;
}

/* A text that names a recipient again and says nothing new of it: "Unable to deliver message to …", below the dialogue. */
static gboolean is_mention (const BounceRecipient *first, const BounceRecipient *r)
{
    return first->address_from == BOUNCE_ORIGIN_TEXT && r->address_from == BOUNCE_ORIGIN_TEXT && first->action == r->action
           && r->reason == BOUNCE_REASON_UNKNOWN && !r->reply && !r->status;
}

/* The others move to the front. */
static void drop_doubles (GPtrArray *recipients)
{
    g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
    guint kept = 0;

    for (guint i = 0; i < recipients->len; i++) {
        BounceRecipient *r = recipients->pdata[i], *first = r->address ? g_hash_table_lookup (seen, r->address) : NULL;
        if (first && (is_double (first, r) || is_mention (first, r)))
            continue;
        if (r->address && !first)
            g_hash_table_insert (seen, r->address, r);
        recipients->pdata[i] = recipients->pdata[kept];
        recipients->pdata[kept++] = r;
    }
    g_ptr_array_set_size (recipients, (gint) kept);
}

void reading_complete (Reading *reading)
{
    BounceReport *report = reading->report;
    gboolean replies =
        reading->machine == PART_FEEDBACK || reading->complaint || (reading->machine == PART_DISPOSITION && !reading->refused);

    reading->speaker = speaker_of (report);
    g_ptr_array_add (reading->owned, reading->speaker);
    for (guint i = 0; i < report->recipients->len; i++) {
        BounceRecipient *r = report->recipients->pdata[i];
        if (!replies) {
            complete_codes (reading, r);
            complete_from_mail (reading, r);
            complete_action (reading, r);
            note_contradictions (reading, r);
        }
        choose_address (reading, r);
        if (!replies)
            judge (reading, r);
    }
    drop_doubles (report->recipients);
}
