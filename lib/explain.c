/* explain.c: a verdict told to a person; see explain.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "explain.h"

#include "classify.h"
#include "codes.h"
#include "dsn.h"
#include "field.h"
#include "format.h"
#include "kind.h"
#include "parser.h"
#include "reading.h"

#define LINE 100    /* columns */
#define LABEL 16    /* columns, the indent with them */
#define SHOWN 2000  /* bytes of what one stranger wrote */
#define MAX_HITS 8  /* rules that are named; the others are counted */

/* ---- Lines ---- */

typedef struct {
    GString *out;
    guint column;
    guint hang; /* where a line goes on */
} Page;

/* What a terminal might obey, or what would reorder a line. The two joiners are part of Persian and Indic words. */
static gboolean is_unsafe (gunichar c)
{
    switch (g_unichar_type (c)) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_SURROGATE:
        return TRUE;
    case G_UNICODE_FORMAT:
        return c != 0x200c && c != 0x200d;
    default:
        return FALSE;
    }
}

/* How a character is written; returns its width in columns. */
static guint write_character (gunichar c, char buffer[16])
{
    if (is_unsafe (c))
        return (guint) g_snprintf (buffer, 16, c < 0x100 ? "\\x%02x" : "\\u%04x", c);
    buffer[g_unichar_to_utf8 (c, buffer)] = '\0';
    return g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
}

static void new_line (Page *page)
{
    g_string_append_printf (page->out, "\n%*s", (int) page->hang, "");
    page->column = page->hang;
}

static guint word_width (const char *word, const char *end)
{
    char buffer[16];
    guint width = 0;

    for (const char *p = word; p < end; p = g_utf8_next_char (p))
        width += write_character (g_utf8_get_char (p), buffer);
    return width;
}

/* A word that is longer than a line is broken where the line ends. */
static void add_word (Page *page, const char *word, const char *end)
{
    char buffer[16];

    for (const char *p = word; p < end; p = g_utf8_next_char (p)) {
        guint width = write_character (g_utf8_get_char (p), buffer);
        if (page->column + width > LINE)
            new_line (page);
        g_string_append (page->out, buffer);
        page->column += width;
    }
}

static void add_space (Page *page)
{
    g_string_append_c (page->out, ' ');
    page->column++;
}

static const char *word_end (const char *p)
{
    while (*p && !g_unichar_isspace (g_utf8_get_char (p)))
        p = g_utf8_next_char (p);
    return p;
}

static void add_text (Page *page, const char *text)
{
    gboolean first = TRUE;

    for (const char *p = text, *end; *p; p = end) {
        end = word_end (p);
        if (end == p) { /* white space: what breaks a line of the mail must not break ours */
            end = g_utf8_next_char (p);
            continue;
        }
        guint width = word_width (p, end);
        if (!first && page->column + 1 + width > LINE)
            new_line (page);
        else if (!first)
            add_space (page);
        add_word (page, p, end);
        first = FALSE;
    }
}

/* "  Label         text", folded; without a label what follows the line above. */
static void put (GString *out, const char *label, const char *format, ...) G_GNUC_PRINTF (3, 4);

static void put (GString *out, const char *label, const char *format, ...)
{
    Page page = { out, LABEL, LABEL };
    va_list arguments;

    va_start (arguments, format);
    g_autofree char *text = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    g_string_append_printf (out, "  %-*s", LABEL - 2, label);
    add_text (&page, text);
    g_string_append_c (out, '\n');
}

static void put_title (GString *out, const char *text)
{
    Page page = { out, 0, 2 };

    if (out->len)
        g_string_append_c (out, '\n');
    add_text (&page, text);
    g_string_append_c (out, '\n');
}

/* What a stranger wrote, at most so much of it as a person reads. */
static char *shown (const char *text)
{
    gsize n = strlen (text);

    if (n <= SHOWN)
        return g_strdup (text);
    const char *cut = g_utf8_find_prev_char (text, text + SHOWN + 1);
    return g_strdup_printf ("%.*s… (%" G_GSIZE_FORMAT " bytes more)", (int) (cut - text), text, n - (gsize) (cut - text));
}

