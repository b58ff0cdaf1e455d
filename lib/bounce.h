/* bounce.h: the manual of the C library
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * libbounce reads bounce mail and says of every recipient what was said, what it means, whose fault it is, whether the
 * address is dead, and how it knows.
 *
 *     g_autoptr(GError) error = NULL;
 *     g_autoptr(BounceParser) parser = bounce_parser_new ();
 *     g_autoptr(BounceMailbox) mailbox = bounce_mailbox_open ("bounces.mbox", &error);
 *
 *     while (mailbox && bounce_mailbox_next (mailbox, &error)) {
 *         g_autoptr(BounceReport) report = bounce_mailbox_parse (mailbox, parser);
 *         for (guint i = 0; i < bounce_report_get_n_recipients (report); i++) {
 *             BounceRecipient *r = bounce_report_get_recipient (report, i);
 *             if (bounce_recipient_get_severity (r) == BOUNCE_SEVERITY_HARD)
 *                 puts (bounce_recipient_get_address (r));
 *         }
 *     }
 *
 * What holds for every function:
 *
 * - A string is valid UTF-8, or NULL where nothing was said. It is never empty.
 * - A string, list or object that a getter returns is borrowed: it lives as long as what it was got from, and must not
 *   be freed or changed.  (transfer full) marks what the caller must free, (nullable) what may be NULL, (skip) what is for C
 *   alone.
 * - Reports and recipients never change once they are made. They may be read, referenced and unreferenced in any thread.
 *   A parser may be shared by threads once its rules and limits are set. A mailbox belongs to one thread at a time.
 * - Nothing is printed, and no mail, however broken, aborts the program: what was odd stands in the report's warnings.
 *   "Not a bounce" is a kind of report, not an error.
 * - The first use of a parser initialises GMime once. A program that uses GMime itself needs to do nothing. How the program
 *   takes signals is left as it is.
 */
#ifndef BOUNCE_H
#define BOUNCE_H

#include <glib-object.h>

G_BEGIN_DECLS

/* What a function that is part of the interface is marked with. */
#ifndef BOUNCE_API
#define BOUNCE_API __attribute__ ((visibility ("default")))
#endif

/* GMime's types, so that this header needs no GMime. */
typedef struct _GMimeMessage GMimeMessage;
typedef struct _GMimeStream GMimeStream;

/* ---- Words ---------------------------------------------------------------------------------------------------------
 *
 * Each word has a number (the enum), and a name that JSON, Lua and the command use: `bounce_<enum>_to_string()` gives
 * "user-unknown" for BOUNCE_REASON_USER_UNKNOWN, and NULL for the _NONE of an enum that has one; `_from_string()` reads it
 * back and returns FALSE, leaving *value alone, for a name it does not know. Each enum is a registered GType, whose nicks are
 * the same names, and "none" for every _NONE.
 */

/**
 * BounceKind:
 *
 * What a message is.
 * Since: 0.1
 */
typedef enum {
    BOUNCE_KIND_OTHER,       /* none of the others */
    BOUNCE_KIND_BOUNCE,      /* mail to at least one recipient failed */
    BOUNCE_KIND_DELAY,       /* a warning: delivery is still being tried */
    BOUNCE_KIND_DELIVERY,    /* delivered, relayed or expanded, as the sender had asked to be told */
    BOUNCE_KIND_FEEDBACK,    /* a complaint or another feedback report (ARF, RFC 5965) */
    BOUNCE_KIND_DISPOSITION, /* a disposition notification: read, deleted… (MDN, RFC 8098) */
    BOUNCE_KIND_AUTO_REPLY,  /* vacation and the like (RFC 3834) */
    BOUNCE_KIND_UNREADABLE,  /* the message could not be read at all; the warnings say why */
} BounceKind;

/**
 * BounceAction:
 *
 * What became of the mail to a recipient: the Action field of RFC 3464, section 2.3.3.
 * Since: 0.1
 */
typedef enum {
    BOUNCE_ACTION_NONE /*< skip >*/, /* not told, as in complaints and replies */
    BOUNCE_ACTION_FAILED,            /* given up, or refused */
    BOUNCE_ACTION_DELAYED,           /* not delivered yet, still being tried */
    BOUNCE_ACTION_DELIVERED,         /* delivered */
    BOUNCE_ACTION_RELAYED,           /* passed on to a host that sends no such reports */
    BOUNCE_ACTION_EXPANDED,          /* delivered to an alias or list, and sent on to its members */
} BounceAction;

/**
 * BounceCommand:
 *
 * The step of the SMTP dialogue (RFC 5321) that the reply answered.
 * Since: 0.1
 */
typedef enum {
    BOUNCE_COMMAND_NONE /*< skip >*/,              /* not told */
    BOUNCE_COMMAND_CONN /*< nick=CONN >*/,         /* the connection and the greeting */
    BOUNCE_COMMAND_EHLO /*< nick=EHLO >*/,         /* EHLO, HELO or LHLO */
    BOUNCE_COMMAND_STARTTLS /*< nick=STARTTLS >*/, /* STARTTLS and the handshake */
    BOUNCE_COMMAND_AUTH /*< nick=AUTH >*/,         /* AUTH */
    BOUNCE_COMMAND_MAIL /*< nick=MAIL >*/,         /* MAIL FROM */
    BOUNCE_COMMAND_RCPT /*< nick=RCPT >*/,         /* RCPT TO */
    BOUNCE_COMMAND_DATA /*< nick=DATA >*/,         /* DATA */
    BOUNCE_COMMAND_EOM /*< nick=EOM >*/,           /* the end of the message */
} BounceCommand;

/**
 * BounceReason:
 *
 * Why mail failed or is late. bounce_reason_get_meaning() has the long form, bounce_reason_get_fault() whose fault it is, and
 * bounce_reason_is_hard() whether it condemns the address.
 * Since: 0.1
 */
