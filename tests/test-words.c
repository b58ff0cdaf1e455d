/* test-words.c: the words of the enums, and what the reasons mean
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "bounce.h"

/* ---- Words ---- */

typedef const char *(*ToString) (int value);
typedef gboolean (*FromString) (const char *name, int *value);

/* The words of an enum in the order of its numbers; NULL is a number without a word, always the first. */
typedef struct {
    const char *name;
    GType (*get_type) (void);
    ToString to_string;
    FromString from_string;
    const char *words[64];
    guint n;
} Words;

#define WORDS(type, function, ...)                                                                                               \
    { #type,                                                                                                                     \
      function##_get_type,                                                                                                       \
      (ToString) function##_to_string,                                                                                           \
      (FromString) function##_from_string,                                                                                       \
      { __VA_ARGS__ },                                                                                                           \
      G_N_ELEMENTS (((const char *[]){ __VA_ARGS__ })) }

static const Words all[] = {
    WORDS (BounceKind, bounce_kind, "other", "bounce", "delay", "delivery", "feedback", "disposition", "auto-reply",
           "unreadable"),
    WORDS (BounceAction, bounce_action, NULL, "failed", "delayed", "delivered", "relayed", "expanded"),
    WORDS (BounceCommand, bounce_command, NULL, "CONN", "EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "EOM"),
    WORDS (BounceReason, bounce_reason, NULL, "user-unknown", "user-disabled", "user-moved", "mailbox-full",
           "recipient-restricted", "recipient-throttled", "host-unknown", "no-mail-service", "domain-not-served",
           "message-too-big", "spam", "virus", "content-rejected", "malformed-message", "not-supported", "routing-loop",
           "blocked", "bad-reputation", "auth-failure", "no-ptr", "policy", "rate-limited", "greylisted", "too-many-recipients",
           "too-many-connections", "relay-denied", "sender-rejected", "sender-suspended", "auth-required", "tls-failed",
           "suppressed", "system-full", "system-error", "mailer-error", "syntax-error", "network-error", "dns-error", "expired",
           "unknown"),
    WORDS (BounceSeverity, bounce_severity, "none", "soft", "hard"),
    WORDS (BounceFault, bounce_fault, NULL, "recipient", "domain", "message", "sender", "system", "network", "unknown"),
    WORDS (BounceConfidence, bounce_confidence, NULL, "low", "medium", "high"),
    WORDS (BounceOrigin, bounce_origin, NULL, "verp", "original-recipient", "final-recipient", "x-failed-recipients", "text",
           "original-to"),
};

static void test_words (gconstpointer data)
{
    const Words *words = data;

    for (guint i = 0; i < words->n; i++) {
        int value = -7;
        g_assert_cmpstr (words->to_string ((int) i), ==, words->words[i]);
        if (!words->words[i])
            continue;
        g_assert_true (words->from_string (words->words[i], &value));
        g_assert_cmpint (value, ==, (int) i);
        g_assert_true (words->from_string (words->words[i], NULL));
    }
}

/* A number that is none has no word, and a word that is none no number. */
static void test_strangers (gconstpointer data)
{
    static const char *const strangers[] = { "",        " ",    "None", "NONE",    "x", "user_unknown", "User-Unknown",
                                             "bounce ", "rcpt", "Hard", "failed\n" };
    const Words *words = data;
    int value = 77;

    g_assert_null (words->to_string ((int) words->n));
    g_assert_null (words->to_string (-1));
    g_assert_null (words->to_string (G_MAXINT));
    for (guint i = 0; i < G_N_ELEMENTS (strangers); i++) {
        g_assert_false (words->from_string (strangers[i], &value));
        g_assert_false (words->from_string (strangers[i], NULL));
    }
    g_assert_false (words->from_string (NULL, &value));
    g_assert_cmpint (value, ==, 77);
}

/* Bindings find the same words in the type, and one for the number that has none. */
static void test_type (gconstpointer data)
{
    const Words *words = data;
    GType type = words->get_type ();

    g_assert_cmpstr (g_type_name (type), ==, words->name);
    g_assert_true (g_type_from_name (words->name) == type);
    GEnumClass *class_ = g_type_class_ref (type);
    g_assert_cmpuint (class_->n_values, ==, words->n);
    for (guint i = 0; i < words->n; i++) {
        GEnumValue *value = g_enum_get_value (class_, (int) i);
        g_assert_nonnull (value);
        g_assert_cmpstr (value->value_nick, ==, words->words[i] ? words->words[i] : "none");
    }
    g_type_class_unref (class_);
}

/* ---- Reasons: a new one needs its row here ---- */

static const struct {
    BounceReason reason;
    const char *word;
    BounceFault fault;
    gboolean hard;
    const char *meaning;
} reasons[] = {
    { BOUNCE_REASON_USER_UNKNOWN, "user-unknown", BOUNCE_FAULT_RECIPIENT, TRUE, "the mailbox does not exist" },
    { BOUNCE_REASON_USER_DISABLED, "user-disabled", BOUNCE_FAULT_RECIPIENT, TRUE,
      "the mailbox exists but is closed, suspended or inactive" },
    { BOUNCE_REASON_USER_MOVED, "user-moved", BOUNCE_FAULT_RECIPIENT, TRUE,
      "the person has moved and the mail is not forwarded" },
    { BOUNCE_REASON_MAILBOX_FULL, "mailbox-full", BOUNCE_FAULT_RECIPIENT, FALSE, "the mailbox is over its quota" },
    { BOUNCE_REASON_RECIPIENT_RESTRICTED, "recipient-restricted", BOUNCE_FAULT_RECIPIENT, FALSE,
      "the recipient, or its administrator, takes mail from certain senders only, or refused this one" },
    { BOUNCE_REASON_RECIPIENT_THROTTLED, "recipient-throttled", BOUNCE_FAULT_RECIPIENT, FALSE,
      "this one mailbox is receiving mail too fast" },
    { BOUNCE_REASON_HOST_UNKNOWN, "host-unknown", BOUNCE_FAULT_DOMAIN, TRUE, "the domain does not exist" },
    { BOUNCE_REASON_NO_MAIL_SERVICE, "no-mail-service", BOUNCE_FAULT_DOMAIN, TRUE,
      "the domain exists and takes no mail (null MX, 521, 556, no MX and no host)" },
    { BOUNCE_REASON_DOMAIN_NOT_SERVED, "domain-not-served", BOUNCE_FAULT_DOMAIN, FALSE,
      "the host that the MX names does not serve the domain (\"relaying denied\" said by a foreign MX)" },
    { BOUNCE_REASON_MESSAGE_TOO_BIG, "message-too-big", BOUNCE_FAULT_MESSAGE, FALSE,
      "larger than the mailbox, the system or the path allows" },
    { BOUNCE_REASON_SPAM, "spam", BOUNCE_FAULT_MESSAGE, FALSE, "the content was judged to be spam or phishing" },
    { BOUNCE_REASON_VIRUS, "virus", BOUNCE_FAULT_MESSAGE, FALSE, "the content was judged to be malware" },
    { BOUNCE_REASON_CONTENT_REJECTED, "content-rejected", BOUNCE_FAULT_MESSAGE, FALSE,
      "the content broke a rule: attachment, URL, word, header" },
    { BOUNCE_REASON_MALFORMED_MESSAGE, "malformed-message", BOUNCE_FAULT_MESSAGE, FALSE,
      "the message breaks RFC 5321, 5322 or 2045 (bare LF, missing or double header, bad address)" },
    { BOUNCE_REASON_NOT_SUPPORTED, "not-supported", BOUNCE_FAULT_MESSAGE, FALSE,
      "needs what the path lacks: 8BITMIME, SMTPUTF8, BINARYMIME, a media conversion" },
    { BOUNCE_REASON_ROUTING_LOOP, "routing-loop", BOUNCE_FAULT_SYSTEM, FALSE, "too many hops, or mail that comes back" },
    { BOUNCE_REASON_BLOCKED, "blocked", BOUNCE_FAULT_SENDER, FALSE, "the sending address or host is on a block list" },
    { BOUNCE_REASON_BAD_REPUTATION, "bad-reputation", BOUNCE_FAULT_SENDER, FALSE,
      "the sending address, host or domain has a bad reputation" },
    { BOUNCE_REASON_AUTH_FAILURE, "auth-failure", BOUNCE_FAULT_SENDER, FALSE, "SPF, DKIM, DMARC or ARC failed, or is required" },
    { BOUNCE_REASON_NO_PTR, "no-ptr", BOUNCE_FAULT_SENDER, FALSE,
      "the sending address has no reverse name, or one that does not match; a bad HELO" },
    { BOUNCE_REASON_POLICY, "policy", BOUNCE_FAULT_SENDER, FALSE, "a local policy that fits nothing narrower" },
    { BOUNCE_REASON_RATE_LIMITED, "rate-limited", BOUNCE_FAULT_SENDER, FALSE, "the sender sends too much or too fast" },
    { BOUNCE_REASON_GREYLISTED, "greylisted", BOUNCE_FAULT_SENDER, FALSE, "a first attempt, asked to come again" },
    { BOUNCE_REASON_TOO_MANY_RECIPIENTS, "too-many-recipients", BOUNCE_FAULT_SENDER, FALSE,
      "too many recipients in one transaction or period" },
    { BOUNCE_REASON_TOO_MANY_CONNECTIONS, "too-many-connections", BOUNCE_FAULT_SENDER, FALSE, "too many connections at once" },
    { BOUNCE_REASON_RELAY_DENIED, "relay-denied", BOUNCE_FAULT_SENDER, FALSE,
      "our own relay, or a host we should not have asked, does not relay for us" },
    { BOUNCE_REASON_SENDER_REJECTED, "sender-rejected", BOUNCE_FAULT_SENDER, FALSE, "the envelope or header sender was refused" },
    { BOUNCE_REASON_SENDER_SUSPENDED, "sender-suspended", BOUNCE_FAULT_SENDER, FALSE,
      "the sender's own account is blocked for what it sent" },
    { BOUNCE_REASON_AUTH_REQUIRED, "auth-required", BOUNCE_FAULT_SENDER, FALSE, "SMTP AUTH is required or failed" },
    { BOUNCE_REASON_TLS_FAILED, "tls-failed", BOUNCE_FAULT_SENDER, FALSE,
      "STARTTLS is required, failed, or its policy could not be met" },
    { BOUNCE_REASON_SUPPRESSED, "suppressed", BOUNCE_FAULT_SENDER, FALSE,
      "the sending service held the mail back: its own suppression list" },
    { BOUNCE_REASON_SYSTEM_FULL, "system-full", BOUNCE_FAULT_SYSTEM, FALSE, "the destination system is out of storage" },
    { BOUNCE_REASON_SYSTEM_ERROR, "system-error", BOUNCE_FAULT_SYSTEM, FALSE, "a local fault at the destination" },
    { BOUNCE_REASON_MAILER_ERROR, "mailer-error", BOUNCE_FAULT_SYSTEM, FALSE, "a delivery program or pipe failed" },
    { BOUNCE_REASON_SYNTAX_ERROR, "syntax-error", BOUNCE_FAULT_SYSTEM, FALSE,
      "an SMTP command was refused as wrong, or out of sequence" },
    { BOUNCE_REASON_NETWORK_ERROR, "network-error", BOUNCE_FAULT_NETWORK, FALSE, "no connection, or it broke" },
    { BOUNCE_REASON_DNS_ERROR, "dns-error", BOUNCE_FAULT_NETWORK, FALSE, "the name could not be looked up now" },
    { BOUNCE_REASON_EXPIRED, "expired", BOUNCE_FAULT_NETWORK, FALSE, "gave up after retrying, and no narrower cause is told" },
    { BOUNCE_REASON_UNKNOWN, "unknown", BOUNCE_FAULT_UNKNOWN, FALSE, "nothing told why, or nothing that is understood" },
};

static void test_reasons (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (reasons); i++) {
        g_assert_cmpint (reasons[i].reason, ==, i + 1);
        g_assert_cmpstr (bounce_reason_to_string (reasons[i].reason), ==, reasons[i].word);
        g_assert_cmpint (bounce_reason_get_fault (reasons[i].reason), ==, reasons[i].fault);
        g_assert_cmpint (bounce_reason_is_hard (reasons[i].reason), ==, reasons[i].hard);
        g_assert_cmpstr (bounce_reason_get_meaning (reasons[i].reason), ==, reasons[i].meaning);
    }
}

