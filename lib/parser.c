/* parser.c: the way of the data, from a message to its report
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "parser.h"

#include "charset.h"
#include "date.h"
#include "disposition.h"
#include "dsn.h"
#include "feedback.h"
#include "field.h"
#include "kind.h"
#include "message-id.h"
#include "original.h"
#include "parts.h"
#include "reading.h"
#include "sns.h"
#include "warnings.h"

/* ---- 1. Parts ---- */

static Span keep (Reading *reading, char *owned, Span text)
{
    if (owned)
        g_ptr_array_add (reading->owned, owned);
    return text;
}

static gboolean is_returned (const Part *part)
{
    return part->type == PART_MESSAGE || part->type == PART_HEADERS;
}

/* Did the mailbox keep less of the part than there was? It counts from the line in front of the part. */
static gboolean is_cut (const Reading *reading, const Part *part)
{
    gsize most = is_returned (part) ? BOUNCE_MAILBOX_LIMIT_RETURNED : BOUNCE_MAILBOX_LIMIT_PART;
    return reading->cut && part->header.n + part->body.n + 1000 >= most;
}

static Span text_of (Reading *reading, const Part *part)
{
    gsize limit = reading->parser->limits[BOUNCE_LIMIT_TEXT];
    GPtrArray *warnings = part->type == PART_HEADERS ? NULL : reading->report->warnings; /* nobody reads its end */
    char *owned;
    Span text = part->type == PART_MESSAGE ? part_message (part, limit, &owned) : part_text (part, limit, warnings, &owned);

    if (is_cut (reading, part) && !is_returned (part))
        warn (reading->report->warnings, WARN_TEXT);
    return keep (reading, owned, text);
}

static void read_header (Reading *reading)
{
    static const struct {
        const char *name;
        gsize offset;
    } wanted[] = { { "Subject", G_STRUCT_OFFSET (BounceReport, subject) }, { "From", G_STRUCT_OFFSET (BounceReport, from) },
                   { "To", G_STRUCT_OFFSET (BounceReport, to) } };
    BounceReport *report = reading->report;
    gsize limit = reading->parser->limits[BOUNCE_LIMIT_HEADER];

    for (guint i = 0; i < G_N_ELEMENTS (wanted); i++) {
        Span value = field_limited (field_get (reading->header, wanted[i].name), limit, report->warnings);
        take_if_absent (G_STRUCT_MEMBER_P (report, wanted[i].offset), charset_decode_header (value));
    }
    report->message_id = message_id_read (field_limited (field_get (reading->header, "Message-ID"), limit, report->warnings));
    report->date = date_read (span_first (field_get (reading->header, "Date"), 200));
}

/* A file that is labelled as nothing in particular may be a report, by its name. */
static gboolean is_text_file (const Part *part)
{
    const char *name = part->media.name;
    return part->type == PART_OTHER && name && (g_str_has_suffix (name, ".txt") || g_str_has_prefix (name, "ATT"));
}

/* Pictures and the like are not even decoded. */
static gboolean is_read (const Part *part)
{
    return part->type != PART_MULTIPART && (part->type != PART_OTHER || is_text_file (part));
}

/* A body that is labelled as nothing in particular is what it looks like. */
static PartType type_of (const Part *part, Span text)
{
    return part->level && (part->type == PART_TEXT || part->type == PART_OTHER) ? part_guess (text) : part->type;
}

/* A line that repeats the subject of what was sent: its words are the sender's own, and tell nothing of its fate. */
static gboolean repeats_subject (Span line, Span before)
{
    static const char *const labels[] = {
        "Subject", "Betreff", "Objet", "Asunto", "Assunto", "Oggetto",        "Onderwerp",           "Temat",
        "Тема",    "件名",    "主题",  "主題",   "제목",    "The subject of", "The message subject", "Konu",
        "Ämne",    "Emne",    NULL
    };
    Span words = span_trim (line);

    for (guint i = 0; labels[i]; i++)
        if (span_starts (words, labels[i]))
            return span_find_char (span_first (words, 60), ':') > 0;
    /* alone and in quotes, after "… to deliver your message" */
    return words.n > 2 && words.s[0] == '"' && words.s[words.n - 1] == '"' && span_ends (span_trim (before), "your message");
}

/* 'Your message "…" to …': the subject in a sentence; empty where there is none. */
static Span quoted_subject (Span line)
{
    static const char *const before[] = { "your message \"", "your mail \"", "your e-mail \"", "your email \"", "subject \"",
                                          "ihre nachricht \"", "ihre e-mail \"", "betreff \"", "votre message \"",
                                          "su mensaje \"", NULL };

    for (guint i = 0; before[i] && span_find_char (line, '"') >= 0; i++) {
        gssize at = span_find (line, before[i]);
        Span words = at < 0 ? SPAN_EMPTY : span_from (line, (gsize) at + strlen (before[i]));
        gssize end = span_find_char (words, '"');
        if (end > 0)
            return span_first (words, (gsize) end);
    }
    return SPAN_EMPTY;
}

