/* test-codes.c: the tables of SMTP replies and enhanced status codes
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What is compiled in is compared with the files of lib/codes, and those with a list of what must be there.
 */
#include "config.h"

#include "codes.h"

#include <string.h>

static const char *const files[] = { "reply-codes.tsv", "enhanced-status-codes.tsv" };

enum { CODE, NAME, MEANING, REFERENCE, RELATED, REASON, TRANSIENT, PERMANENT, NOTE, N_COLUMNS };

/* All replies of RFC 5321 and its extensions, of older RFCs and of vendors. */
static const char *const replies[] = {
    "101", "111", "200", "211", "214", "220", "221", "235", "250", "251", "252", "253", "334", "354", "355", "417", "420",
    "421", "422", "426", "430", "431", "432", "441", "442", "446", "447", "449", "450", "451", "452", "453", "454", "455",
    "456", "458", "459", "471", "498", "499", "500", "501", "502", "503", "504", "505", "510", "511", "512", "513", "515",
    "517", "520", "521", "522", "523", "524", "525", "530", "531", "533", "534", "535", "538", "540", "541", "542", "550",
    "551", "552", "553", "554", "555", "556", "557", "558", "570", "571", "579", "585", "591",
};

/* The registry of IANA (RFC 5248), with the rows for a class and for a subject. */
static const char *const statuses[] = {
    "2.x.x",  "4.x.x",  "5.x.x",  "x.0.x",  "x.1.x",  "x.2.x",  "x.3.x",  "x.4.x",  "x.5.x",  "x.6.x",  "x.7.x",  "x.0.0",
    "x.1.0",  "x.1.1",  "x.1.2",  "x.1.3",  "x.1.4",  "x.1.5",  "x.1.6",  "x.1.7",  "x.1.8",  "x.1.9",  "x.1.10", "x.2.0",
    "x.2.1",  "x.2.2",  "x.2.3",  "x.2.4",  "x.3.0",  "x.3.1",  "x.3.2",  "x.3.3",  "x.3.4",  "x.3.5",  "x.3.6",  "x.4.0",
    "x.4.1",  "x.4.2",  "x.4.3",  "x.4.4",  "x.4.5",  "x.4.6",  "x.4.7",  "x.5.0",  "x.5.1",  "x.5.2",  "x.5.3",  "x.5.4",
    "x.5.5",  "x.5.6",  "x.6.0",  "x.6.1",  "x.6.2",  "x.6.3",  "x.6.4",  "x.6.5",  "x.6.6",  "x.6.7",  "x.6.8",  "x.6.9",
    "x.6.10", "x.7.0",  "x.7.1",  "x.7.2",  "x.7.3",  "x.7.4",  "x.7.5",  "x.7.6",  "x.7.7",  "x.7.8",  "x.7.9",  "x.7.10",
    "x.7.11", "x.7.12", "x.7.13", "x.7.14", "x.7.15", "x.7.16", "x.7.17", "x.7.18", "x.7.19", "x.7.20", "x.7.21", "x.7.22",
    "x.7.23", "x.7.24", "x.7.25", "x.7.26", "x.7.27", "x.7.28", "x.7.29", "x.7.30", "x.7.32", "x.7.40", "x.8+.x",
};

static char *read_table (const char *file)
{
    const char *top = g_getenv ("top_srcdir");
    g_autofree char *path = g_build_filename (top ? top : "..", "lib", "codes", file, NULL);
    g_autoptr (GError) error = NULL;
    char *text;

    g_file_get_contents (path, &text, NULL, &error);
    g_assert_no_error (error);
    return text;
}

static const char *or_null (const char *column)
{
    return strcmp (column, "-") == 0 ? NULL : column;
}

static BounceSeverity severity_of (const char *word)
{
    BounceSeverity severity = BOUNCE_SEVERITY_NONE;
    g_assert_true (bounce_severity_from_string (word, &severity));
    return severity;
}

static void assert_row (const BounceCode *row, char **columns)
{
    BounceReason reason = BOUNCE_REASON_NONE;

    g_assert_nonnull (row);
    g_assert_cmpstr (row->code, ==, columns[CODE]);
    g_assert_cmpstr (row->name, ==, columns[NAME]);
    g_assert_cmpstr (row->meaning, ==, columns[MEANING]);
    g_assert_cmpstr (row->reference, ==, columns[REFERENCE]);
    g_assert_cmpstr (row->related, ==, or_null (columns[RELATED]));
    g_assert_cmpstr (row->note, ==, or_null (columns[NOTE]));
    if (or_null (columns[REASON]))
        g_assert_true (bounce_reason_from_string (columns[REASON], &reason));
    g_assert_cmpint (row->reason, ==, reason);
    g_assert_cmpint (row->transient, ==, severity_of (columns[TRANSIENT]));
    g_assert_cmpint (row->permanent, ==, severity_of (columns[PERMANENT]));
}