typedef enum {
    BOUNCE_REASON_NONE /*< skip >*/,    /* neither a failure nor a delay */
    BOUNCE_REASON_USER_UNKNOWN,         /* the mailbox does not exist */
    BOUNCE_REASON_USER_DISABLED,        /* the mailbox exists but is closed, suspended or inactive */
    BOUNCE_REASON_USER_MOVED,           /* the person has moved and the mail is not forwarded */
    BOUNCE_REASON_MAILBOX_FULL,         /* over quota */
    BOUNCE_REASON_RECIPIENT_RESTRICTED, /* takes mail from certain senders only, or refused this one */
    BOUNCE_REASON_RECIPIENT_THROTTLED,  /* this one mailbox receives too much mail at a time */
    BOUNCE_REASON_HOST_UNKNOWN,         /* the domain does not exist */
    BOUNCE_REASON_NO_MAIL_SERVICE,      /* the domain takes no mail: null MX, 521, 556 */
    BOUNCE_REASON_DOMAIN_NOT_SERVED,    /* the host that the MX names does not serve the domain */
    BOUNCE_REASON_MESSAGE_TOO_BIG,      /* too large for the mailbox, the system or the path */
    BOUNCE_REASON_SPAM,                 /* judged to be spam or phishing */
    BOUNCE_REASON_VIRUS,                /* judged to be malware */
    BOUNCE_REASON_CONTENT_REJECTED,     /* the content broke a rule: attachment, URL, word, header */
    BOUNCE_REASON_MALFORMED_MESSAGE,    /* breaks RFC 5321, 5322 or 2045 */
    BOUNCE_REASON_NOT_SUPPORTED,        /* needs what the path lacks: 8BITMIME, SMTPUTF8, a conversion */
    BOUNCE_REASON_ROUTING_LOOP,         /* too many hops, or mail that comes back */
    BOUNCE_REASON_BLOCKED,              /* the sending address or host is on a block list */
    BOUNCE_REASON_BAD_REPUTATION,       /* the sending address, host or domain has a bad reputation */
    BOUNCE_REASON_AUTH_FAILURE,         /* SPF, DKIM, DMARC or ARC failed, or is required */
    BOUNCE_REASON_NO_PTR,               /* no matching reverse name, or a bad HELO */
    BOUNCE_REASON_POLICY,               /* a local policy that fits nothing narrower */
    BOUNCE_REASON_RATE_LIMITED,         /* the sender sends too much or too fast */
    BOUNCE_REASON_GREYLISTED,           /* a first attempt, put off: try again later */
    BOUNCE_REASON_TOO_MANY_RECIPIENTS,  /* too many in one transaction or period */
    BOUNCE_REASON_TOO_MANY_CONNECTIONS, /* too many at once */
    BOUNCE_REASON_RELAY_DENIED,         /* a host we should not have asked does not relay for us */
    BOUNCE_REASON_SENDER_REJECTED,      /* the envelope or header sender was refused */
    BOUNCE_REASON_SENDER_SUSPENDED,     /* the sender's own account is blocked for what it sent */
    BOUNCE_REASON_AUTH_REQUIRED,        /* SMTP AUTH is required or failed */
    BOUNCE_REASON_TLS_FAILED,           /* STARTTLS is required or failed, or its policy was not met */
    BOUNCE_REASON_SUPPRESSED,           /* the sending service's own suppression list */
    BOUNCE_REASON_SYSTEM_FULL,          /* the destination system is out of storage */
    BOUNCE_REASON_SYSTEM_ERROR,         /* a local fault at the destination */
    BOUNCE_REASON_MAILER_ERROR,         /* a delivery program or pipe failed */
    BOUNCE_REASON_SYNTAX_ERROR,         /* an SMTP command was refused as wrong or out of sequence */
    BOUNCE_REASON_NETWORK_ERROR,        /* no connection, or it broke */
    BOUNCE_REASON_DNS_ERROR,            /* the name could not be looked up for now */
    BOUNCE_REASON_EXPIRED,              /* given up after retrying, no narrower cause is told */
    BOUNCE_REASON_UNKNOWN,              /* nothing told why, or nothing that is understood */
} BounceReason;

/**
 * BounceSeverity:
 *
 * What a failure says of the address.
 * Since: 0.1
 */
typedef enum {
    BOUNCE_SEVERITY_NONE, /* no failure: delays, deliveries, complaints, replies */
    BOUNCE_SEVERITY_SOFT, /* a failure that says nothing final about the address */
    BOUNCE_SEVERITY_HARD, /* the address is dead: stop sending to it */
} BounceSeverity;

/**
 * BounceFault:
 *
 * Whose fault it is. Only %BOUNCE_FAULT_RECIPIENT and %BOUNCE_FAULT_DOMAIN can be hard.
 * Since: 0.1
 */
typedef enum {
    BOUNCE_FAULT_NONE /*< skip >*/, /* no failure */
    BOUNCE_FAULT_RECIPIENT,         /* the mailbox */
    BOUNCE_FAULT_DOMAIN,            /* the recipient's domain */
    BOUNCE_FAULT_MESSAGE,           /* this message, not its sender */
    BOUNCE_FAULT_SENDER,            /* who sent it, from where and how */
    BOUNCE_FAULT_SYSTEM,            /* a mail system on the way */
    BOUNCE_FAULT_NETWORK,           /* the network or the DNS */
    BOUNCE_FAULT_UNKNOWN,           /* nothing tells */
} BounceFault;

/**
 * BounceConfidence:
 *
 * How sure the verdict is.
 * Since: 0.1
 */
typedef enum {
    BOUNCE_CONFIDENCE_NONE /*< skip >*/, /* no verdict was needed */
    BOUNCE_CONFIDENCE_LOW,               /* only the class of a code, or a guess of the generic reader */
    BOUNCE_CONFIDENCE_MEDIUM,            /* general wording, or a specific code */
    BOUNCE_CONFIDENCE_HIGH,              /* a provider's or MTA's own wording, or code and text agree */
} BounceConfidence;

/**
 * BounceOrigin:
 *
 * Where the address to act on was found.
 * Since: 0.1
 */
typedef enum {
    BOUNCE_ORIGIN_NONE /*< skip >*/,   /* no address is known */
    BOUNCE_ORIGIN_VERP,                /* the address that the report was sent to, which carries it */
    BOUNCE_ORIGIN_ORIGINAL_RECIPIENT,  /* the field Original-Recipient */
    BOUNCE_ORIGIN_FINAL_RECIPIENT,     /* the field Final-Recipient */
    BOUNCE_ORIGIN_X_FAILED_RECIPIENTS, /* the header X-Failed-Recipients */
    BOUNCE_ORIGIN_TEXT,                /* the text for people */
    BOUNCE_ORIGIN_ORIGINAL_TO,         /* the To of the returned message */
} BounceOrigin;

#define BOUNCE_TYPE_KIND (bounce_kind_get_type ())
#define BOUNCE_TYPE_ACTION (bounce_action_get_type ())
#define BOUNCE_TYPE_COMMAND (bounce_command_get_type ())
#define BOUNCE_TYPE_REASON (bounce_reason_get_type ())
#define BOUNCE_TYPE_SEVERITY (bounce_severity_get_type ())
#define BOUNCE_TYPE_FAULT (bounce_fault_get_type ())
#define BOUNCE_TYPE_CONFIDENCE (bounce_confidence_get_type ())
#define BOUNCE_TYPE_ORIGIN (bounce_origin_get_type ())

BOUNCE_API GType bounce_kind_get_type (void) G_GNUC_CONST;
BOUNCE_API const char *bounce_kind_to_string (BounceKind value);
BOUNCE_API gboolean bounce_kind_from_string (const char *name, BounceKind *value);
BOUNCE_API GType bounce_action_get_type (void) G_GNUC_CONST;
BOUNCE_API const char *bounce_action_to_string (BounceAction value);
BOUNCE_API gboolean bounce_action_from_string (const char *name, BounceAction *value);
BOUNCE_API GType bounce_command_get_type (void) G_GNUC_CONST;
BOUNCE_API const char *bounce_command_to_string (BounceCommand value);
BOUNCE_API gboolean bounce_command_from_string (const char *name, BounceCommand *value);
BOUNCE_API GType bounce_reason_get_type (void) G_GNUC_CONST;
BOUNCE_API const char *bounce_reason_to_string (BounceReason value);
BOUNCE_API gboolean bounce_reason_from_string (const char *name, BounceReason *value);
BOUNCE_API GType bounce_severity_get_type (void) G_GNUC_CONST;
BOUNCE_API const char *bounce_severity_to_string (BounceSeverity value);
BOUNCE_API gboolean bounce_severity_from_string (const char *name, BounceSeverity *value);
BOUNCE_API GType bounce_fault_get_type (void) G_GNUC_CONST;
BOUNCE_API const char *bounce_fault_to_string (BounceFault value);
BOUNCE_API gboolean bounce_fault_from_string (const char *name, BounceFault *value);
BOUNCE_API GType bounce_confidence_get_type (void) G_GNUC_CONST;
BOUNCE_API const char *bounce_confidence_to_string (BounceConfidence value);
BOUNCE_API gboolean bounce_confidence_from_string (const char *name, BounceConfidence *value);
BOUNCE_API GType bounce_origin_get_type (void) G_GNUC_CONST;
BOUNCE_API const char *bounce_origin_to_string (BounceOrigin value);
BOUNCE_API gboolean bounce_origin_from_string (const char *name, BounceOrigin *value);

