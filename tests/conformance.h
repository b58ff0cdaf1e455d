/* conformance.h: what the conformance tests share: mails made from pieces, and their reports
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "bounce.h"

#define ADDRESS "user@example.com"

/* Type of a report with the boundary that mail() writes, and parts of one. */
#define REPORT "multipart/report; report-type=delivery-status; boundary=\"b\""
#define TEXT "Content-Type: text/plain\n\nYour message could not be delivered.\n"
#define STATUS_TYPE "Content-Type: message/delivery-status\n\n"
#define MTA_GROUP "Reporting-MTA: dns; mx.example.net\n\n"
#define FAILED_GROUP "Final-Recipient: rfc822; user@example.com\nAction: failed\nStatus: 5.1.1\n"
#define STATUS STATUS_TYPE MTA_GROUP FAILED_GROUP
#define ORIGINAL_HEADER "Message-ID: <sent@example.org>\nSubject: The news\nFrom: list@example.org\nTo: user@example.com\n"
#define ORIGINAL "Content-Type: text/rfc822-headers\n\n" ORIGINAL_HEADER

/* A mail of a mail system with this Content-Type and these parts, the boundary "b" around them. The last argument is NULL. */
char *mail (const char *content_type, ...) G_GNUC_NULL_TERMINATED;

/* A whole report with this as its delivery status, or with these fields of the one recipient or of the message. */
char *mail_with_status (const char *status);

/* Parses bytes that no NUL follows. */
BounceReport *read_bytes (const char *data, gsize length);

/* Parses the mail as it is and with CRLF, which must give the same report. The first frees the mail. */
BounceReport *read_mail (char *mail);
BounceReport *read_text (const char *mail);

BounceReport *read_status (const char *status);               /* mail_with_status(), read */
BounceReport *read_recipient (const char *fields);            /* the fields of the one recipient */
BounceReport *read_message_fields (const char *fields);       /* the fields of the message; one recipient failed */
BounceRecipient *judged (const char *text, const char *host); /* by a parser that all tests share */

/* The one recipient, of a bounce. */
BounceRecipient *only (BounceReport *report);

gboolean warned (BounceReport *report, const char *warning);
char *repeated (const char *text, guint times);

/* A bounce whose one recipient is ADDRESS, unknown by 5.1.1. */
void assert_user_unknown (BounceReport *report);

#define assert_str(a, b) g_assert_cmpstr ((a), ==, (b))
#define assert_uint(a, b) g_assert_cmpuint ((a), ==, (b))
#define assert_reason(r, expected) assert_str (bounce_reason_to_string (bounce_recipient_get_reason (r)), (expected))
#define assert_severity(r, expected) assert_str (bounce_severity_to_string (bounce_recipient_get_severity (r)), (expected))
#define assert_action(r, expected) assert_str (bounce_action_to_string (bounce_recipient_get_action (r)), (expected))
#define assert_kind(report, expected) assert_str (bounce_kind_to_string (bounce_report_get_kind (report)), (expected))
#define assert_warned(report, warning) g_assert_true (warned ((report), (warning)))
#define assert_not_warned(report, warning) g_assert_false (warned ((report), (warning)))

/* The tests of each section, registered. */
void add_container_tests (void);
void add_status_tests (void);
void add_recipient_tests (void);
void add_code_tests (void);
void add_extension_tests (void);