static void put_if (GString *out, const char *label, const char *text)
{
    g_autofree char *part = text ? shown (text) : NULL;

    if (part)
        put (out, label, "%s", part);
}

/* ---- Words ---- */

static const char *const kinds[] = {
    [BOUNCE_KIND_OTHER] = "none that is known: neither a report nor an automatic reply",
    [BOUNCE_KIND_BOUNCE] = "mail to at least one recipient failed",
    [BOUNCE_KIND_DELAY] = "delivery is still being tried",
    [BOUNCE_KIND_DELIVERY] = "delivered, relayed or expanded, as the sender had asked to be told",
    [BOUNCE_KIND_FEEDBACK] = "a complaint or another feedback report",
    [BOUNCE_KIND_DISPOSITION] = "what became of mail that had arrived: read, deleted…",
    [BOUNCE_KIND_AUTO_REPLY] = "an answer that nobody wrote: vacation and the like",
    [BOUNCE_KIND_UNREADABLE] = "the message could not be read at all",
};

/* What to do about a message that has no recipient with a reason. */
static const char *const advice_on_kinds[] = {
    [BOUNCE_KIND_OTHER] = "Nothing as a bounce; a person may have written it.",
    [BOUNCE_KIND_BOUNCE] = "Nothing.",
    [BOUNCE_KIND_DELAY] = "Nothing: it is still being tried.",
    [BOUNCE_KIND_DELIVERY] = "Nothing: the mail arrived.",
    [BOUNCE_KIND_FEEDBACK] = "Remove who complained from the list at once: the next complaint harms the reputation of your host.",
    [BOUNCE_KIND_DISPOSITION] = "Nothing: the mail arrived.",
    [BOUNCE_KIND_AUTO_REPLY] = "Nothing: the mail arrived.",
    [BOUNCE_KIND_UNREADABLE] = "See the warnings.",
};

static const char *const likenesses[] = {
    [LIKENESS_NONE] = "no mark of a report",
    [LIKENESS_SOME] = "one weak mark of a report",
    [LIKENESS_GOOD] = "much like that of a report",
    [LIKENESS_SURE] = "that of a mailer daemon",
};

static const char *const actions[] = {
    [BOUNCE_ACTION_NONE] = "not told",
    [BOUNCE_ACTION_FAILED] = "given up, or refused",
    [BOUNCE_ACTION_DELAYED] = "not delivered yet, still being tried",
    [BOUNCE_ACTION_DELIVERED] = "delivered",
    [BOUNCE_ACTION_RELAYED] = "passed on to a host that sends no such reports",
    [BOUNCE_ACTION_EXPANDED] = "delivered to an alias or list, and sent on to its members",
};

static const char *const origins[] = {
    [BOUNCE_ORIGIN_NONE] = "no address is told",
    [BOUNCE_ORIGIN_VERP] = "carried by the address that this report was sent to (VERP): no forwarding can change it",
    [BOUNCE_ORIGIN_ORIGINAL_RECIPIENT] = "the field Original-Recipient: what the sender had written",
    [BOUNCE_ORIGIN_FINAL_RECIPIENT] = "the field Final-Recipient",
    [BOUNCE_ORIGIN_X_FAILED_RECIPIENTS] = "the header X-Failed-Recipients",
    [BOUNCE_ORIGIN_TEXT] = "the text for people",
    [BOUNCE_ORIGIN_ORIGINAL_TO] = "the To of the returned message: the report itself names nobody",
};

static const char *const faults[] = {
    [BOUNCE_FAULT_NONE] = "nobody's",
    [BOUNCE_FAULT_RECIPIENT] = "the recipient's",
    [BOUNCE_FAULT_DOMAIN] = "the recipient's domain's",
    [BOUNCE_FAULT_MESSAGE] = "the message's",
    [BOUNCE_FAULT_SENDER] = "the sender's",
    [BOUNCE_FAULT_SYSTEM] = "a mail system's on the way",
    [BOUNCE_FAULT_NETWORK] = "the network's",
    [BOUNCE_FAULT_UNKNOWN] = "not known",
};