/**
 * bounce_reason_get_meaning:
 * @reason: a reason
 *
 * Returns: (nullable): what the reason means, in one English clause; %NULL for %BOUNCE_REASON_NONE. Static.
 * Since: 0.1
 */
BOUNCE_API const char *bounce_reason_get_meaning (BounceReason reason);

/**
 * bounce_reason_get_fault:
 * @reason: a reason
 *
 * Returns: whose fault a failure for this reason is.
 * Since: 0.1
 */
BOUNCE_API BounceFault bounce_reason_get_fault (BounceReason reason);

/**
 * bounce_reason_is_hard:
 * @reason: a reason
 *
 * Returns: whether a permanent failure for this reason condemns the address. For particular words a rule may say otherwise.
 * Since: 0.1
 */
BOUNCE_API gboolean bounce_reason_is_hard (BounceReason reason);

/* ---- Errors --------------------------------------------------------------------------------------------------------*/

#define BOUNCE_ERROR (bounce_error_quark ())

/**
 * BounceError:
 *
 * What can go wrong outside the mail itself; the domain is %BOUNCE_ERROR.
 * Since: 0.1
 */
typedef enum /*< skip >*/ {
    BOUNCE_ERROR_NOT_FOUND, /* there is no such file or folder */
    BOUNCE_ERROR_IO,        /* it cannot be opened or read */
    BOUNCE_ERROR_RULES,     /* a rule file is wrong; the message says in which line */
    BOUNCE_ERROR_TOKEN,     /* a token, or an address with one, cannot be made; the message says why */
} BounceError;

/**
 * bounce_error_quark:
 *
 * Returns: the domain of this library's errors.
 * Since: 0.1
 */
BOUNCE_API GQuark bounce_error_quark (void);

/* ---- Text of strangers --------------------------------------------------------------------------------------------*/

/**
 * bounce_printable:
 * @text: (nullable): what stood in a mail, or any other bytes
 *
 * Makes text safe for a terminal or a log: it becomes one line, with spaces for tabs and line ends, and whatever a terminal might
 * obey, or would reorder the line, is written as its code, "\x1b" or "\u202e". Bytes that are not UTF-8 become U+FFFD.
 *
 * Returns: (transfer full) (nullable): the text; g_free() it. %NULL for %NULL.
 * Since: 0.1
 */
BOUNCE_API char *bounce_printable (const char *text);

/* ---- Codes ---------------------------------------------------------------------------------------------------------*/

/**
 * BounceCode:
 * @code: "550", or "x.1.1", where x stands for the class 2, 4 or 5
 * @name: a short name
 * @meaning: what it means
 * @reference: the RFC or the vendor that it comes from
 * @related: (nullable): the codes of the other table that the registry names beside it, separated by ", "
 * @note: (nullable): how it is misused, and what to look at instead
 * @reason: the reason it suggests where no text says more; %BOUNCE_REASON_NONE for a success
 * @transient: the severity of @reason where the class is 4
 * @permanent: the severity of @reason where the class is 5; never hard where the code is known to be misused
 *
 * A row of the tables of SMTP replies (RFC 5321, section 4.2.3, and vendors') and of enhanced status codes (RFC 3463, RFC
 * 5248 and the IANA registry). Static: never freed, the same in every call.
 * Since: 0.1
 */
typedef struct {
    const char *code;
    const char *name;
    const char *meaning;
    const char *reference;
    const char *related;
    const char *note;
    BounceReason reason;
    BounceSeverity transient;
    BounceSeverity permanent;
} BounceCode;

/**
 * bounce_code_lookup:
 * @code: "550", "5.1.1" or "x.1.1"; the rows for a class ("5.x.x") and a subject ("x.1.x") are found under these names
 *
 * Returns: (nullable) (transfer none): the row of exactly this code, or %NULL where no table has it
 * Since: 0.1
 */
BOUNCE_API const BounceCode *bounce_code_lookup (const char *code);

/**
 * bounce_code_list:
 * @n_codes: (out): how many there are
 *
 * Returns: (array length=n_codes) (transfer none): all rows, the replies first, each table in the order of its codes
 * Since: 0.1
 */
BOUNCE_API const BounceCode *bounce_code_list (gsize *n_codes);

/* ---- Reports -------------------------------------------------------------------------------------------------------*/

/**
 * BounceRecipient:
 *
 * What a report says of one recipient, and what it means. Opaque, counted, immutable.
 * Since: 0.1
 */
typedef struct _BounceRecipient BounceRecipient;

/**
 * BounceReport:
 *
 * What one message says. Opaque, counted, immutable.
 * Since: 0.1
 */
typedef struct _BounceReport BounceReport;

#define BOUNCE_TYPE_RECIPIENT (bounce_recipient_get_type ())
#define BOUNCE_TYPE_REPORT (bounce_report_get_type ())
BOUNCE_API GType bounce_recipient_get_type (void) G_GNUC_CONST;
BOUNCE_API GType bounce_report_get_type (void) G_GNUC_CONST;

/**
 * bounce_report_ref:
 * @report: a report
 *
 * Returns: (transfer full): @report, with one reference more
 * Since: 0.1
 */
BOUNCE_API BounceReport *bounce_report_ref (BounceReport *report);

/**
 * bounce_report_unref:
 * @report: (transfer full): a report
 *
 * Gives a reference back. The last one frees the report and what was borrowed from it.
 * Since: 0.1
 */
BOUNCE_API void bounce_report_unref (BounceReport *report);

/**
 * bounce_report_get_source:
 * @report: a report
 *
 * Returns: the path the message was read from, as it was given (in a folder: of the file in it); "-" for the standard input
 *   and for memory
 * Since: 0.1
 */
BOUNCE_API const char *bounce_report_get_source (BounceReport *report);

/**
 * bounce_report_get_offset:
 * @report: a report
 *
 * Returns: the byte of the source (of what it unpacks to, where it is compressed) at which the message's header begins
 * Since: 0.1
 */
BOUNCE_API guint64 bounce_report_get_offset (BounceReport *report);

/**
 * bounce_report_get_size:
 * @report: a report
 *
 * Returns: the message's length in bytes, as it stands in the source
 * Since: 0.1
 */
BOUNCE_API guint64 bounce_report_get_size (BounceReport *report);

/**
 * bounce_report_get_id:
 * @report: a report
 *
 * A key for this report: the same bounce, read twice, on two machines or from two mailboxes, has the same id. It is the
 * first 32 hexadecimal digits of the SHA-256 of these strings, each followed by a line feed, absent ones empty: the kind,
 * the reporting MTA, the Message-ID of the report, the Message-ID of what was sent, and for every recipient the address
 * (the final one where it is told), the action and the status. Where all of these but the kind are absent, the first
 * 4,096 bytes of the message follow.
 *
 * Returns: the id
 * Since: 0.1
 */
BOUNCE_API const char *bounce_report_get_id (BounceReport *report);

/**
 * bounce_report_get_kind:
 * @report: a report
 *
 * Returns: what the message is
 * Since: 0.1
 */
BOUNCE_API BounceKind bounce_report_get_kind (BounceReport *report);

/**
 * bounce_report_get_format:
 * @report: a report
 *
 * Returns: (nullable): how it was read: "rfc3464", "rfc6533", "arf", "mdn", a format of its own such as "exim" or "qmail",
 *   "generic" where no format is known; %NULL where there was nothing to read
 * Since: 0.1
 */
BOUNCE_API const char *bounce_report_get_format (BounceReport *report);

/**
 * bounce_report_get_date:
 * @report: a report
 *
 * Returns: (nullable): the report's own Date in ISO 8601 ("2026-11-23T14:32:04+00:00"), or as it stands where it is no date
 * Since: 0.1
 */
BOUNCE_API const char *bounce_report_get_date (BounceReport *report);