static void append_line (GString *all, Span line)
{
    Span subject = quoted_subject (line);
    gsize n = subject.n ? (gsize) (subject.s - line.s) : 0;

    g_string_append_len (all, line.s, (gssize) n);
    line = span_from (line, n + subject.n);
    g_string_append_len (all, line.s, (gssize) line.n);
}

/* Lines end with LF from here on. */
static void append_lines (Reading *reading, GString *all, Span text)
{
    gsize longest = reading->parser->limits[BOUNCE_LIMIT_LINE];
    Span line, before = SPAN_EMPTY;

    for (; span_next_line (&text, &line); before = line) {
        if (line.n > longest) {
            line = span_first_text (line, longest);
            warn (reading->report->warnings, WARN_LONG_LINE);
        }
        if (!repeats_subject (line, before))
            append_line (all, line);
        g_string_append_c (all, '\n');
    }
}

static void take_text (Reading *reading, GString *all, Span text)
{
    if (reading->original.n)
        return; /* what follows the returned message is a footer or another part of it */
    gsize end = original_start (text);
    append_lines (reading, all, span_first (text, end));
    g_string_append_c (all, '\n');
    if (end < text.n)
        reading->original = span_from (text, end);
}

/* The header of a returned message stands in its body: decoded where somebody encoded it. */
static void take_original (Reading *reading, const Part *part, Span text)
{
    if (reading->original.n && field_name_length (reading->original))
        return;
    reading->original = text;
    reading->original_cut = is_cut (reading, part);
}

/* A gateway that indents all lines: each would continue the one before it. NULL where they are not. */
static GString *undent (Span text)
{
    Span line = SPAN_EMPTY;

    for (Span rest = text; span_is_blank (line) && span_next_line (&rest, &line);)
        ;
    gsize indent = span_indent (line);
    if (indent == 0 || part_guess (span_from (line, indent)) != PART_STATUS)
        return NULL;
    GString *plain = g_string_sized_new (text.n);
    while (span_next_line (&text, &line)) {
        line = span_from (line, MIN (indent, span_indent (line)));
        g_string_append_len (plain, line.s, (gssize) line.n);
        g_string_append_c (plain, '\n');
    }
    return plain;
}

static void take_status_part (Reading *reading, Span text)
{
    GString *plain = undent (text);

    if (plain) {
        gsize length = plain->len;
        char *owned = g_string_free (plain, FALSE);
        text = keep (reading, owned, (Span){ owned, length });
    }
    dsn_read (reading->report, text, reading->parser->limits[BOUNCE_LIMIT_RECIPIENTS],
              reading->parser->limits[BOUNCE_LIMIT_HEADER]);
    reading->status = text;
}

static gboolean has_plain_twin (GArray *parts, guint i)
{
    for (guint k = 0; k < i; k++) {
        const Part *part = &g_array_index (parts, Part, k);
        if (part->type == PART_TEXT && !span_is_blank (part->body))
            return TRUE;
    }
    return FALSE;
}

/* One report is in a message: the first machine-readable part tells its kind, and one of another kind is left. */
static gboolean is_of_another_report (const Reading *reading, PartType type)
{
    gboolean is_machine = type == PART_STATUS || type == PART_TRACKING || type == PART_FEEDBACK || type == PART_DISPOSITION;

    return is_machine && reading->machine != PART_TEXT && reading->machine != type;
}

/* Goes through the parts in their order. Feedback and dispositions are kept for when the text is whole. */
static Span read_parts (Reading *reading, GArray *parts)
{
    GString *all = g_string_new (NULL);
    Span special = SPAN_EMPTY;

    for (guint i = 0; i < parts->len; i++) {
        const Part *part = &g_array_index (parts, Part, i);
        if (!is_read (part) || (part->type == PART_HTML && has_plain_twin (parts, i)))
            continue;
        Span text = text_of (reading, part);
        PartType type = type_of (part, text);
        if (is_of_another_report (reading, type))
            continue;
        switch (type) {
        case PART_STATUS:
            take_status_part (reading, text);
            reading->machine = type;
            break;
        case PART_TRACKING: /* where mail went, asked for by its sender: no report on its failure */
            reading->machine = type;
            break;
        case PART_FEEDBACK:
        case PART_DISPOSITION:
            special = text;
            reading->machine = type;
            break;
        case PART_MESSAGE:
        case PART_HEADERS:
            take_original (reading, part, text);
            break;
        case PART_TEXT:
        case PART_HTML:
            take_text (reading, all, text);
            break;
        default:
            break;
        }
    }
    gsize length = all->len;
    char *text = g_string_free (all, FALSE);
    reading->text = keep (reading, text, (Span){ text, length });
    return special;
}