#define REMOVE "Remove the address."

/* What the owner of a list should do: where the address is dead (NULL: REMOVE), and where not. */
static const struct {
    const char *hard, *soft;
} advice[] = {
    [BOUNCE_REASON_USER_UNKNOWN] = { NULL, "Keep the address for now; remove it if this goes on for weeks." },
    [BOUNCE_REASON_USER_DISABLED] = { NULL, "Keep the address for now; remove it if this goes on for weeks." },
    [BOUNCE_REASON_USER_MOVED] = { "Remove the address; where the text names a new one, ask the person there.",
                                   "Keep the address; where the text names a new one, ask the person there." },
    [BOUNCE_REASON_MAILBOX_FULL] = { NULL,
        "Keep the address; a mailbox that stays full for weeks is no longer read: remove it then." },
    [BOUNCE_REASON_RECIPIENT_RESTRICTED] = { NULL,
        "Do not insist: ask the person in another way to allow the list, or stop sending there." },
    [BOUNCE_REASON_RECIPIENT_THROTTLED] = { NULL, "Keep the address; send less to it, and later." },
    [BOUNCE_REASON_HOST_UNKNOWN] = { "Remove the address, unless its domain is only misspelt.",
                                     "Keep the address for now, see whether its domain is misspelt, and remove it if this lasts." },
    [BOUNCE_REASON_NO_MAIL_SERVICE] = { NULL, "Keep the address for now; remove it if this goes on for weeks." },
    [BOUNCE_REASON_DOMAIN_NOT_SERVED] = { NULL,
        "Keep the address for now: the domain's DNS names a wrong host; remove it if this goes on." },
    [BOUNCE_REASON_MESSAGE_TOO_BIG] = { NULL, "Send less: put the attachment on the web; do not touch the subscriber." },
    [BOUNCE_REASON_SPAM] = { NULL, "Look at what was sent, and from where; do not touch the subscriber." },
    [BOUNCE_REASON_VIRUS] = { NULL, "Look at what was sent: your list may spread malware; do not touch the subscriber." },
    [BOUNCE_REASON_CONTENT_REJECTED] = { NULL,
        "Look at what was sent: an attachment, a link or a word; do not touch the subscriber." },
    [BOUNCE_REASON_MALFORMED_MESSAGE] = { NULL, "Mend the program that made the message; do not touch the subscriber." },
    [BOUNCE_REASON_NOT_SUPPORTED] = { NULL,
        "Send plainer mail: without 8-bit or international addresses; do not touch the subscriber." },
    [BOUNCE_REASON_ROUTING_LOOP] = { NULL,
        "Keep the address; tell the postmaster there if it goes on, and look for a forwarding back to you." },
    [BOUNCE_REASON_BLOCKED] = { NULL,
        "Look at your sending host's listing and ask for its removal; do not touch the subscriber." },
    [BOUNCE_REASON_BAD_REPUTATION] = { NULL, "Look after the reputation of your host and domain; do not touch the subscriber." },
    [BOUNCE_REASON_AUTH_FAILURE] = { NULL, "Check SPF, DKIM and DMARC of your domain; do not touch the subscriber." },
    [BOUNCE_REASON_NO_PTR] = { NULL, "Give your sending host a reverse name that fits its HELO; do not touch the subscriber." },
    [BOUNCE_REASON_POLICY] = { NULL, "Read what was said and ask the postmaster there; do not touch the subscriber." },
    [BOUNCE_REASON_RATE_LIMITED] = { NULL, "Send more slowly to this host; do not touch the subscriber." },
    [BOUNCE_REASON_GREYLISTED] = { NULL, "Let your mail server try again after some minutes; do not touch the subscriber." },
    [BOUNCE_REASON_TOO_MANY_RECIPIENTS] = { NULL, "Send to fewer recipients in one transaction; do not touch the subscriber." },
    [BOUNCE_REASON_TOO_MANY_CONNECTIONS] = { NULL, "Open fewer connections to this host at once; do not touch the subscriber." },
    [BOUNCE_REASON_RELAY_DENIED] = { NULL,
        "Check through which host you send, and whether it knows you; do not touch the subscriber." },
    [BOUNCE_REASON_SENDER_REJECTED] = { NULL,
        "Check the envelope sender and the From of your mail; do not touch the subscriber." },
    [BOUNCE_REASON_SENDER_SUSPENDED] = { NULL,
        "Your own account is blocked: ask your provider why; do not touch the subscriber." },
    [BOUNCE_REASON_AUTH_REQUIRED] = { NULL,
        "Check the user name and password with which your server sends; do not touch the subscriber." },
    [BOUNCE_REASON_TLS_FAILED] = { NULL, "Check TLS of your sending server; do not touch the subscriber." },
    [BOUNCE_REASON_SUPPRESSED] = { NULL,
        "Look into the suppression list of your sending service, which knows the first bounce." },
    [BOUNCE_REASON_SYSTEM_FULL] = { NULL, "Keep the address: the system there has to make room." },
    [BOUNCE_REASON_SYSTEM_ERROR] = { NULL, "Keep the address: the fault is there; tell its postmaster if it goes on." },
    [BOUNCE_REASON_MAILER_ERROR] = { NULL, "Keep the address: a program there failed; tell its postmaster if it goes on." },
    [BOUNCE_REASON_SYNTAX_ERROR] = { NULL,
        "Keep the address: the two servers do not understand each other; look into your server's log." },
    [BOUNCE_REASON_NETWORK_ERROR] = { NULL, "Keep the address; look whether other mail to this host arrives." },
    [BOUNCE_REASON_DNS_ERROR] = { NULL, "Keep the address; look whether its domain, and your resolver, work again." },
    [BOUNCE_REASON_EXPIRED] = { NULL, "Keep the address for now; remove it if no mail arrives there for weeks." },
    [BOUNCE_REASON_UNKNOWN] = { NULL, "Keep the address and read what was said; a rule of your own can name the reason." },
};