/**
 * bounce_report_get_message_id:
 * @report: a report
 *
 * Returns: (nullable): the report's own Message-ID, without angle brackets
 * Since: 0.1
 */
BOUNCE_API const char *bounce_report_get_message_id (BounceReport *report);

/**
 * bounce_report_get_subject:
 * @report: a report
 *
 * Returns: (nullable): the report's own Subject, decoded (RFC 2047)
 * Since: 0.1
 */
BOUNCE_API const char *bounce_report_get_subject (BounceReport *report);

/**
 * bounce_report_get_from:
 * @report: a report
 *
 * Returns: (nullable): who sent the report: its From, decoded
 * Since: 0.1
 */
BOUNCE_API const char *bounce_report_get_from (BounceReport *report);

/**
 * bounce_report_get_to:
 * @report: a report
 *
 * Returns: (nullable): whom the report was sent to: its To, decoded
 * Since: 0.1
 */
BOUNCE_API const char *bounce_report_get_to (BounceReport *report);

/**
 * bounce_report_get_reporting_mta:
 * @report: a report
 *
 * Returns: (nullable): the name in Reporting-MTA (RFC 3464, section 2.2.2), without its type
 * Since: 0.1
 */
BOUNCE_API const char *bounce_report_get_reporting_mta (BounceReport *report);

/**
 * bounce_report_get_arrival_date:
 * @report: a report
 *
 * Returns: (nullable): when the reporting MTA had received the mail (RFC 3464, section 2.2.5), as bounce_report_get_date()
 * Since: 0.1
 */
BOUNCE_API const char *bounce_report_get_arrival_date (BounceReport *report);

/**
 * bounce_report_get_envelope_id:
 * @report: a report
 *
 * Returns: (nullable): Original-Envelope-Id (RFC 3464, section 2.2.1), as it stands, on one line
 * Since: 0.1
 */
BOUNCE_API const char *bounce_report_get_envelope_id (BounceReport *report);

/**
 * bounce_report_get_original:
 * @report: a report
 * @field: "message_id", "subject", "from", "to", "date", "list_id" or "return_path"
 *
 * What was sent: a header of the returned message, decoded; "date" as bounce_report_get_date(), "message_id" and
 * "return_path" without angle brackets, but "<>" for the empty return path, which only reports have (a double bounce).
 *
 * Returns: (nullable): the header, or %NULL where it is not returned or the name is none of these
 * Since: 0.1
 */
BOUNCE_API const char *bounce_report_get_original (BounceReport *report, const char *field);

/**
 * bounce_report_get_feedback:
 * @report: a report
 * @field: the name of a field of message/feedback-report (RFC 5965, 6591), in lower case with "_" for "-", and without
 *   "feedback_": "type", "user_agent", "source_ip", "arrival_date", "auth_failure", "original_rcpt_to"…
 *
 * Returns: (nullable): its first value, or %NULL where it is not told
 * Since: 0.1
 */
BOUNCE_API const char *bounce_report_get_feedback (BounceReport *report, const char *field);

/**
 * bounce_report_list_fields:
 * @report: a report
 * @of: "original" or "feedback"
 *
 * Returns: (array zero-terminated=1): the names for which bounce_report_get_original() or bounce_report_get_feedback() has a
 *   value, in the order in which they stand in the mail; empty where there are none
 * Since: 0.1
 */
BOUNCE_API const char *const *bounce_report_list_fields (BounceReport *report, const char *of);

/**
 * bounce_report_get_warnings:
 * @report: a report
 *
 * Returns: (array zero-terminated=1): what was odd in the mail, and how it was read; may be empty
 * Since: 0.1
 */
BOUNCE_API const char *const *bounce_report_get_warnings (BounceReport *report);

/**
 * bounce_report_get_n_recipients:
 * @report: a report
 *
 * Returns: how many recipients the report speaks of
 * Since: 0.1
 */
BOUNCE_API guint bounce_report_get_n_recipients (BounceReport *report);

/**
 * bounce_report_get_recipient: (skip)
 * @report: a report
 * @index: below bounce_report_get_n_recipients()
 *
 * Returns: (nullable) (transfer none): a recipient, in the order of the report; %NULL where there are not that many
 * Since: 0.1
 */
BOUNCE_API BounceRecipient *bounce_report_get_recipient (BounceReport *report, guint index);

/**
 * bounce_report_list_recipients:
 * @report: a report
 * @n_recipients: (out) (optional): how many there are
 *
 * All recipients, each with a reference of its own: for other languages, where a recipient may outlive its report.
 *
 * Returns: (transfer full) (array length=n_recipients): the recipients, in the order of the report, and %NULL after the last;
 *   bounce_recipient_unref() each, and g_free() the list
 * Since: 0.1
 */
BOUNCE_API BounceRecipient **bounce_report_list_recipients (BounceReport *report, gsize *n_recipients);

/**
 * BounceRecipientFunc:
 * @recipient: a recipient
 * @data: what was given with the function
 *
 * Returns: whether the recipient is to be kept
 * Since: 0.1
 */
typedef gboolean (*BounceRecipientFunc) (BounceRecipient *recipient, gpointer data);

/**
 * bounce_report_select:
 * @report: a report
 * @keep: (scope call) (closure data): asked of each recipient, in the order of the report
 * @data: (nullable): what is given to @keep
 *
 * Makes a report on some of the recipients only, for whoever is not to see or count the others. All else in it is the same, the
 * id too.
 *
 * Returns: (transfer full): a report with the recipients that are kept; @report itself, with one reference more, where all are
 * Since: 0.1
 */
BOUNCE_API BounceReport *bounce_report_select (BounceReport *report, BounceRecipientFunc keep, gpointer data);

/**
 * bounce_report_to_json:
 * @report: a report
 *
 * Returns: (transfer full): the report as one line of JSON without a line feed, valid UTF-8; g_free() it
 * Since: 0.1
 */
BOUNCE_API char *bounce_report_to_json (BounceReport *report);

/**
 * bounce_recipient_ref:
 * @recipient: a recipient
 *
 * Returns: (transfer full): @recipient, with one reference more; it may outlive its report
 * Since: 0.1
 */
BOUNCE_API BounceRecipient *bounce_recipient_ref (BounceRecipient *recipient);

/**
 * bounce_recipient_unref:
 * @recipient: (transfer full): a recipient
 *
 * Gives a reference back.
 * Since: 0.1
 */
BOUNCE_API void bounce_recipient_unref (BounceRecipient *recipient);

/**
 * bounce_recipient_get_address:
 * @recipient: a recipient
 *
 * Returns: (nullable): the address to act on: what the sender knows the recipient by
 * Since: 0.1
 */
BOUNCE_API const char *bounce_recipient_get_address (BounceRecipient *recipient);

/**
 * bounce_recipient_get_address_from:
 * @recipient: a recipient
 *
 * Returns: where that address was found
 * Since: 0.1
 */
BOUNCE_API BounceOrigin bounce_recipient_get_address_from (BounceRecipient *recipient);

/**
 * bounce_recipient_get_final_address:
 * @recipient: a recipient
 *
 * Returns: (nullable): Final-Recipient (RFC 3464, section 2.3.2), decoded
 * Since: 0.1
 */
BOUNCE_API const char *bounce_recipient_get_final_address (BounceRecipient *recipient);

/**
 * bounce_recipient_get_original_address:
 * @recipient: a recipient
 *
 * Returns: (nullable): Original-Recipient (RFC 3464, section 2.3.1), decoded (xtext of RFC 3461, utf-8-addr of RFC 6533)
 * Since: 0.1
 */
BOUNCE_API const char *bounce_recipient_get_original_address (BounceRecipient *recipient);

/**
 * bounce_recipient_get_action:
 * @recipient: a recipient
 *
 * Returns: what became of the mail
 * Since: 0.1
 */