/* Every row of the files is looked up, and bounce_code_list() has them in their order and no others. */
static void test_rows (void)
{
    gsize n, i = 0;
    const BounceCode *list = bounce_code_list (&n);

    for (guint f = 0; f < G_N_ELEMENTS (files); f++) {
        g_autofree char *text = read_table (files[f]);
        g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
        for (guint l = 1; lines[l] && *lines[l]; l++) {
            g_auto (GStrv) columns = g_strsplit (lines[l], "\t", -1);
            g_assert_cmpuint (g_strv_length (columns), ==, N_COLUMNS);
            g_assert_cmpuint (i, <, n);
            assert_row (&list[i++], columns);
            assert_row (bounce_code_lookup (columns[CODE]), columns);
        }
    }
    g_assert_cmpuint (i, ==, n);
}

static void test_all_there (void)
{
    gsize n;
    const BounceCode *list = bounce_code_list (&n);

    g_assert_cmpuint (n, ==, G_N_ELEMENTS (replies) + G_N_ELEMENTS (statuses));
    for (gsize i = 0; i < n; i++)
        g_assert_cmpstr (list[i].code, ==, i < G_N_ELEMENTS (replies) ? replies[i] : statuses[i - G_N_ELEMENTS (replies)]);
}

/* "5.1.1" stands in the row "x.1.1", for each class that there is. */
static void test_classes (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (statuses); i++) {
        static const char classes[] = "245";
        g_autofree char *code = g_strdup (statuses[i]);
        if (code[0] != 'x')
            continue;
        for (const char *c = classes; *c; c++) {
            code[0] = *c;
            g_assert_true (bounce_code_lookup (code) == bounce_code_lookup (statuses[i]));
        }
        for (const char *c = "0136789X "; *c; c++) {
            code[0] = *c;
            g_assert_null (bounce_code_lookup (code));
        }
    }
}

static void test_strangers (void)
{
    static const char *const strangers[] = { "",       "5",       "55",      "5500",    "999",    "000",
                                             "x",      "x.1",     "5.1",     "5.1.",    "5.1.11", "5.1.1 ",
                                             " 5.1.1", "5.1.1.1", "5.01.1",  "5.9.9",   "5-1-1",  "x.x.x",
                                             "X.1.1",  "550 ",    "5.1.999", "3.1.1",   "code",   "5.7.99999999999999",
                                             "5..1.1", "5.1.1x",  "5.1.a",   "\377.1.1" };

    for (guint i = 0; i < G_N_ELEMENTS (strangers); i++)
        if (bounce_code_lookup (strangers[i]))
            g_error ("\"%s\" has a row", strangers[i]);
}

/* What a table claims must hold: strings are never empty, and only the recipient's and the domain's fault is hard. */
static void test_sense (void)
{
    gsize n;
    const BounceCode *row = bounce_code_list (&n);

    for (gsize i = 0; i < n; i++, row++) {
        const char *strings[] = { row->code, row->name, row->meaning, row->reference, row->related, row->note };
        BounceFault fault = bounce_reason_get_fault (row->reason);
        for (guint s = 0; s < G_N_ELEMENTS (strings); s++) {
            g_assert_true (s > 3 || strings[s]);
            g_assert_true (!strings[s] || (*strings[s] && g_utf8_validate (strings[s], -1, NULL)));
        }
        g_assert_cmpint (row->transient, !=, BOUNCE_SEVERITY_HARD);
        if (row->permanent == BOUNCE_SEVERITY_HARD)
            g_assert_true (fault == BOUNCE_FAULT_RECIPIENT || fault == BOUNCE_FAULT_DOMAIN);
        if (row->code[0] == '2')
            g_assert_cmpint (row->reason, ==, BOUNCE_REASON_NONE);
    }
}

/* ---- What a code suggests ---- */

static void test_for_status (void)
{
    static const struct {
        Status status;
        const char *code; /* NULL: none */
    } cases[] = {
        { { 5, 1, 1 }, "x.1.1" }, { { 4, 2, 2 }, "x.2.2" },   { { 2, 1, 5 }, "x.1.5" },
        { { 5, 0, 0 }, "x.0.0" }, { { 5, 7, 708 }, "x.7.x" }, { { 5, 1, 999 }, "x.1.x" },
        { { 5, 0, 7 }, "x.0.x" }, { { 5, 8, 1 }, "x.0.0" },   { { 5, 999, 999 }, "x.0.0" },
        { { 0, 0, 0 }, NULL },    { { 0, 1, 1 }, NULL },      { { 5, 4294967295u, 4294967295u }, "x.0.0" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        const BounceCode *row = codes_for_status (cases[i].status);
        g_assert_cmpstr (row ? row->code : NULL, ==, cases[i].code);
    }
}

static void test_for_reply (void)
{
    g_assert_null (codes_for_reply (0));
    g_assert_null (codes_for_reply (599));
    g_assert_null (codes_for_reply (4294967295u));
    for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
        g_assert_cmpstr (codes_for_reply ((guint) g_ascii_strtoull (replies[i], NULL, 10))->code, ==, replies[i]);
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/codes/rows", test_rows);
    g_test_add_func ("/codes/all-there", test_all_there);
    g_test_add_func ("/codes/classes", test_classes);
    g_test_add_func ("/codes/strangers", test_strangers);
    g_test_add_func ("/codes/sense", test_sense);
    g_test_add_func ("/codes/for-status", test_for_status);
    g_test_add_func ("/codes/for-reply", test_for_reply);
    return g_test_run ();
}