const char *explain_advice (BounceReason reason, BounceSeverity severity)
{
    if ((guint) reason >= G_N_ELEMENTS (advice) || reason == BOUNCE_REASON_NONE)
        return NULL;
    if (severity == BOUNCE_SEVERITY_NONE)
        return "Nothing: it is still being tried.";
    if (severity == BOUNCE_SEVERITY_HARD)
        return advice[reason].hard ? advice[reason].hard : REMOVE;
    return advice[reason].soft;
}

/* ---- The message ---- */

typedef struct {
    GString *out;
    const Reading *reading;
    BounceReport *fields; /* what the delivery status alone tells */
    guint next;           /* the recipient in it that is probably the next one of the report */
} Explaining;

/* Which mark of the format is there? All its rows and their marks are asked one by one. */
static char *find_mark (const Reading *reading)
{
    for (const Format *format = formats; format->name; format++) {
        if (strcmp (format->name, reading->report->format) != 0 || !format->marks)
            continue;
        g_auto(GStrv) marks = g_strsplit (format->marks, "|", -1);
        for (guint i = 0; marks[i]; i++) {
            const Format single = { .name = format->name, .marks = marks[i] };
            if (*marks[i] && format_is (&single, reading->header, reading->text))
                return g_strdup (marks[i]);
        }
    }
    return NULL;
}

