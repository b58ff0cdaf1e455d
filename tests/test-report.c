/* test-report.c: the result: what it tells, its life, its id and its JSON
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "json.h"
#include "report.h"

#include <string.h>

/* ---- Accessors ---- */

static void fill_recipient (BounceRecipient *r)
{
    r->action = BOUNCE_ACTION_FAILED;
    r->address_from = BOUNCE_ORIGIN_VERP;
    r->command = BOUNCE_COMMAND_RCPT;
    r->reason = BOUNCE_REASON_USER_UNKNOWN;
    r->severity = BOUNCE_SEVERITY_HARD;
    r->fault = BOUNCE_FAULT_RECIPIENT;
    r->confidence = BOUNCE_CONFIDENCE_HIGH;
    r->reply = 550;
    r->address = g_strdup ("user@example.com");
    r->final_address = g_strdup ("final@example.com");
    r->original_address = g_strdup ("original@example.com");
    r->status = g_strdup ("5.1.1");
    r->reported_status = g_strdup ("5.0.0 (x)");
    r->diagnostic = g_strdup ("550 \"no\" such\tuser\\");
    r->diagnostic_type = g_strdup ("smtp");
    r->remote_mta = g_strdup ("mx.example.com");
    r->last_attempt = g_strdup ("2026-11-23T14:32:04+00:00");
    r->retry_until = g_strdup ("2026-11-28T14:32:04+00:00");
    r->evidence_rule = g_strdup ("generic/user-unknown");
    r->evidence_from = "diagnostic";
    r->evidence_text = g_strdup ("no such user");
}

static BounceReport *full_report (void)
{
    static const char *const original[] = { "message_id", "subject", "from", "to", "date", "list_id", "return_path" };
    BounceReport *report = report_new ();

    report->kind = BOUNCE_KIND_BOUNCE;
    report->format = "rfc3464";
    report->offset = 4294967296u;
    report->size = 9007199254740991u;
    report->source = g_strdup ("bounces.mbox");
    report->date = g_strdup ("2026-11-23T14:32:04+01:00");
    report->message_id = g_strdup ("report@mx.example.net");
    report->subject = g_strdup ("Zustellung gescheitert \303\274");
    report->from = g_strdup ("MAILER-DAEMON@mx.example.net");
    report->to = g_strdup ("list-bounces@example.org");
    report->reporting_mta = g_strdup ("mx.example.net");
    report->arrival_date = g_strdup ("2026-11-22T14:32:04+01:00");
    report->envelope_id = g_strdup ("QQ314159");
    for (guint i = 0; i < G_N_ELEMENTS (original); i++)
        field_list_add (&report->original, original[i], g_strdup_printf ("original %u", i));
    field_list_add (&report->feedback, "type", g_strdup ("abuse"));
    field_list_add (&report->feedback, "source_ip", g_strdup ("192.0.2.1"));
    g_ptr_array_add (report->warnings, (gpointer) "one");
    g_ptr_array_add (report->warnings, (gpointer) "two");
    fill_recipient (report_add_recipient (report));
    report_add_recipient (report)->action = BOUNCE_ACTION_DELAYED;
    report_finish (report, SPAN_EMPTY);
    return report;
}

static void test_report (void)
{
    g_autoptr (BounceReport) report = full_report ();

    g_assert_cmpint (bounce_report_get_kind (report), ==, BOUNCE_KIND_BOUNCE);
    g_assert_cmpstr (bounce_report_get_format (report), ==, "rfc3464");
    g_assert_cmpstr (bounce_report_get_source (report), ==, "bounces.mbox");
    g_assert_cmpuint (bounce_report_get_offset (report), ==, 4294967296u);
    g_assert_cmpuint (bounce_report_get_size (report), ==, 9007199254740991u);
    g_assert_cmpstr (bounce_report_get_date (report), ==, "2026-11-23T14:32:04+01:00");
    g_assert_cmpstr (bounce_report_get_message_id (report), ==, "report@mx.example.net");
    g_assert_cmpstr (bounce_report_get_subject (report), ==, "Zustellung gescheitert \303\274");
    g_assert_cmpstr (bounce_report_get_from (report), ==, "MAILER-DAEMON@mx.example.net");
    g_assert_cmpstr (bounce_report_get_to (report), ==, "list-bounces@example.org");
    g_assert_cmpstr (bounce_report_get_reporting_mta (report), ==, "mx.example.net");
    g_assert_cmpstr (bounce_report_get_arrival_date (report), ==, "2026-11-22T14:32:04+01:00");
    g_assert_cmpstr (bounce_report_get_envelope_id (report), ==, "QQ314159");
    g_assert_cmpuint (bounce_report_get_n_recipients (report), ==, 2);
    g_assert_nonnull (bounce_report_get_recipient (report, 0));
    g_assert_cmpint (bounce_recipient_get_action (bounce_report_get_recipient (report, 1)), ==, BOUNCE_ACTION_DELAYED);
    g_assert_null (bounce_report_get_recipient (report, 2));
    g_assert_null (bounce_report_get_recipient (report, G_MAXUINT));
}