/* ---- 2. Standard reports ---- */

static const char *status_format (GArray *parts)
{
    for (guint i = 0; i < parts->len; i++)
        if (g_str_has_prefix (g_array_index (parts, Part, i).media.type, "message/global"))
            return "rfc6533";
    return "rfc3464";
}

static void read_standard (Reading *reading, GArray *parts, Span special)
{
    BounceReport *report = reading->report;

    switch (reading->machine) {
    case PART_STATUS:
        report->format = status_format (parts);
        break;
    case PART_TRACKING:
        report->format = "tracking";
        break;
    case PART_FEEDBACK:
        report->format = "arf";
        feedback_read (report, special, reading->parser->limits[BOUNCE_LIMIT_RECIPIENTS],
                       reading->parser->limits[BOUNCE_LIMIT_HEADER]);
        break;
    case PART_DISPOSITION:
        report->format = "mdn";
        reading->refused = disposition_read (report, special, reading->text, reading->parser->limits[BOUNCE_LIMIT_HEADER]);
        break;
    default:
        break;
    }
}

/* ---- 3. The way ---- */

static void set_kind (Reading *reading)
{
    BounceReport *report = reading->report;

    if (reading->machine == PART_FEEDBACK || reading->complaint)
        report->kind = BOUNCE_KIND_FEEDBACK;
    else if (reading->machine == PART_DISPOSITION && !reading->refused)
        report->kind = BOUNCE_KIND_DISPOSITION;
    else if (report->recipients->len)
        report->kind = kind_of_actions (report);
    else if (kind_is_auto_reply (reading->header, span_of (report->subject)))
        report->kind = BOUNCE_KIND_AUTO_REPLY;
    else if (reading->machine == PART_TEXT && kind_is_receipt (span_of (report->subject), reading->text))
        report->kind = BOUNCE_KIND_DISPOSITION;
    if (report->kind == BOUNCE_KIND_OTHER && reading->machine == PART_STATUS)
        warn (report->warnings, WARN_NO_RECIPIENT);
}

static void read_structure (Reading *reading, Span message)
{
    const gsize *limits = reading->parser->limits;
    ScreenLimits screen = { limits[BOUNCE_LIMIT_NESTING], limits[BOUNCE_LIMIT_PARTS], limits[BOUNCE_LIMIT_HEADER],
                            limits[BOUNCE_LIMIT_LINES] };
    g_autoptr(GArray) parts = screen_parts (message, &screen, reading->report->warnings);

    reading->header = g_array_index (parts, Part, 0).header;
    reading->machine = PART_TEXT;
    reading->original = SPAN_EMPTY;
    Span special = read_parts (reading, parts);
    read_standard (reading, parts, special);
    /* a report of another type (TLSRPT, DMARC), whatever its words are */
    const char *type = g_array_index (parts, Part, 0).media.report_type;
    reading->foreign = type && reading->machine == PART_TEXT && g_ascii_strcasecmp (type, "delivery-status") != 0;
}

static gboolean is_report (const Reading *reading)
{
    return reading->machine == PART_STATUS
           || (reading->machine == PART_TEXT && !reading->complaint && !reading->foreign && !reading->report->format);
}

static gboolean is_guess (const BounceReport *report)
{
    for (guint i = 0; i < report->recipients->len; i++)
        if (!((BounceRecipient *) report->recipients->pdata[i])->guessed)
            return FALSE;
    return TRUE;
}

/* A report that somebody passed on stands whole in a message that is none itself (RFC 6522 allows it anywhere), and knows more
 * than what can be guessed from the words around it. What came back with a report is not read: there the recipients are known;
 * and what a complaint is about is no report on anybody. */
static void read_inner (Reading *reading)
{
    BounceReport *report = reading->report;
    Reading outer = *reading;
    GPtrArray *guessed = report->recipients;
    g_autofree char *subject = charset_decode_header (field_get (reading->original, "Subject"));

    if (reading->complaint || !is_guess (report) || reading->machine != PART_TEXT || reading->original.n == 0
        || kind_likeness (reading->original, span_of (subject)) < LIKENESS_GOOD)
        return;
    if (reading->original_cut)
        warn (report->warnings, WARN_RETURNED);
    report->recipients = report_new_recipients ();
    reading->asked = FALSE;
    read_structure (reading, reading->original);
    if (reading->machine == PART_TEXT)
        reading_take_text (reading);
    if (is_guess (report)) { /* the outer one was as good */
        g_ptr_array_unref (report->recipients);
        report->recipients = guessed;
        *reading = outer;
    } else {
        g_ptr_array_unref (guessed);
    }
}