static void explain_format (const Explaining *explaining)
{
    static const char *const machines[] = {
        [PART_STATUS] = "it has a machine-readable delivery status (RFC 3464)",
        [PART_FEEDBACK] = "it has a feedback report (RFC 5965)",
        [PART_DISPOSITION] = "it has a disposition notification (RFC 8098)",
        [PART_TRACKING] = "it tells the way of a mail (RFC 3886)",
    };
    const Reading *reading = explaining->reading;
    const char *format = reading->report->format;

    if (!format) {
        put (explaining->out, "Format", "none: nothing in it was read as a report");
        return;
    }
    g_autofree char *mark = find_mark (reading);
    if ((guint) reading->machine < G_N_ELEMENTS (machines) && machines[reading->machine])
        put (explaining->out, "Format", "%s: %s%s", format, machines[reading->machine],
             reading->refused ? ", which tells of a refusal" : "");
    else if (mark)
        put (explaining->out, "Format", "%s: it has the mark \"%s\"", format, mark);
    else if (strcmp (format, "generic") == 0)
        put (explaining->out, "Format", "generic: no format is known; who stands near a reply, a code or known words was taken");
    else
        put (explaining->out, "Format", "%s: as its text tells", format);
}

/* The headers by which a report or an automatic reply is told from a person's mail. */
static void explain_header (const Explaining *explaining)
{
    static const char *const telling[] = { "Return-Path", "Auto-Submitted", "X-Failed-Recipients", "Precedence", "X-Autoreply" };
    const Reading *reading = explaining->reading;
    g_autoptr(GString) line = g_string_new (likenesses[kind_likeness (reading->header, span_of (reading->report->subject))]);

    for (guint i = 0; i < G_N_ELEMENTS (telling); i++) {
        if (!field_has (reading->header, telling[i]))
            continue;
        g_autofree char *value = field_unfold (span_first (field_get (reading->header, telling[i]), 200));
        g_autofree char *valid = g_utf8_make_valid (value, -1);
        g_string_append_printf (line, "; %s: %s", telling[i], valid);
    }
    put (explaining->out, "Header", "%s", line->str);
}

static void explain_feedback (GString *out, const FieldList *list)
{
    g_autoptr(GString) line = g_string_new (NULL);

    for (guint i = 0; i < list->values->len; i++)
        g_string_append_printf (line, "%s%s: %s", i ? "; " : "", (const char *) list->names->pdata[i],
                                (const char *) list->values->pdata[i]);
    put_if (out, "Feedback", line->len ? line->str : NULL);
}

static void explain_original (GString *out, const FieldList *original)
{
    static const char *const telling[] = { "subject", "from", "to", "message_id" };
    g_autoptr(GString) line = g_string_new (NULL);

    for (guint i = 0; i < G_N_ELEMENTS (telling); i++) {
        const char *value = field_list_get (original, telling[i]);
        if (value)
            g_string_append_printf (line, "%s%s: %s", line->len ? "; " : "", telling[i], value);
    }
    put_if (out, "Was sent", line->len ? line->str : NULL);
}

static const char *advice_on (const Reading *reading)
{
    BounceKind kind = reading->report->kind;

    if (kind == BOUNCE_KIND_OTHER && kind_likeness (reading->header, span_of (reading->report->subject)) >= LIKENESS_GOOD)
        return "Read it: it looks like a report, but nobody is named in it, or its format is not known.";
    return advice_on_kinds[kind];
}

static void explain_message (const Explaining *explaining)
{
    const BounceReport *report = explaining->reading->report;
    GString *out = explaining->out;

    put_title (out, "Message");
    put_if (out, "Subject", report->subject);
    put_if (out, "From", report->from);
    put_if (out, "To", report->to);
    put_if (out, "Date", report->date);
    put (out, "Kind", "%s: %s", bounce_kind_to_string (report->kind), kinds[report->kind]);
    explain_header (explaining);
    explain_format (explaining);
    put_if (out, "Reported by", report->reporting_mta);
    explain_original (out, &report->original);
    explain_feedback (out, &report->feedback);
    if (report->recipients->len == 0 || report->kind == BOUNCE_KIND_FEEDBACK)
        put (out, "What to do", "%s", advice_on (explaining->reading));
}

/* ---- What was said of a recipient ---- */