static void test_recipient (void)
{
    g_autoptr (BounceReport) report = full_report ();
    BounceRecipient *r = bounce_report_get_recipient (report, 0);

    g_assert_cmpstr (bounce_recipient_get_address (r), ==, "user@example.com");
    g_assert_cmpint (bounce_recipient_get_address_from (r), ==, BOUNCE_ORIGIN_VERP);
    g_assert_cmpstr (bounce_recipient_get_final_address (r), ==, "final@example.com");
    g_assert_cmpstr (bounce_recipient_get_original_address (r), ==, "original@example.com");
    g_assert_cmpint (bounce_recipient_get_action (r), ==, BOUNCE_ACTION_FAILED);
    g_assert_cmpstr (bounce_recipient_get_status (r), ==, "5.1.1");
    g_assert_cmpstr (bounce_recipient_get_reported_status (r), ==, "5.0.0 (x)");
    g_assert_cmpuint (bounce_recipient_get_reply (r), ==, 550);
    g_assert_cmpint (bounce_recipient_get_command (r), ==, BOUNCE_COMMAND_RCPT);
    g_assert_cmpstr (bounce_recipient_get_diagnostic (r), ==, "550 \"no\" such\tuser\\");
    g_assert_cmpstr (bounce_recipient_get_diagnostic_type (r), ==, "smtp");
    g_assert_cmpstr (bounce_recipient_get_remote_mta (r), ==, "mx.example.com");
    g_assert_cmpstr (bounce_recipient_get_last_attempt (r), ==, "2026-11-23T14:32:04+00:00");
    g_assert_cmpstr (bounce_recipient_get_retry_until (r), ==, "2026-11-28T14:32:04+00:00");
    g_assert_cmpint (bounce_recipient_get_reason (r), ==, BOUNCE_REASON_USER_UNKNOWN);
    g_assert_cmpint (bounce_recipient_get_severity (r), ==, BOUNCE_SEVERITY_HARD);
    g_assert_cmpint (bounce_recipient_get_fault (r), ==, BOUNCE_FAULT_RECIPIENT);
    g_assert_cmpint (bounce_recipient_get_confidence (r), ==, BOUNCE_CONFIDENCE_HIGH);
    g_assert_cmpstr (bounce_recipient_get_evidence_rule (r), ==, "generic/user-unknown");
    g_assert_cmpstr (bounce_recipient_get_evidence_from (r), ==, "diagnostic");
    g_assert_cmpstr (bounce_recipient_get_evidence_text (r), ==, "no such user");
}

static void test_absent (void)
{
    g_autoptr (BounceReport) report = report_new ();
    g_autoptr (BounceRecipient) r = recipient_new ();

    report_finish (report, SPAN_EMPTY);
    const char *strings[] = {
        bounce_report_get_format (report),
        bounce_report_get_source (report),
        bounce_report_get_date (report),
        bounce_report_get_message_id (report),
        bounce_report_get_subject (report),
        bounce_report_get_from (report),
        bounce_report_get_to (report),
        bounce_report_get_reporting_mta (report),
        bounce_report_get_arrival_date (report),
        bounce_report_get_envelope_id (report),
        bounce_report_get_original (report, "subject"),
        bounce_report_get_feedback (report, "type"),
        bounce_recipient_get_address (r),
        bounce_recipient_get_final_address (r),
        bounce_recipient_get_original_address (r),
        bounce_recipient_get_status (r),
        bounce_recipient_get_reported_status (r),
        bounce_recipient_get_diagnostic (r),
        bounce_recipient_get_diagnostic_type (r),
        bounce_recipient_get_remote_mta (r),
        bounce_recipient_get_last_attempt (r),
        bounce_recipient_get_retry_until (r),
        bounce_recipient_get_evidence_rule (r),
        bounce_recipient_get_evidence_from (r),
        bounce_recipient_get_evidence_text (r),
    };
    for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
        g_assert_null (strings[i]);
    g_assert_cmpint (bounce_report_get_kind (report), ==, BOUNCE_KIND_OTHER);
    g_assert_null (bounce_report_get_warnings (report)[0]);
    g_assert_null (bounce_report_list_fields (report, "original")[0]);
    g_assert_null (bounce_report_list_fields (report, "feedback")[0]);
    g_assert_null (bounce_report_get_recipient (report, 0));
    g_assert_cmpuint (bounce_recipient_get_reply (r), ==, 0);
    g_assert_cmpint (bounce_recipient_get_severity (r), ==, BOUNCE_SEVERITY_NONE);
}