BOUNCE_API BounceAction bounce_recipient_get_action (BounceRecipient *recipient);

/**
 * bounce_recipient_get_status:
 * @recipient: a recipient
 *
 * Returns: (nullable): the most telling enhanced status code (RFC 3463) that stands in the mail
 * Since: 0.1
 */
BOUNCE_API const char *bounce_recipient_get_status (BounceRecipient *recipient);

/**
 * bounce_recipient_get_reported_status:
 * @recipient: a recipient
 *
 * Returns: (nullable): the field Status (RFC 3464, section 2.3.4), as it stands
 * Since: 0.1
 */
BOUNCE_API const char *bounce_recipient_get_reported_status (BounceRecipient *recipient);

/**
 * bounce_recipient_get_reply:
 * @recipient: a recipient
 *
 * Returns: the SMTP reply code that the remote host gave, or 0 where none is told
 * Since: 0.1
 */
BOUNCE_API guint bounce_recipient_get_reply (BounceRecipient *recipient);

/**
 * bounce_recipient_get_command:
 * @recipient: a recipient
 *
 * Returns: the SMTP command that the reply answered
 * Since: 0.1
 */
BOUNCE_API BounceCommand bounce_recipient_get_command (BounceRecipient *recipient);

/**
 * bounce_recipient_get_diagnostic:
 * @recipient: a recipient
 *
 * Returns: (nullable): what was said: Diagnostic-Code (RFC 3464, section 2.3.6) without its type, or the words of the text;
 *   unfolded, decoded, the lines of a reply joined
 * Since: 0.1
 */
BOUNCE_API const char *bounce_recipient_get_diagnostic (BounceRecipient *recipient);

/**
 * bounce_recipient_get_diagnostic_type:
 * @recipient: a recipient
 *
 * Returns: (nullable): the type of Diagnostic-Code in lower case: "smtp", "x-unix"…
 * Since: 0.1
 */
BOUNCE_API const char *bounce_recipient_get_diagnostic_type (BounceRecipient *recipient);

/**
 * bounce_recipient_get_remote_mta:
 * @recipient: a recipient
 *
 * Returns: (nullable): the host that said so: Remote-MTA (RFC 3464, section 2.3.5) without its type, or as the text tells
 * Since: 0.1
 */
BOUNCE_API const char *bounce_recipient_get_remote_mta (BounceRecipient *recipient);

/**
 * bounce_recipient_get_last_attempt:
 * @recipient: a recipient
 *
 * Returns: (nullable): Last-Attempt-Date (RFC 3464, section 2.3.7), as bounce_report_get_date()
 * Since: 0.1
 */
BOUNCE_API const char *bounce_recipient_get_last_attempt (BounceRecipient *recipient);

/**
 * bounce_recipient_get_retry_until:
 * @recipient: a recipient
 *
 * Returns: (nullable): Will-Retry-Until (RFC 3464, section 2.3.9), as bounce_report_get_date()
 * Since: 0.1
 */
BOUNCE_API const char *bounce_recipient_get_retry_until (BounceRecipient *recipient);

/**
 * bounce_recipient_get_reason:
 * @recipient: a recipient
 *
 * Returns: why; %BOUNCE_REASON_NONE where the action is neither a failure nor a delay
 * Since: 0.1
 */
BOUNCE_API BounceReason bounce_recipient_get_reason (BounceRecipient *recipient);

/**
 * bounce_recipient_get_severity:
 * @recipient: a recipient
 *
 * Returns: what it says of the address
 * Since: 0.1
 */
BOUNCE_API BounceSeverity bounce_recipient_get_severity (BounceRecipient *recipient);

/**
 * bounce_recipient_get_fault:
 * @recipient: a recipient
 *
 * Returns: whose fault it is
 * Since: 0.1
 */
BOUNCE_API BounceFault bounce_recipient_get_fault (BounceRecipient *recipient);

/**
 * bounce_recipient_get_confidence:
 * @recipient: a recipient
 *
 * Returns: how sure the verdict is
 * Since: 0.1
 */
BOUNCE_API BounceConfidence bounce_recipient_get_confidence (BounceRecipient *recipient);

/**
 * bounce_recipient_get_evidence_rule:
 * @recipient: a recipient
 *
 * Returns: (nullable): what decided: a rule by its scope and reason ("google/user-disabled"), or a row of the code tables
 *   ("status/5.1.1", "reply/552")
 * Since: 0.1
 */
BOUNCE_API const char *bounce_recipient_get_evidence_rule (BounceRecipient *recipient);

/**
 * bounce_recipient_get_evidence_from:
 * @recipient: a recipient
 *
 * Returns: (nullable): in which field of the recipient, or which part of the mail, it was found: "diagnostic", "status", "reply"…
 * Since: 0.1
 */
BOUNCE_API const char *bounce_recipient_get_evidence_from (BounceRecipient *recipient);

/**
 * bounce_recipient_get_evidence_text:
 * @recipient: a recipient
 *
 * Returns: (nullable): the words that matched, as rules are compared: in lower case, without the marks of Latin and Greek letters;
 *   or the code
 * Since: 0.1
 */
BOUNCE_API const char *bounce_recipient_get_evidence_text (BounceRecipient *recipient);

/**
 * bounce_recipient_to_json:
 * @recipient: a recipient
 *
 * Returns: (transfer full): the recipient as in the report's JSON, without a line feed; g_free() it
 * Since: 0.1
 */
BOUNCE_API char *bounce_recipient_to_json (BounceRecipient *recipient);

/* ---- Parser --------------------------------------------------------------------------------------------------------*/

/**
 * BounceLimit:
 *
 * How much of one message is read. A mailbox is open to the whole world: without limits a single mail could take all memory
 * or time. What is past a limit is left out, and a warning in the report says so. Each can be set with
 * bounce_parser_set_limit(); the defaults are far above any report that a mail system writes.
 * Since: 0.1
 */
typedef enum /*< skip >*/ {
    BOUNCE_LIMIT_MESSAGE,    /* bytes of a message that are kept; the end of a longer one is skipped */
    BOUNCE_LIMIT_NESTING,    /* levels of multiparts and of messages in messages; never more than 1,000, as each takes stack */
    BOUNCE_LIMIT_PARTS,      /* parts, over all levels */
    BOUNCE_LIMIT_HEADER,     /* bytes of one header field or of one field of a report */
    BOUNCE_LIMIT_TEXT,       /* bytes of text for people that are searched, and of a machine-readable part that are read */
    BOUNCE_LIMIT_RECIPIENTS, /* recipients in one report */
    BOUNCE_LIMIT_LINES,      /* lines of the header of a message or part */
    BOUNCE_LIMIT_LINE,       /* bytes of one line of text for people, or of a single response */
} BounceLimit;

#define BOUNCE_DEFAULT_LIMIT_MESSAGE (8 * 1024 * 1024) /* a returned original stands last, so little is lost */
#define BOUNCE_DEFAULT_LIMIT_NESTING 16                /* reports have 3 or 4 */
#define BOUNCE_DEFAULT_LIMIT_PARTS 1000                /* reports have 3, with their pictures some 20 */
#define BOUNCE_DEFAULT_LIMIT_HEADER (32 * 1024)        /* RFC 5322 allows 998 a line, and folding */
#define BOUNCE_DEFAULT_LIMIT_TEXT (1024 * 1024)        /* some 5,000 recipients with their reasons */
#define BOUNCE_DEFAULT_LIMIT_RECIPIENTS 10000          /* servers take 100 to 1,000 in one message */
#define BOUNCE_DEFAULT_LIMIT_LINES 10000               /* mail that went through 100 servers has 1,000 */
#define BOUNCE_DEFAULT_LIMIT_LINE (256 * 1024)         /* notices that are JSON stand on one line */