/* A text without a header: all of it is what is said to people, up to the returned message. */
static void read_body (Reading *reading, Span body)
{
    GString *all = g_string_new (NULL);
    char *utf8 = charset_to_utf8 (span_first (body, reading->parser->limits[BOUNCE_LIMIT_TEXT]), NULL);

    reading->header = SPAN_EMPTY;
    take_text (reading, all, keep (reading, utf8, span_of (utf8)));
    reading->text = keep (reading, all->str, (Span){ all->str, all->len });
    g_string_free (all, FALSE);
    if (reading->cut || body.n > reading->parser->limits[BOUNCE_LIMIT_TEXT])
        warn (reading->report->warnings, WARN_TEXT);
}

static gboolean is_whole_header (Span message)
{
    Span line;

    while (span_next_line (&message, &line))
        if (span_is_blank (line))
            return TRUE;
    return FALSE;
}

static void read_message (Reading *reading, Span message)
{
    if (reading->parser->body_only)
        read_body (reading, message);
    else
        read_structure (reading, message);
    if (reading->header.n == 0 && !reading->parser->body_only)
        warn (reading->report->warnings, message.n ? WARN_NO_HEADER : WARN_EMPTY);
    read_header (reading);
    gsize max_recipients = reading->parser->limits[BOUNCE_LIMIT_RECIPIENTS];
    if (reading->machine == PART_TEXT && !sns_read (reading->report, reading->text, max_recipients, &reading->complaint))
        reading->complaint = kind_is_complaint (reading->header, span_of (reading->report->subject), reading->text);
    if (is_report (reading))
        reading_take_text (reading);
    read_inner (reading);
    if (reading->failure && reading->report->recipients->len == 0)
        reading_take_nobody (reading);
    original_read (reading->report, reading->original, reading->parser->limits[BOUNCE_LIMIT_HEADER]);
    if (reading->original_cut && !is_whole_header (reading->original))
        warn (reading->report->warnings, WARN_RETURNED);
    if (reading->report->recipients->len == 0 && (reading->complaint || reading->machine == PART_FEEDBACK))
        reading_take_complainant (reading);
    reading_complete (reading);
    set_kind (reading);
}

/* A message whose lines end with CR alone: every reader knows LF. */
static char *undo_bare_cr (Span message)
{
    if (message.n == 0 || memchr (message.s, '\n', message.n) || !memchr (message.s, '\r', message.n))
        return NULL;
    char *copy = g_memdup2 (message.s, message.n);
    for (gsize i = 0; i < message.n; i++)
        if (copy[i] == '\r')
            copy[i] = '\n';
    return copy;
}

/* What a file of another kind begins with, where a message has its header: a picture, a database, mail that xz has compressed. */
#define BINARY_LEAD 4096

static gboolean is_binary (Span message)
{
    return message.n && field_name_length (message) == 0 && memchr (message.s, '\0', MIN (message.n, BINARY_LEAD));
}

static const char *why_unreadable (const BounceParser *parser, Span message, const MessagePlace *place)
{
    return place->unreadable ? place->unreadable : !parser->body_only && is_binary (message) ? WARN_BINARY : NULL;
}

BounceReport *parser_read (BounceParser *parser, Span message, const MessagePlace *place)
{
    const char *unreadable = why_unreadable (parser, message, place);
    BounceReport *report = report_new ();
    Reading reading = { .parser = parser,
                        .report = report,
                        .cut = place->cut,
                        .owned = g_ptr_array_new_with_free_func (g_free),
                        .header = SPAN_EMPTY,
                        .text = SPAN_EMPTY,
                        .status = SPAN_EMPTY,
                        .original = SPAN_EMPTY,
                        .machine = PART_TEXT };

    report->source = g_strdup (place->source ? place->source : "-");
    report->offset = place->offset;
    report->size = place->size;
    if (unreadable) {
        report->kind = BOUNCE_KIND_UNREADABLE;
        report->unreadable = g_strdup (unreadable);
        warn (report->warnings, report->unreadable);
    } else {
        if (place->truncated || message.n > parser->limits[BOUNCE_LIMIT_MESSAGE])
            warn (report->warnings, WARN_MESSAGE);
        message = message.n ? span_first (message, parser->limits[BOUNCE_LIMIT_MESSAGE]) : SPAN_EMPTY; /* not NULL */
        g_autofree char *mended = undo_bare_cr (message);
        read_message (&reading, mended ? (Span){ mended, message.n } : message);
    }
    if (place->show)
        place->show (&reading, place->user_data);
    report_finish (report, message);
    g_ptr_array_unref (reading.owned);
    return report;
}