static void test_fields (void)
{
    g_autoptr (BounceReport) report = full_report ();
    const char *const *names = bounce_report_list_fields (report, "original");

    g_assert_cmpstr (bounce_report_get_original (report, "message_id"), ==, "original 0");
    g_assert_cmpstr (bounce_report_get_original (report, "return_path"), ==, "original 6");
    g_assert_null (bounce_report_get_original (report, "Subject"));
    g_assert_null (bounce_report_get_original (report, ""));
    g_assert_cmpstr (bounce_report_get_feedback (report, "source_ip"), ==, "192.0.2.1");
    g_assert_null (bounce_report_get_feedback (report, "subject"));
    g_assert_cmpuint (g_strv_length ((char **) names), ==, 7);
    g_assert_cmpstr (names[0], ==, "message_id");
    g_assert_cmpstr (names[6], ==, "return_path");
    names = bounce_report_list_fields (report, "feedback");
    g_assert_cmpuint (g_strv_length ((char **) names), ==, 2);
    g_assert_cmpstr (names[1], ==, "source_ip");
    g_assert_null (bounce_report_list_fields (report, "recipients")[0]);
    const char *const *warnings = bounce_report_get_warnings (report);
    g_assert_cmpstr (warnings[0], ==, "one");
    g_assert_cmpstr (warnings[1], ==, "two");
    g_assert_null (warnings[2]);
}

/* The first value counts, and an empty one is none. */
static void test_field_list (void)
{
    g_autoptr (BounceReport) report = report_new ();

    field_list_add (&report->feedback, "a", NULL);
    field_list_add (&report->feedback, "a", g_strdup (""));
    g_assert_null (field_list_get (&report->feedback, "a"));
    field_list_add (&report->feedback, "a", g_strdup ("1"));
    field_list_add (&report->feedback, "a", g_strdup ("2"));
    g_assert_cmpstr (field_list_get (&report->feedback, "a"), ==, "1");
    report_finish (report, SPAN_EMPTY);
}

/* ---- Life ---- */

static gpointer ref_often (gpointer data)
{
    for (guint i = 0; i < 10000; i++) {
        BounceReport *report = bounce_report_ref (data);
        BounceRecipient *r = bounce_recipient_ref (bounce_report_get_recipient (report, 0));
        bounce_report_unref (report);
        bounce_recipient_unref (r);
    }
    return NULL;
}

/* So many that they are found by an index: the order, the first value of a name, and what is not there stay as they are. */
static void test_long_field_list (void)
{
    g_autoptr (BounceReport) report = report_new ();

    for (guint i = 0; i < 200; i++) {
        g_autofree char *name = g_strdup_printf ("field_%u", i % 100), *value = g_strdup_printf ("%u", i);
        field_list_add (&report->feedback, name, g_strdup (value));
        g_assert_null (field_list_get (&report->feedback, "other"));
    }
    report_finish (report, SPAN_EMPTY);
    const char *const *names = bounce_report_list_fields (report, "feedback");
    g_assert_cmpuint (g_strv_length ((char **) names), ==, 100);
    for (guint i = 0; i < 100; i++) {
        g_autofree char *name = g_strdup_printf ("field_%u", i), *value = g_strdup_printf ("%u", i);
        g_assert_cmpstr (names[i], ==, name);
        g_assert_cmpstr (bounce_report_get_feedback (report, name), ==, value);
    }
}