/* The same recipient, as the delivery status alone tells it; NULL where it does not. */
static const BounceRecipient *find_fields (Explaining *explaining, const BounceRecipient *r)
{
    const GPtrArray *told = explaining->fields->recipients;

    for (guint i = explaining->next; i < told->len; i++) {
        const BounceRecipient *f = told->pdata[i];
        if (g_strcmp0 (f->final_address, r->final_address) == 0 && g_strcmp0 (f->original_address, r->original_address) == 0
            && g_strcmp0 (f->reported_status, r->reported_status) == 0) {
            explaining->next = i + 1;
            return f;
        }
    }
    return NULL;
}

/* Where a value stands: in the field, or in what was said, or elsewhere in the text. */
static const char *place_of (const char *value, const char *in_field, const char *field, const char *said)
{
    if (in_field && strcmp (value, in_field) == 0)
        return field;
    return said && strstr (said, value) ? "in what was said" : "in the text for people";
}

static void add_candidate (GString *line, const char *where, const char *address, const char *chosen)
{
    if (address && g_strcmp0 (address, chosen) != 0)
        g_string_append_printf (line, "%s%s (%s)", line->len ? "; " : "", address, where);
}

static void explain_address (const Explaining *explaining, const BounceRecipient *r)
{
    const Reading *reading = explaining->reading;
    g_autoptr(GString) others = g_string_new (NULL);
    Span failed = field_get (reading->header, "X-Failed-Recipients");
    g_autofree char *unfolded = field_unfold (span_first (failed, 500));
    g_autofree char *header = g_utf8_make_valid (unfolded, -1);

    add_candidate (others, "Original-Recipient", r->original_address, r->address);
    add_candidate (others, "Final-Recipient", r->final_address, r->address);
    if (reading->report->recipients->len == 1) {
        add_candidate (others, "X-Failed-Recipients", failed.n ? header : NULL, r->address);
        add_candidate (others, "the To of the returned message", field_list_get (&reading->report->original, "to"), r->address);
    }
    put (explaining->out, "Address", "%s", origins[r->address_from]);
    put_if (explaining->out, "Others", others->len ? others->str : NULL);
}

static void explain_codes (GString *out, const BounceRecipient *r, const BounceRecipient *f)
{
    const char *command = bounce_command_to_string (r->command);
    gboolean same = g_strcmp0 (r->status, r->reported_status) == 0;

    if (r->status)
        put (out, "Status", "%s, %s%s%s", r->status,
             place_of (r->status, f ? f->status : NULL, "the field Status", r->diagnostic),
             r->reported_status && !same ? "; the field Status: " : "", r->reported_status && !same ? r->reported_status : "");
    else if (r->reported_status)
        put (out, "Status", "none that is valid; the field Status: %s", r->reported_status);
    if (r->reply) {
        g_autofree char *reply = g_strdup_printf ("%u", r->reply);
        put (out, "Reply", "%s, %s", reply, place_of (reply, NULL, NULL, r->diagnostic));
    }
    if (command)
        put (out, "Command", "%s is what the reply answered", command);
    if (r->remote_mta)
        put (out, "Host", "%s, %s", r->remote_mta,
             place_of (r->remote_mta, f ? f->remote_mta : NULL, "the field Remote-MTA", r->diagnostic));
}

static void explain_said (GString *out, const BounceRecipient *r, const BounceRecipient *f)
{
    gboolean field = r->diagnostic && f && g_strcmp0 (f->diagnostic, r->diagnostic) == 0;
    g_autofree char *said = r->diagnostic ? shown (r->diagnostic) : NULL;
    g_autofree char *text = r->text && g_strcmp0 (r->text, r->diagnostic) != 0 ? shown (r->text) : NULL;

    if (said)
        put (out, "Said", "\"%s\", %s%s%s%s", said, field ? "the field Diagnostic-Code" : "in the text for people",
             field && r->diagnostic_type ? " (" : "", field && r->diagnostic_type ? r->diagnostic_type : "",
             field && r->diagnostic_type ? ")" : "");
    if (text)
        put (out, "Text", "\"%s\"", text);
    put_if (out, "Last attempt", r->last_attempt);
    put_if (out, "Retried until", r->retry_until);
}