/* What a #BounceMailbox keeps of a part, in bytes; the rest is skipped while reading, and costs little. */
#define BOUNCE_MAILBOX_LIMIT_RETURNED (64 * 1024) /* of a returned message: its header matters, or a report in it */
#define BOUNCE_MAILBOX_LIMIT_PART (3 * BOUNCE_DEFAULT_LIMIT_TEXT + 1024) /* of another: encoded text takes up to three for one */

/**
 * BounceParser:
 *
 * Options and rules. It may be shared by threads once they are set.
 * Since: 0.1
 */
typedef struct _BounceParser BounceParser;

/**
 * BounceMailbox:
 *
 * An iterator over the messages of a file or folder, or of the standard input.
 * Since: 0.1
 */
typedef struct _BounceMailbox BounceMailbox;

#define BOUNCE_TYPE_PARSER (bounce_parser_get_type ())
#define BOUNCE_TYPE_MAILBOX (bounce_mailbox_get_type ())
BOUNCE_API GType bounce_parser_get_type (void) G_GNUC_CONST;
BOUNCE_API GType bounce_mailbox_get_type (void) G_GNUC_CONST;

/**
 * bounce_parser_new:
 *
 * Returns: (transfer full): a parser with the built-in rules and the default limits
 * Since: 0.1
 */
BOUNCE_API BounceParser *bounce_parser_new (void);

/**
 * bounce_parser_ref:
 * @parser: a parser
 *
 * Returns: (transfer full): @parser, with one reference more
 * Since: 0.1
 */
BOUNCE_API BounceParser *bounce_parser_ref (BounceParser *parser);

/**
 * bounce_parser_unref:
 * @parser: (transfer full): a parser
 *
 * Gives a reference back. Reports do not need their parser.
 * Since: 0.1
 */
BOUNCE_API void bounce_parser_unref (BounceParser *parser);

/**
 * bounce_parser_set_limit:
 * @parser: a parser
 * @limit: which limit
 * @value: its new value; 0 is the default
 *
 * Sets a limit. To be called before the first parse.
 * Since: 0.1
 */
BOUNCE_API void bounce_parser_set_limit (BounceParser *parser, BounceLimit limit, gsize value);

/**
 * bounce_parser_get_limit:
 * @parser: a parser
 * @limit: which limit
 *
 * Returns: its value
 * Since: 0.1
 */
BOUNCE_API gsize bounce_parser_get_limit (BounceParser *parser, BounceLimit limit);

/**
 * bounce_parser_set_body_only:
 * @parser: a parser
 * @body_only: whether messages come without their header
 *
 * Some systems pass on only the text of a bounce. With this set, each message is such a text, and is taken for a bounce though no
 * header says so. To be called before the first parse.
 * Since: 0.1
 */
BOUNCE_API void bounce_parser_set_body_only (BounceParser *parser, gboolean body_only);

/**
 * bounce_parser_add_rules:
 * @parser: a parser
 * @text: (array length=length) (element-type guint8): the text of a rule file
 * @length: its length in bytes, or -1 where it ends with a NUL
 * @name: what errors and `bounce rules` call it: usually the file's name
 * @error: where an error goes
 *
 * Puts a site's own rules in front of the built-in ones: they win over all of those. Of two files that were added the later
 * one wins. To be called before the first parse.
 *
 * Returns: %FALSE and %BOUNCE_ERROR_RULES, with the name and the line, where the text is no rule file; the parser is unchanged
 * Since: 0.1
 */
BOUNCE_API gboolean bounce_parser_add_rules (BounceParser *parser, const char *text, gssize length, const char *name,
                                             GError **error);

/**
 * bounce_parser_add_rules_file:
 * @parser: a parser
 * @path: (type filename): a rule file
 * @error: where an error goes
 *
 * Reads a file and calls bounce_parser_add_rules().
 *
 * Returns: %FALSE and %BOUNCE_ERROR_NOT_FOUND, %BOUNCE_ERROR_IO or %BOUNCE_ERROR_RULES where that fails
 * Since: 0.1
 */
BOUNCE_API gboolean bounce_parser_add_rules_file (BounceParser *parser, const char *path, GError **error);

/**
 * bounce_parser_list_rules:
 * @parser: a parser
 *
 * Returns: (transfer full): all rule files, the site's first, as text that bounce_parser_add_rules() reads; g_free() it
 * Since: 0.1
 */
BOUNCE_API char *bounce_parser_list_rules (BounceParser *parser);

/**
 * bounce_parser_check_rules:
 * @parser: a parser
 *
 * Runs every example of every rule through the classifier and looks for rules that no text can reach.
 *
 * Returns: (transfer full) (array zero-terminated=1): the complaints, a line each ("file:line: …"); empty where all is well;
 *   g_strfreev() it
 * Since: 0.1
 */
BOUNCE_API char **bounce_parser_check_rules (BounceParser *parser);

/**
 * bounce_parser_parse:
 * @parser: a parser
 * @data: (array length=length) (element-type guint8): the bytes of one message (RFC 5322); need not end with a NUL
 * @length: how many
 *
 * Returns: (transfer full): the report
 * Since: 0.1
 */
BOUNCE_API BounceReport *bounce_parser_parse (BounceParser *parser, const char *data, gsize length);

/**
 * bounce_parser_parse_message: (skip)
 * @parser: a parser
 * @message: a message that GMime has read
 *
 * Returns: (transfer full): the report
 * Since: 0.1
 */
BOUNCE_API BounceReport *bounce_parser_parse_message (BounceParser *parser, GMimeMessage *message);

/**
 * bounce_parser_parse_stream: (skip)
 * @parser: a parser
 * @stream: a stream of GMime; read from where it stands to its end as one message
 * @error: where an error goes
 *
 * Returns: (transfer full) (nullable): the report, or %NULL and %BOUNCE_ERROR_IO where reading fails
 * Since: 0.1
 */
BOUNCE_API BounceReport *bounce_parser_parse_stream (BounceParser *parser, GMimeStream *stream, GError **error);

/**
 * bounce_parser_parse_file:
 * @parser: a parser
 * @path: (type filename): a file that holds one message; of several the first is read
 * @error: where an error goes
 *
 * Returns: (transfer full) (nullable): the report, or %NULL and %BOUNCE_ERROR_NOT_FOUND or %BOUNCE_ERROR_IO
 * Since: 0.1
 */
BOUNCE_API BounceReport *bounce_parser_parse_file (BounceParser *parser, const char *path, GError **error);

/**
 * bounce_parser_classify:
 * @parser: a parser
 * @text: an SMTP reply, the value of a Diagnostic-Code field, or a line of an MTA's log; any bytes
 * @host: (nullable): the host that said so, where it is known and @text does not tell
 *
 * Judges a single response. What is longer than %BOUNCE_LIMIT_LINE is cut.
 *
 * Returns: (transfer full): a recipient with the action %BOUNCE_ACTION_FAILED, @text as its diagnostic, the codes, the host
 *   and the command where the text tells them, and the verdict
 * Since: 0.1
 */
BOUNCE_API BounceRecipient *bounce_parser_classify (BounceParser *parser, const char *text, const char *host);

/**
 * bounce_parser_explain:
 * @parser: a parser
 * @data: (array length=length) (element-type guint8): the bytes of one message (RFC 5322); need not end with a NUL
 * @length: how many
 *
 * Tells a person how bounce_parser_parse() comes to its report: what was read where, for each recipient which rules match and
 * why one of them decides, why the verdict is hard or soft, and what the owner of a list should do. The text is for people:
 * its wording may change in any version. Lines are at most 100 columns wide; whatever was in the mail, there are no control
 * characters but line feeds.
 *
 * Returns: (transfer full): the text, which ends with a line feed; g_free() it
 * Since: 0.1
 */