static void test_life (void)
{
    BounceReport *report = full_report ();
    GThread *threads[4];

    g_assert_true (bounce_report_ref (report) == report);
    bounce_report_unref (report);
    for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        threads[i] = g_thread_new ("ref", ref_often, report);
    for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        g_thread_join (threads[i]);
    BounceRecipient *r = bounce_recipient_ref (bounce_report_get_recipient (report, 0));
    bounce_report_unref (report);
    g_assert_cmpstr (bounce_recipient_get_address (r), ==, "user@example.com"); /* it outlives its report */
    bounce_recipient_unref (r);
}

static void test_boxed (void)
{
    BounceReport *report = full_report ();
    GValue value = G_VALUE_INIT;

    g_assert_cmpstr (g_type_name (BOUNCE_TYPE_REPORT), ==, "BounceReport");
    g_assert_cmpstr (g_type_name (BOUNCE_TYPE_RECIPIENT), ==, "BounceRecipient");
    g_value_init (&value, BOUNCE_TYPE_REPORT);
    g_value_take_boxed (&value, report);
    BounceReport *copy = g_value_dup_boxed (&value);
    g_value_unset (&value);
    g_assert_true (copy == report);
    g_assert_cmpstr (bounce_report_get_source (copy), ==, "bounces.mbox");
    bounce_report_unref (copy);
}

/* ---- All of the recipients ---- */

static void test_list_recipients (void)
{
    BounceReport *report = full_report ();
    BounceRecipient *first = bounce_report_get_recipient (report, 0), *second = bounce_report_get_recipient (report, 1);
    gsize n = 77;

    g_autofree BounceRecipient **list = bounce_report_list_recipients (report, &n);
    g_assert_cmpuint (n, ==, 2);
    g_assert_true (list[0] == first && list[1] == second && list[2] == NULL);
    /* they outlive the report */
    bounce_report_unref (report);
    g_assert_cmpstr (bounce_recipient_get_address (list[0]), ==, "user@example.com");
    g_assert_cmpint (bounce_recipient_get_action (list[1]), ==, BOUNCE_ACTION_DELAYED);
    bounce_recipient_unref (list[0]);
    bounce_recipient_unref (list[1]);
}

static void test_list_no_recipients (void)
{
    g_autoptr (BounceReport) report = report_new ();
    gsize n = 77;

    report_finish (report, SPAN_EMPTY);
    g_autofree BounceRecipient **list = bounce_report_list_recipients (report, &n);
    g_assert_cmpuint (n, ==, 0);
    g_assert_null (list[0]);
    g_autofree BounceRecipient **uncounted = bounce_report_list_recipients (report, NULL);
    g_assert_null (uncounted[0]);
}

/* ---- Some of the recipients ---- */

static gboolean has_action (BounceRecipient *recipient, gpointer action)
{
    return bounce_recipient_get_action (recipient) == *(BounceAction *) action;
}

static void test_select (void)
{
    BounceReport *report = full_report ();
    BounceAction delayed = BOUNCE_ACTION_DELAYED, relayed = BOUNCE_ACTION_RELAYED;

    g_autoptr (BounceReport) one = bounce_report_select (report, has_action, &delayed);
    g_autoptr (BounceReport) none = bounce_report_select (report, has_action, &relayed);
    g_autoptr (BounceReport) all = bounce_report_select (one, has_action, &delayed);
    g_assert_true (all == one);
    g_autofree char *whole = bounce_report_to_json (report);
    bounce_report_unref (report);
    g_assert_cmpuint (bounce_report_get_n_recipients (one), ==, 1);
    g_assert_cmpint (bounce_recipient_get_action (bounce_report_get_recipient (one, 0)), ==, BOUNCE_ACTION_DELAYED);
    g_assert_cmpuint (bounce_report_get_n_recipients (none), ==, 0);
    /* all before the recipients is as it was */
    g_autofree char *json = bounce_report_to_json (none);
    gsize n = strlen (json) - strlen ("]}");
    g_assert_cmpmem (json, n, whole, n);
    g_assert_cmpstr (json + n, ==, "]}");
    g_assert_true (g_str_has_suffix (json, "\"recipients\":[]}"));
}

/* ---- The id: what sha256sum makes of the strings that bounce.h tells, each with a line feed ---- */

