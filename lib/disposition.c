/* disposition.c: disposition notifications; see disposition.h
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "disposition.h"

#include "address.h"
#include "field.h"
#include "message-id.h"
#include "transcript.h"

static char *address_of (BounceReport *report, Span fields, const char *name, gsize max_field)
{
    Span type, text;
    gboolean broken = FALSE;
    g_autofree char *line = field_unfold (field_limited (field_get (fields, name), max_field, report->warnings));

    field_split_type (span_of (line), &type, &text);
    return address_decode (type, text, &broken);
}

/* Sieve's reject and Dovecot's quota speak so: deleted without anybody having read it, and a text that tells of a refusal. */
static gboolean is_refusal (Span fields, Span said)
{
    g_autofree char *plain = field_strip_comments (field_get (fields, "Disposition"));
    Span disposition = span_of (plain);

    return span_has (disposition, "automatic-action") && span_has_any (disposition, "deleted|denied|failed")
           && span_has_any (said, "rejected|refused|quota|could not be delivered|was not accepted");
}

/* What the filter gives as its reason, after the sentence that announces it. */
static Span given_reason (Span said)
{
    static const char *const words[] = { "reason was given:", "was automatically rejected:",
                                         "was automatically rejected for the following reason:", NULL };

    for (guint i = 0; words[i]; i++) {
        gssize at = span_find (said, words[i]);
        if (at >= 0)
            return span_trim (span_from (said, (gsize) at + strlen (words[i])));
    }
    return SPAN_EMPTY;
}

gboolean disposition_read (BounceReport *report, Span text, Span said, gsize max_field)
{
    BounceRecipient *recipient = report_add_recipient (report);

    while (text.n && g_ascii_isspace (text.s[0]))
        text = span_from (text, 1);
    take_if_absent (&recipient->final_address, address_of (report, text, "Final-Recipient", max_field));
    take_if_absent (&recipient->original_address, address_of (report, text, "Original-Recipient", max_field));
    field_list_add (&report->original, "message_id",
                    message_id_read (field_limited (field_get (text, "Original-Message-ID"), max_field, report->warnings)));
    if (!is_refusal (text, said))
        return FALSE;
    recipient->action = BOUNCE_ACTION_FAILED;
    take_if_absent (&recipient->diagnostic, transcript_join (given_reason (said)));
    take_if_absent (&recipient->text, transcript_join (said));
    return TRUE;
}
