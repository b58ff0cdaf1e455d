/* warnings.h: what a report's warnings say, each in one place
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include <glib.h>

#define WARN_MESSAGE "truncated: the message is longer than the limit, its end was not read"
#define WARN_NESTING "truncated: parts are nested deeper than the limit, the inner ones were not read"
#define WARN_PARTS "truncated: more parts than the limit, the others were not read"
#define WARN_LONG_HEADER "truncated: a header is longer than the limit"
#define WARN_LINES "truncated: a header has more lines than the limit, the others were not read"
#define WARN_LONG_LINE "truncated: a line of the text is longer than the limit, its end was not searched"
#define WARN_TEXT "truncated: the text is longer than the limit, its end was not searched"
#define WARN_RETURNED "truncated: the returned message is longer than the limit, its end was not read"
#define WARN_RECIPIENTS "truncated: more recipients than the limit, the others were not read"
#define WARN_NO_HEADER "the message has no header: its first line is no field"
#define WARN_BINARY "no mail but binary data; of what is compressed only gzip is unpacked"
#define WARN_EMPTY "the message is empty"
#define WARN_NO_BOUNDARY "the boundary of a multipart is missing or wrong: the parts were guessed"
#define WARN_NO_LAST_BOUNDARY "a multipart has no closing boundary: it may be truncated"
#define WARN_NO_GROUP "the delivery status has no fields of the message before those of the recipients"
#define WARN_ODD_ACTION "an Action is none of RFC 3464: it was guessed"
#define WARN_NO_ACTION "a recipient has no Action: it was taken from the Status or the reply"
#define WARN_ODD_STATUS "a Status is no code of RFC 3463"
#define WARN_CLASS "Action and Status contradict each other: Action was taken"
#define WARN_REPLY_CLASS "the reply and the enhanced status code are of different classes: the softer verdict was taken"
#define WARN_DUPLICATE "a field occurs twice for a recipient: the first was taken"
#define WARN_ADDRESS "an encoded address could not be decoded: it stands as it came"
#define WARN_RETRY "Will-Retry-Until stands in a report that is no delay"
#define WARN_NO_RECIPIENT "the report names no recipient"
#define WARN_OTHERS_WORDS "what was said of a recipient names another one of the report: the softer verdict was taken"
#define WARN_GENERIC "the format is not known: an address near a reply was taken"

/* Adds a warning once. */
static inline void warn (GPtrArray *warnings, const char *warning)
{
    for (guint i = 0; i < warnings->len; i++)
        if (warnings->pdata[i] == warning || g_str_equal (warnings->pdata[i], warning))
            return;
    g_ptr_array_add (warnings, (gpointer) warning);
}