static void explain_told (Explaining *explaining, const BounceRecipient *r)
{
    const BounceRecipient *f = find_fields (explaining, r);

    explain_address (explaining, r);
    if (r->action)
        put (explaining->out, "Action", "%s: %s; %s", bounce_action_to_string (r->action), actions[r->action],
             f && f->action == r->action ? "the field Action" : "concluded from the text or the codes");
    explain_codes (explaining->out, r, f);
    explain_said (explaining->out, r, f);
}

/* ---- What it means ---- */

static void explain_hit (GString *out, guint number, const Hit *hit, const Statement *statements)
{
    g_autofree char *name = rule_name (hit->rule);

    if (hit->words)
        put (out, "", "%u. %s, %s:%u: \"%s\" in the %s", number, name, hit->rule->file, hit->rule->line, hit->words,
             statements[hit->statement].from);
    else
        put (out, "", "%u. %s, %s:%u: by its conditions", number, name, hit->rule->file, hit->rule->line);
}

static void explain_hits (GString *out, const Trace *trace, const Statement *statements)
{
    guint n = trace->hits->len;

    if (n == 0) {
        put (out, "Rules", "none that matches");
        return;
    }
    put (out, "Rules", n == 1 ? "1 that matches" : "%u that match, the best first", n);
    for (guint i = 0; i < MIN (n, MAX_HITS); i++)
        explain_hit (out, i + 1, &g_array_index (trace->hits, Hit, i), statements);
    if (n > MAX_HITS)
        put (out, "", "and %u more", n - MAX_HITS);
}

static void explain_decision (GString *out, const BounceRecipient *r, const Trace *trace)
{
    const Hit *best = trace->hits->len ? &g_array_index (trace->hits, Hit, 0) : NULL;
    const char *row = strchr (r->evidence_rule, '/');
    const BounceCode *code = row ? bounce_code_lookup (row + 1) : NULL;

    if (trace->decided && best->rank)
        put (out, "Decided by", "%s; it stands before the second: %s", r->evidence_rule, best->rank);
    else if (trace->decided)
        put (out, "Decided by", "%s", r->evidence_rule);
    else if (!row)
        put (out, "Decided by", "nothing: no rule matches, and no code is told");
    else
        put (out, "Decided by", "the code %s%s%s%s: %s", r->evidence_text, code ? " (" : "", code ? code->name : "",
             code ? ")" : "", best ? "the rules tell only what follows from a cause" : "no rule matches");
}

static gboolean can_be_hard (BounceFault fault)
{
    return fault == BOUNCE_FAULT_RECIPIENT || fault == BOUNCE_FAULT_DOMAIN;
}

static const char *why_soft (const BounceRecipient *r, const Trace *trace)
{
    if (trace->decided && trace->decided->severity == BOUNCE_SEVERITY_SOFT)
        return "the rule says so of these words";
    if (!bounce_reason_is_hard (r->reason))
        return "it says nothing final about the address";
    return trace->permanent ? "the code is often misused, and no words say that the address is dead"
                            : "the code is transient, and no words say that the address is dead";
}

static void explain_severity (GString *out, const BounceRecipient *r, const Trace *trace)
{
    const char *meaning = bounce_reason_get_meaning (r->reason);
    gboolean words = trace->decided && trace->decided->phrase;
    gboolean but = (r->status || r->reply) && !trace->permanent;

    if (r->severity == BOUNCE_SEVERITY_NONE)
        put (out, "Severity", "none, because mail that is still being tried has not failed");
    else if (r->fault == BOUNCE_FAULT_UNKNOWN)
        put (out, "Severity", "soft, because nothing that is understood tells why");
    else if (!can_be_hard (r->fault))
        put (out, "Severity", "soft, because the fault is %s: it says nothing of the address", faults[r->fault]);
    else if (r->severity == BOUNCE_SEVERITY_SOFT)
        put (out, "Severity", "soft, because %s", why_soft (r, trace));
    else if (trace->decided && trace->decided->severity == BOUNCE_SEVERITY_HARD)
        put (out, "Severity", "hard, because the rule says so of these words");
    else if (words)
        put (out, "Severity", "hard, because the words say that %s%s", meaning, but ? ", though the code is transient" : "");
    else
        put (out, "Severity", "hard, because the code is permanent and means that %s", meaning);
}