BOUNCE_API char *bounce_parser_explain (BounceParser *parser, const char *data, gsize length);

/* ---- Mailboxes -----------------------------------------------------------------------------------------------------*/

/**
 * bounce_mailbox_open:
 * @path: (type filename): a file or a folder, or "-" for the standard input
 * @error: where an error goes
 *
 * Opens whatever holds mail: an mbox (From_ lines with or without a blank line before them, mboxo and mboxrd quoting), a
 * single message, either of them compressed with gzip; a Maildir (its new, then its cur), or a folder of such files, in the
 * order of their names. Memory does not grow with the size of the mailbox.
 *
 * Returns: (transfer full) (nullable): the mailbox, or %NULL and %BOUNCE_ERROR_NOT_FOUND or %BOUNCE_ERROR_IO
 * Since: 0.1
 */
BOUNCE_API BounceMailbox *bounce_mailbox_open (const char *path, GError **error);

/**
 * bounce_mailbox_open_slice:
 * @path: (type filename): an mbox that bounce_mailbox_get_length() has a length for
 * @begin: a place in it, in bytes
 * @end: another one after it, in bytes; G_MAXUINT64 is the end of the mbox
 * @error: where an error goes
 *
 * Opens the messages whose From_ lines begin at @begin or after it, and before @end. So several threads or processes can share
 * the work on one mbox, each with a slice of it, wherever it is cut.
 *
 * Returns: (transfer full) (nullable): the mailbox, or %NULL and %BOUNCE_ERROR_NOT_FOUND or %BOUNCE_ERROR_IO
 * Since: 0.1
 */
BOUNCE_API BounceMailbox *bounce_mailbox_open_slice (const char *path, guint64 begin, guint64 end, GError **error);

/**
 * bounce_mailbox_get_length:
 * @mailbox: a mailbox
 *
 * Returns: the length of the mbox in bytes, where bounce_mailbox_open_slice() can open slices of it; 0 where it cannot: a single
 *   message, a folder, what is compressed, the standard input
 * Since: 0.1
 */
BOUNCE_API guint64 bounce_mailbox_get_length (BounceMailbox *mailbox);

/**
 * bounce_mailbox_ref:
 * @mailbox: a mailbox
 *
 * Returns: (transfer full): @mailbox, with one reference more
 * Since: 0.1
 */
BOUNCE_API BounceMailbox *bounce_mailbox_ref (BounceMailbox *mailbox);

/**
 * bounce_mailbox_unref:
 * @mailbox: (transfer full): a mailbox
 *
 * Gives a reference back. The last one closes the mailbox.
 * Since: 0.1
 */
BOUNCE_API void bounce_mailbox_unref (BounceMailbox *mailbox);

/**
 * bounce_mailbox_next:
 * @mailbox: a mailbox
 * @error: where an error goes
 *
 * Goes on to the next message. A file in a folder that cannot be read is a message too, of the kind
 * %BOUNCE_KIND_UNREADABLE, so that nothing is lost in silence.
 *
 * Returns: %FALSE at the end, with @error unset; or %FALSE and %BOUNCE_ERROR_IO where reading broke off
 * Since: 0.1
 */
BOUNCE_API gboolean bounce_mailbox_next (BounceMailbox *mailbox, GError **error);

/**
 * bounce_mailbox_get_progress:
 * @mailbox: a mailbox
 *
 * How much of it has been read, to be shown to a person who waits: the share of a file's bytes, as they are stored, or of a
 * folder's files, which are counted at the first call; what is added to it later is not.
 *
 * Returns: a number from 0 to 1; below 0 where that is not known: a pipe, a terminal
 * Since: 0.1
 */
BOUNCE_API double bounce_mailbox_get_progress (BounceMailbox *mailbox);

/**
 * bounce_mailbox_get_data:
 * @mailbox: a mailbox
 * @length: (out): its length in bytes
 *
 * Returns: (nullable) (array length=length) (element-type guint8): the bytes of the current message, From_ quoting undone, until
 *   the next bounce_mailbox_next(); cut at %BOUNCE_DEFAULT_LIMIT_MESSAGE, its parts at %BOUNCE_MAILBOX_LIMIT_PART or, where they
 *   are a returned message, at %BOUNCE_MAILBOX_LIMIT_RETURNED. %NULL before the first and after the last message.
 * Since: 0.1
 */
BOUNCE_API const char *bounce_mailbox_get_data (BounceMailbox *mailbox, gsize *length);

/**
 * bounce_mailbox_parse:
 * @mailbox: a mailbox, after bounce_mailbox_next() returned %TRUE
 * @parser: a parser
 *
 * Returns: (transfer full): the report of the current message, with its source, offset and size
 * Since: 0.1
 */
BOUNCE_API BounceReport *bounce_mailbox_parse (BounceMailbox *mailbox, BounceParser *parser);

/**
 * bounce_mailbox_pack: (skip)
 * @mailbox: a mailbox, after bounce_mailbox_next() returned %TRUE
 * @buffer: (out caller-allocates) (array length=room) (nullable): where it goes; %NULL only with @room 0
 * @room: the size of @buffer in bytes
 *
 * Packs the current message with its source, offset and size, so that another thread or process of the same program can parse it
 * with bounce_parser_parse_packed(), while this one goes on to the next.
 *
 * Returns: how many bytes it takes; where these are more than @room, nothing is written to @buffer
 * Since: 0.1
 */
BOUNCE_API gsize bounce_mailbox_pack (BounceMailbox *mailbox, char *buffer, gsize room);

/**
 * bounce_parser_parse_packed: (skip)
 * @parser: a parser
 * @packed: what bounce_mailbox_pack() made
 * @length: its length in bytes
 *
 * Returns: (transfer full): the report that bounce_mailbox_parse() would have given
 * Since: 0.1
 */
BOUNCE_API BounceReport *bounce_parser_parse_packed (BounceParser *parser, const char *packed, gsize length);

/**
 * bounce_report_new_unreadable: (skip)
 * @packed: what bounce_mailbox_pack() made
 * @length: its length in bytes
 * @why: what went wrong, in a few words
 *
 * For a message whose parsing was given up, for example because the process that did it was killed.
 *
 * Returns: (transfer full): a report of the kind %BOUNCE_KIND_UNREADABLE, with the message's source, offset and size, and with @why
 *   as its warning
 * Since: 0.1
 */
BOUNCE_API BounceReport *bounce_report_new_unreadable (const char *packed, gsize length, const char *why);

/* ---- Forged reports ------------------------------------------------------------------------------------------------
 *
 * Anybody can send a report, and so have addresses removed that never bounced. These functions sign what reports bring back:
 * the envelope sender (VERP) or the envelope id (RFC 3461, section 4.4) of a mail carries a token that nobody can make
 * without the key, and a report is believed only about the recipient whose token it brings back. docs/forged.md tells how
 * to set that up, and what can still be forged.
 *
 * A token says: who holds the key signed this text on this day. It has BOUNCE_TOKEN_LENGTH letters of base32 (RFC 4648,
 * section 6) in lower case, "a" to "z" and "2" to "7", which are safe in a local part and in an envelope id; it is read in
 * either case, as mail systems may change that. The first 3 letters are 15 bits, the highest first: the number of the day
 * since 1970 in UTC, modulo 32,768. The other 12 are the first 60 bits of
 *
 *     HMAC-SHA256 (key, the first 3 letters, ":", text with its ASCII letters in lower case)
 *
 * 60 bits are enough, as nobody can check a token without the key: each guess is a mail to you, and with a million guesses a
 * day one is right in some 3,000,000,000 years. What must not be guessed is the key: make it of 16 random bytes or more, and
 * keep it secret. While an old key is still to be good, check with the new one first, then with the old one. The recipe never
 * changes.
 *
 * In all of these functions a key may hold any bytes; days is for how long a token is good, 0 being
 * BOUNCE_DEFAULT_TOKEN_DAYS, at most 16,384; now is in seconds since 1970, 0 being the clock's time. A token of tomorrow is
 * good as well, as the clock of the machine that made it may be ahead. How long a comparison takes does not tell how much of
 * a token is right. They may be called in any thread.
 */