static void assert_id (BounceReport *report, const char *message, gsize length, const char *id)
{
    report_finish (report, (Span){ message, length });
    g_assert_cmpstr (bounce_report_get_id (report), ==, id);
    bounce_report_unref (report);
}

static void test_id_full (void)
{
    BounceReport *report = report_new ();

    report->kind = BOUNCE_KIND_BOUNCE;
    report->source = g_strdup ("nothing of this counts");
    report->offset = report->size = 77;
    report->reporting_mta = g_strdup ("mx.example.net");
    report->message_id = g_strdup ("report@mx.example.net");
    field_list_add (&report->original, "subject", g_strdup ("nor this"));
    field_list_add (&report->original, "message_id", g_strdup ("sent@example.org"));
    BounceRecipient *one = report_add_recipient (report), *two = report_add_recipient (report);
    one->action = two->action = BOUNCE_ACTION_FAILED;
    one->final_address = g_strdup ("user@example.com");
    one->address = g_strdup ("alias@example.org"); /* the final one counts */
    one->status = g_strdup ("5.1.1");
    two->address = g_strdup ("other@example.com");
    assert_id (report, "nor the message", 15, "d5fcfc243c4b3947d6ca3a5ab38fdffd");
}

/* Where nothing is told, the message itself tells reports apart; at most its first 4,096 bytes. */
static void test_id_of_message (void)
{
    g_autofree char *xs = g_strnfill (5000, 'x');
    BounceReport *report = report_new ();

    assert_id (report, "Subject: a\n\nbody\n", 17, "05d096e11037429fbe1a68f09cb055ca");
    report = report_new ();
    report->kind = BOUNCE_KIND_UNREADABLE;
    assert_id (report, "", 0, "f4f33053825e5cc5695ad174f7569af6");
    for (gsize n = 4096; n <= 5000; n += 904)
        assert_id (report_new (), xs, n, "e769a23ab23df61e1a8855a55e72db35");
    report = report_new ();
    report->kind = BOUNCE_KIND_BOUNCE;
    report_add_recipient (report)->action = BOUNCE_ACTION_FAILED; /* an action alone tells nothing */
    assert_id (report, "Subject: a\n\nbody\n", 17, "ffee47b2e40dfd3c3ff9f74aa2927533");
}

static void test_id_of_recipients (void)
{
    BounceReport *report = report_new ();

    report->kind = BOUNCE_KIND_DELIVERY;
    BounceRecipient *r = report_add_recipient (report);
    r->action = BOUNCE_ACTION_DELIVERED;
    r->address = g_strdup ("user@example.com");
    r->status = g_strdup ("2.1.5");
    assert_id (report, "x", 1, "55d61a98d4335666d73d8e115731ea82");
    report = report_new ();
    report->kind = BOUNCE_KIND_FEEDBACK;
    field_list_add (&report->original, "message_id", g_strdup ("sent@example.org"));
    report_add_recipient (report);
    assert_id (report, "x", 1, "1c1838d33e6c8d700ddf54ca7dd45a42");
    report = report_new ();
    report->kind = BOUNCE_KIND_BOUNCE;
    r = report_add_recipient (report);
    r->action = BOUNCE_ACTION_FAILED;
    r->status = g_strdup ("4.4.1");
    assert_id (report, "x", 1, "c4e0ba9866a6478537ae189bf6060f54");
}

/* ---- JSON ---- */

#define RECIPIENT                                                                                                                \
    "{\"address\":\"user@example.com\",\"address_from\":\"verp\",\"final_address\":\"final@example.com\","                       \
    "\"original_address\":\"original@example.com\",\"action\":\"failed\",\"status\":\"5.1.1\",\"reported_status\":\"5.0.0 "      \
    "(x)\","                                                                                                                     \
    "\"reply\":550,\"command\":\"RCPT\",\"diagnostic\":\"550 \\\"no\\\" such\\tuser\\\\\",\"diagnostic_type\":\"smtp\","         \
    "\"remote_mta\":\"mx.example.com\",\"last_attempt\":\"2026-11-23T14:32:04+00:00\","                                          \
    "\"retry_until\":\"2026-11-28T14:32:04+00:00\",\"reason\":\"user-unknown\",\"severity\":\"hard\",\"fault\":\"recipient\","   \
    "\"confidence\":\"high\",\"evidence\":{\"rule\":\"generic/user-unknown\",\"from\":\"diagnostic\",\"text\":\"no such "        \
    "user\"}}"