/* Only who cannot be reached at all is dead: the mailbox or its domain. */
static void test_hard (void)
{
    for (int reason = 0; reason <= BOUNCE_REASON_UNKNOWN; reason++) {
        BounceFault fault = bounce_reason_get_fault ((BounceReason) reason);
        if (bounce_reason_is_hard ((BounceReason) reason))
            g_assert_true (fault == BOUNCE_FAULT_RECIPIENT || fault == BOUNCE_FAULT_DOMAIN);
    }
}

static void test_no_reason (void)
{
    static const int none[] = { BOUNCE_REASON_NONE, BOUNCE_REASON_UNKNOWN + 1, -1, G_MAXINT };

    for (guint i = 0; i < G_N_ELEMENTS (none); i++) {
        BounceReason reason = (BounceReason) none[i];
        g_assert_null (bounce_reason_get_meaning (reason));
        g_assert_cmpint (bounce_reason_get_fault (reason), ==, BOUNCE_FAULT_NONE);
        g_assert_false (bounce_reason_is_hard (reason));
    }
}

static void test_error (void)
{
    g_assert_cmpstr (g_quark_to_string (BOUNCE_ERROR), ==, "bounce-error-quark");
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS (all); i++) {
        g_autofree char *words = g_strdup_printf ("/words/%s/words", all[i].name);
        g_autofree char *strangers = g_strdup_printf ("/words/%s/strangers", all[i].name);
        g_autofree char *type = g_strdup_printf ("/words/%s/type", all[i].name);
        g_test_add_data_func (words, &all[i], test_words);
        g_test_add_data_func (strangers, &all[i], test_strangers);
        g_test_add_data_func (type, &all[i], test_type);
    }
    g_test_add_func ("/words/reasons/facts", test_reasons);
    g_test_add_func ("/words/reasons/hard", test_hard);
    g_test_add_func ("/words/reasons/none", test_no_reason);
    g_test_add_func ("/words/error", test_error);
    return g_test_run ();
}