static const char *why_sure (const BounceRecipient *r, const Trace *trace)
{
    const Hit *best = trace->hits->len ? &g_array_index (trace->hits, Hit, 0) : NULL;

    if (r->guessed)
        return "the format is not known, and the recipient is guessed";
    if (!trace->decided)
        return r->confidence == BOUNCE_CONFIDENCE_LOW ? "nothing more is understood" : "only a code tells it";
    if (best->rule->order)
        return "the rule is your own";
    if (best->narrow)
        return "it is known who speaks, and how";
    return r->confidence == BOUNCE_CONFIDENCE_HIGH ? "words and code agree" : "the words are general, and no code confirms them";
}

static void explain_verdict (const Explaining *explaining, const BounceRecipient *r)
{
    const Reading *reading = explaining->reading;
    Statement statements[READING_MAX_STATEMENTS];
    guint n = reading_statements (r, statements);
    g_autofree char *host = reading_speaker (reading);
    Trace trace = classify_trace (reading->parser->rules, r, statements, n, host);
    GString *out = explaining->out;

    explain_hits (out, &trace, statements);
    explain_decision (out, r, &trace);
    put (out, "Reason", "%s: %s", bounce_reason_to_string (r->reason), bounce_reason_get_meaning (r->reason));
    put (out, "Fault", "%s", faults[r->fault]);
    explain_severity (out, r, &trace);
    put (out, "Confidence", "%s, because %s", bounce_confidence_to_string (r->confidence), why_sure (r, &trace));
    put (out, "What to do", "%s", explain_advice (r->reason, r->severity));
    g_array_unref (trace.hits);
}

static void explain_recipient (Explaining *explaining, guint index)
{
    const GPtrArray *recipients = explaining->reading->report->recipients;
    const BounceRecipient *r = recipients->pdata[index];
    g_autofree char *address = r->address ? shown (r->address) : NULL;
    g_autofree char *title = g_strdup_printf ("Recipient %u of %u: %s", index + 1, recipients->len,
                                              address ? address : "nobody is named");

    put_title (explaining->out, title);
    explain_told (explaining, r);
    if (r->reason)
        explain_verdict (explaining, r);
    else if (explaining->reading->report->kind != BOUNCE_KIND_FEEDBACK)
        put (explaining->out, "What to do", "Nothing: the mail arrived.");
}

static void explain_warnings (GString *out, const BounceReport *report)
{
    if (report->warnings->len)
        put_title (out, "Warnings");
    for (guint i = 0; i < report->warnings->len; i++) {
        Page page = { out, 4, 4 };
        g_string_append (out, "  - ");
        add_text (&page, report->warnings->pdata[i]);
        g_string_append_c (out, '\n');
    }
}

static void explain (const Reading *reading, gpointer out)
{
    Explaining explaining = { out, reading, report_new (), 0 };

    dsn_read (explaining.fields, reading->status, reading->parser->limits[BOUNCE_LIMIT_RECIPIENTS],
              reading->parser->limits[BOUNCE_LIMIT_HEADER]);
    explain_message (&explaining);
    for (guint i = 0; i < reading->report->recipients->len; i++)
        explain_recipient (&explaining, i);
    explain_warnings (out, reading->report);
    bounce_report_unref (explaining.fields);
}

char *bounce_parser_explain (BounceParser *parser, const char *data, gsize length)
{
    GString *out = g_string_new (NULL);

    const MessagePlace place = { .size = length, .show = explain, .user_data = out };

    bounce_report_unref (parser_read (parser, (Span){ data, length }, &place));
    return g_string_free (out, FALSE);
}