#define EMPTY_RECIPIENT(action)                                                                                                  \
    "{\"address\":null,\"address_from\":null,\"final_address\":null,\"original_address\":null,\"action\":" action                \
    ",\"status\":null,\"reported_status\":null,\"reply\":null,\"command\":null,\"diagnostic\":null,\"diagnostic_type\":null,"    \
    "\"remote_mta\":null,\"last_attempt\":null,\"retry_until\":null,\"reason\":null,\"severity\":\"none\",\"fault\":null,"       \
    "\"confidence\":null,\"evidence\":null}"

static void test_json_full (void)
{
    g_autoptr (BounceReport) report = full_report ();
    g_autofree char *json = bounce_report_to_json (report);
    g_autofree char *recipient = bounce_recipient_to_json (bounce_report_get_recipient (report, 0));
    g_autofree char *wanted = g_strdup_printf (
        "{\"v\":1,\"source\":\"bounces.mbox\",\"offset\":4294967296,\"size\":9007199254740991,\"id\":\"%s\",\"kind\":\"bounce\","
        "\"format\":\"rfc3464\",\"date\":\"2026-11-23T14:32:04+01:00\",\"message_id\":\"report@mx.example.net\","
        "\"subject\":\"Zustellung gescheitert "
        "\303\274\",\"from\":\"MAILER-DAEMON@mx.example.net\",\"to\":\"list-bounces@example.org\","
        "\"reporting_mta\":\"mx.example.net\",\"arrival_date\":\"2026-11-22T14:32:04+01:00\",\"envelope_id\":\"QQ314159\","
        "\"original\":{\"message_id\":\"original 0\",\"subject\":\"original 1\",\"from\":\"original 2\",\"to\":\"original 3\","
        "\"date\":\"original 4\",\"list_id\":\"original 5\",\"return_path\":\"original 6\"},"
        "\"feedback\":{\"type\":\"abuse\",\"source_ip\":\"192.0.2.1\"},\"warnings\":[\"one\",\"two\"],"
        "\"recipients\":[" RECIPIENT "," EMPTY_RECIPIENT ("\"delayed\"") "]}",
        bounce_report_get_id (report));

    g_assert_cmpstr (json, ==, wanted);
    g_assert_cmpstr (recipient, ==, RECIPIENT);
}

/* Everything is there, absent or not: lists are empty, all else is null. */
static void test_json_empty (void)
{
    g_autoptr (BounceReport) report = report_new ();
    g_autoptr (BounceRecipient) r = recipient_new ();

    report->source = g_strdup ("-");
    report_finish (report, SPAN_EMPTY);
    g_autofree char *json = bounce_report_to_json (report), *recipient = bounce_recipient_to_json (r);
    g_autofree char *wanted = g_strdup_printf (
        "{\"v\":1,\"source\":\"-\",\"offset\":0,\"size\":0,\"id\":\"%s\",\"kind\":\"other\",\"format\":null,\"date\":null,"
        "\"message_id\":null,\"subject\":null,\"from\":null,\"to\":null,\"reporting_mta\":null,\"arrival_date\":null,\"envelope_"
        "id\":null,"
        "\"original\":null,\"feedback\":null,\"warnings\":[],\"recipients\":[]}",
        bounce_report_get_id (report));
    g_assert_cmpstr (json, ==, wanted);
    g_assert_cmpstr (recipient, ==, EMPTY_RECIPIENT ("null"));
}

static void test_json_original (void)
{
    g_autoptr (BounceReport) report = report_new ();

    field_list_add (&report->original, "date", g_strdup ("d"));
    report_finish (report, SPAN_EMPTY);
    g_autofree char *json = bounce_report_to_json (report);
    g_assert_nonnull (strstr (json, "\"original\":{\"message_id\":null,\"subject\":null,\"from\":null,\"to\":null,\"date\":\"d\","
                                    "\"list_id\":null,\"return_path\":null}"));
}

/* ---- The writer ---- */