#define BOUNCE_TOKEN_LENGTH 15       /* in bytes */
#define BOUNCE_DEFAULT_TOKEN_DAYS 30 /* systems try for 5 days (RFC 5321, section 4.5.4.1), some in a row; people complain late */

/**
 * bounce_token_sign:
 * @key: (array length=key_length) (element-type guint8): the key
 * @key_length: its length in bytes
 * @text: what the token is for: the recipient's address, as the list knows it; the case of ASCII letters does not matter
 * @now: the time in seconds since 1970, or 0 for the clock's
 * @error: where an error goes
 *
 * Returns: (transfer full) (nullable): the token; g_free() it. %NULL and %BOUNCE_ERROR_TOKEN where the key is empty, which
 *   would be a key that everybody knows.
 * Since: 0.1
 */
BOUNCE_API char *bounce_token_sign (const char *key, gsize key_length, const char *text, gint64 now, GError **error);

/**
 * bounce_token_check:
 * @key: (array length=key_length) (element-type guint8): the key
 * @key_length: its length in bytes
 * @text: (nullable): what the token is to be for
 * @token: (nullable): the token, and nothing else
 * @days: for how many days a token is good, or 0 for %BOUNCE_DEFAULT_TOKEN_DAYS
 * @now: the time in seconds since 1970, or 0 for the clock's
 *
 * Returns: whether the token was made with this key for this text, and not too long ago; %FALSE for whatever is no token,
 *   and for an empty key
 * Since: 0.1
 */
BOUNCE_API gboolean bounce_token_check (const char *key, gsize key_length, const char *text, const char *token, guint days,
                                        gint64 now);

/**
 * bounce_token_find:
 * @key: (array length=key_length) (element-type guint8): the key
 * @key_length: its length in bytes
 * @text: (nullable): what the token is to be for
 * @place: (nullable): where it may stand: an address, a header, an envelope id; any bytes
 * @days: for how many days a token is good, or 0 for %BOUNCE_DEFAULT_TOKEN_DAYS
 * @now: the time in seconds since 1970, or 0 for the clock's
 *
 * Looks for a token that bounce_token_check() would take, with no other letter or digit next to it. Only the first hundred words
 * that have the shape of a token are tried.
 *
 * Returns: whether there is one
 * Since: 0.1
 */
BOUNCE_API gboolean bounce_token_find (const char *key, gsize key_length, const char *text, const char *place, guint days,
                                       gint64 now);

/**
 * bounce_verp_make:
 * @key: (array length=key_length) (element-type guint8): the key
 * @key_length: its length in bytes
 * @list: the address that takes the bounces, with no "+" in its local part: "list-bounces@lists.example.org"
 * @recipient: the recipient's address
 * @now: the time in seconds since 1970, or 0 for the clock's
 * @error: where an error goes
 *
 * Makes the envelope sender (the return path) of a mail to one recipient: for "user@example.com" it is
 * "list-bounces+user=example.com=TOKEN@lists.example.org". Other programs that read VERP may not understand the token; this
 * library does, also without the key. The mail system must deliver to the list whatever follows its name and a "+".
 *
 * A local part has 64 bytes at most (RFC 5321, section 4.5.3.1.1), so not all recipients fit. For one that does not, put
 * bounce_token_sign() behind the "+" alone: bounce_report_is_signed() finds it, where the report itself names the
 * recipient.
 *
 * Returns: (transfer full) (nullable): the address; g_free() it. %NULL and %BOUNCE_ERROR_TOKEN where it would be too long,
 *   where the recipient's local part is quoted or has a "%", "!" or "\", which mail systems may take for a route, where one
 *   of the two is no address, and where the key is empty. An address that is not ASCII stays so, and needs SMTPUTF8 (RFC
 *   6531).
 * Since: 0.1
 */
BOUNCE_API char *bounce_verp_make (const char *key, gsize key_length, const char *list, const char *recipient, gint64 now,
                                   GError **error);

/**
 * bounce_verp_check:
 * @key: (array length=key_length) (element-type guint8): the key
 * @key_length: its length in bytes
 * @address: (nullable): an address that bounce_verp_make() has made, also in angle brackets or behind a name: what a report
 *   was sent to, from the SMTP envelope, or from the headers To, Delivered-To, X-Original-To or Envelope-To
 * @days: for how many days a token is good, or 0 for %BOUNCE_DEFAULT_TOKEN_DAYS
 * @now: the time in seconds since 1970, or 0 for the clock's
 *
 * Returns: (transfer full) (nullable): the recipient that it carries, in the case in which it came back; g_free() it. %NULL
 *   where it carries none, or no token that is right and good for that recipient. Which list stands in it is not checked.
 * Since: 0.1
 */
BOUNCE_API char *bounce_verp_check (const char *key, gsize key_length, const char *address, guint days, gint64 now);

/**
 * bounce_report_is_signed:
 * @report: a report
 * @recipient: a recipient of it
 * @key: (array length=key_length) (element-type guint8): the key
 * @key_length: its length in bytes
 * @days: for how many days a token is good, or 0 for %BOUNCE_DEFAULT_TOKEN_DAYS
 * @now: the time in seconds since 1970, or 0 for the clock's
 *
 * Whether the report brings back a token for this very recipient, that is for bounce_recipient_get_address(): in the
 * address that it was sent to (To), in the envelope id, or in the return path of the returned message. Ask it of each
 * recipient: whoever gets mail from you has a token, and may put it into a report on others. The Message-ID is not looked
 * at: whoever replies in public shows it to all.
 *
 * It proves that the sender of the report has seen a mail to this recipient, not longer ago than @days: the recipient, or a
 * system on the way. It does not prove that what the report says is true.
 *
 * Returns: whether there is such a token
 * Since: 0.1
 */
BOUNCE_API gboolean bounce_report_is_signed (BounceReport *report, BounceRecipient *recipient, const char *key, gsize key_length,
                                             guint days, gint64 now);

/**
 * bounce_report_looks_ours:
 * @report: a report
 * @domains: (array zero-terminated=1): domains of yours; what ends with "." and one of them counts as well
 *
 * Whether the returned message names you: the domain of its Message-ID, or its List-Id, is one of @domains. That sorts out
 * reports on mail that somebody else sent in your name (backscatter). It is no proof: whoever has got a mail from you, or
 * reads your archive, can copy both.
 *
 * Returns: whether it does; %FALSE where no message is returned
 * Since: 0.1
 */
BOUNCE_API gboolean bounce_report_looks_ours (BounceReport *report, const char *const *domains);

/**
 * bounce_id_is_within:
 * @id: (nullable): a Message-ID, a List-Id ("The news <news.lists.example.org>") or an address
 * @domains: (array zero-terminated=1): domains; the case of ASCII letters does not matter
 *
 * Returns: whether the domain of @id is one of @domains, or ends with "." and one of them: what bounce_report_looks_ours()
 *   asks, of a single string
 * Since: 0.1
 */
BOUNCE_API gboolean bounce_id_is_within (const char *id, const char *const *domains);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BounceRecipient, bounce_recipient_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BounceReport, bounce_report_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BounceParser, bounce_parser_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BounceMailbox, bounce_mailbox_unref)

G_END_DECLS

#endif /* BOUNCE_H */