static const struct {
    const char *value, *json;
} strings[] = {
    { "", "\"\"" },
    { NULL, "null" },
    { "a\"b\\c/d", "\"a\\\"b\\\\c/d\"" },
    { "\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\"" },
    { "\001\002\037\033[31m", "\"\\u0001\\u0002\\u001f\\u001b[31m\"" },
    { "\177", "\"\\u007f\"" },
    { "\302\200\302\205\302\237", "\"\\u0080\\u0085\\u009f\"" }, /* C1 */
    { "\302\240\303\274\342\202\254", "\"\302\240\303\274\342\202\254\"" },
    { "\360\237\230\200", "\"\360\237\230\200\"" },
    { "\342\200\250", "\"\342\200\250\"" },
    { "a\377b", "\"a\357\277\275b\"" },
    { "a\303", "\"a\357\277\275\"" },
    { "a\342\202", "\"a\357\277\275\357\277\275\"" },
    { "\303(", "\"\357\277\275(\"" },
    { "\300\257", "\"\357\277\275\357\277\275\"" },                                 /* overlong */
    { "\355\240\200", "\"\357\277\275\357\277\275\357\277\275\"" },                 /* a surrogate */
    { "\364\220\200\200", "\"\357\277\275\357\277\275\357\277\275\357\277\275\"" }, /* past U+10FFFF */
    { "\303\"", "\"\357\277\275\\\"\"" },                                           /* the quote is not swallowed */
};

static void test_strings (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (strings); i++) {
        g_autoptr (GString) out = g_string_new (NULL);
        Json json = JSON_INIT (out);
        json_string (&json, NULL, strings[i].value);
        g_assert_cmpstr (out->str, ==, strings[i].json);
        g_assert_true (g_utf8_validate (out->str, (gssize) out->len, NULL));
    }
}

/* Each byte, alone and between others: valid UTF-8 without a control, whatever it is. */
static void test_every_byte (void)
{
    for (guint first = 1; first < 256; first++)
        for (guint second = 1; second < 256; second++) {
            char text[] = { (char) first, (char) second, 0 };
            g_autoptr (GString) out = g_string_new (NULL);
            Json json = JSON_INIT (out);
            json_string (&json, text, text);
            g_assert_true (g_utf8_validate (out->str, (gssize) out->len, NULL));
            for (gsize i = 0; i < out->len; i++)
                g_assert_true ((guchar) out->str[i] >= ' ' && out->str[i] != 0x7f);
        }
}

static void test_members (void)
{
    g_autoptr (GString) out = g_string_new (NULL);
    Json json = JSON_INIT (out);

    json_begin_object (&json, NULL);
    json_begin_array (&json, "a");
    json_end_array (&json);
    json_begin_array (&json, "b");
    json_int (&json, NULL, G_MININT64);
    json_int (&json, NULL, G_MAXINT64);
    json_begin_object (&json, NULL);
    json_end_object (&json);
    json_null (&json, NULL);
    json_end_array (&json);
    json_begin_object (&json, "c\"\n");
    json_string (&json, "d", "e");
    json_null (&json, "f");
    json_end_object (&json);
    json_int (&json, "g", -1);
    json_end_object (&json);
    g_assert_cmpstr (
        out->str, ==,
        "{\"a\":[],\"b\":[-9223372036854775808,9223372036854775807,{},null],\"c\\\"\\n\":{\"d\":\"e\",\"f\":null},\"g\":-1}");
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/report/accessors/report", test_report);
    g_test_add_func ("/report/accessors/recipient", test_recipient);
    g_test_add_func ("/report/accessors/absent", test_absent);
    g_test_add_func ("/report/accessors/fields", test_fields);
    g_test_add_func ("/report/accessors/field-list", test_field_list);
    g_test_add_func ("/report/accessors/long-field-list", test_long_field_list);
    g_test_add_func ("/report/life/threads", test_life);
    g_test_add_func ("/report/life/boxed", test_boxed);
    g_test_add_func ("/report/list-recipients", test_list_recipients);
    g_test_add_func ("/report/list-recipients/none", test_list_no_recipients);
    g_test_add_func ("/report/select", test_select);
    g_test_add_func ("/report/id/full", test_id_full);
    g_test_add_func ("/report/id/message", test_id_of_message);
    g_test_add_func ("/report/id/recipients", test_id_of_recipients);
    g_test_add_func ("/report/json/full", test_json_full);
    g_test_add_func ("/report/json/empty", test_json_empty);
    g_test_add_func ("/report/json/original", test_json_original);
    g_test_add_func ("/report/json/strings", test_strings);
    g_test_add_func ("/report/json/every-byte", test_every_byte);
    g_test_add_func ("/report/json/members", test_members);
    return g_test_run ();
}
