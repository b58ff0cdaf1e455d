/* test-golden.c: every sample is read as the report beside it says
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * tests/data/FORMAT/CASE.eml is a message, CASE.json beside it what must be made of it. They are found, not listed: a new sample
 * is two files. The same message with CRLF at the ends of its lines must give the same report. tests/golden writes the
 * reports; a person reviews them.
 */
#include "config.h"

#include "bounce.h"

#include <json-glib/json-glib.h>
#include <string.h>

static BounceParser *parser;

/* ---- Comparing trees ---- */

#define MOST_DIFFERENCES 10

typedef struct {
    GString *path;        /* of what is compared: "recipients[0].reason" */
    GPtrArray *different; /* a line for each difference */
} Comparison;

static char *show (JsonNode *node)
{
    return node ? json_to_string (node, FALSE) : g_strdup ("nothing");
}

static void note_difference (Comparison *comparison, JsonNode *wanted, JsonNode *got)
{
    g_autofree char *wanted_text = show (wanted), *got_text = show (got);
    g_ptr_array_add (comparison->different,
                     g_strdup_printf ("%s: wanted %s, got %s", comparison->path->str, wanted_text, got_text));
}

static void compare (Comparison *comparison, JsonNode *wanted, JsonNode *got);

/* Where the message stood: it says nothing of the message. */
static gboolean is_ignored (const Comparison *comparison)
{
    return g_str_equal (comparison->path->str, "source") || g_str_equal (comparison->path->str, "offset");
}

static void compare_member (Comparison *comparison, const char *name, JsonObject *wanted, JsonObject *got)
{
    gsize length = comparison->path->len;

    g_string_append_printf (comparison->path, "%s%s", length ? "." : "", name);
    if (!is_ignored (comparison))
        compare (comparison, json_object_get_member (wanted, name), json_object_get_member (got, name));
    g_string_truncate (comparison->path, length);
}

static void compare_objects (Comparison *comparison, JsonObject *wanted, JsonObject *got)
{
    g_autoptr(GList) wanted_names = json_object_get_members (wanted), got_names = json_object_get_members (got);

    for (GList *name = wanted_names; name; name = name->next)
        compare_member (comparison, name->data, wanted, got);
    for (GList *name = got_names; name; name = name->next)
        if (!json_object_has_member (wanted, name->data))
            compare_member (comparison, name->data, wanted, got);
}

static JsonNode *element (JsonArray *array, guint i)
{
    return i < json_array_get_length (array) ? json_array_get_element (array, i) : NULL;
}

static void compare_arrays (Comparison *comparison, JsonArray *wanted, JsonArray *got)
{
    gsize length = comparison->path->len;

    for (guint i = 0; i < MAX (json_array_get_length (wanted), json_array_get_length (got)); i++) {
        g_string_append_printf (comparison->path, "[%u]", i);
        compare (comparison, element (wanted, i), element (got, i));
        g_string_truncate (comparison->path, length);
    }
}

static void compare (Comparison *comparison, JsonNode *wanted, JsonNode *got)
{
    if (wanted && got && JSON_NODE_HOLDS_OBJECT (wanted) && JSON_NODE_HOLDS_OBJECT (got))
        compare_objects (comparison, json_node_get_object (wanted), json_node_get_object (got));
    else if (wanted && got && JSON_NODE_HOLDS_ARRAY (wanted) && JSON_NODE_HOLDS_ARRAY (got))
        compare_arrays (comparison, json_node_get_array (wanted), json_node_get_array (got));
    else if (!wanted || !got || !json_node_equal (wanted, got))
        note_difference (comparison, wanted, got);
}

static void expect_equal (const char *what, JsonNode *wanted, JsonNode *got)
{
    g_autoptr(GString) path = g_string_new (NULL);
    g_autoptr(GPtrArray) different = g_ptr_array_new_with_free_func (g_free);
    Comparison comparison = { path, different };

    compare (&comparison, wanted, got);
    for (guint i = 0; i < MIN (different->len, MOST_DIFFERENCES); i++)
        g_test_message ("%s: %s", what, (const char *) different->pdata[i]);
    if (different->len)
        g_test_fail_printf ("%s: %u differences from the expected report, the first: %s", what, different->len,
                            (const char *) different->pdata[0]);
}

/* ---- A sample ---- */

static JsonNode *read_report (const GString *message)
{
    g_autofree char *bytes = g_memdup2 (message->str, message->len); /* without the NUL */
    g_autoptr(BounceReport) report = bounce_parser_parse (parser, bytes, message->len);
    g_autofree char *json = bounce_report_to_json (report);
    g_autoptr(GError) error = NULL;
    JsonNode *tree = json_from_string (json, &error);

    g_assert_no_error (error);
    return tree;
}

static GString *with_crlf (const GString *message)
{
    GString *copy = g_string_sized_new (message->len + message->len / 16);

    for (gsize i = 0; i < message->len; i++) {
        if (message->str[i] == '\n' && (i == 0 || message->str[i - 1] != '\r'))
            g_string_append_c (copy, '\r');
        g_string_append_c (copy, message->str[i]);
    }
    return copy;
}

static gboolean load (const char *base, const char *suffix, GString **contents)
{
    g_autofree char *path = g_strconcat (base, suffix, NULL);
    char *text;
    gsize length;

    *contents = NULL;
    if (!g_file_get_contents (path, &text, &length, NULL)) {
        g_test_fail_printf ("%s is missing or cannot be read (tests/golden writes the report of a sample)", path);
        return FALSE;
    }
    *contents = g_string_new_len (text, (gssize) length);
    g_free (text);
    return TRUE;
}

static void test_sample (gconstpointer base)
{
    g_autoptr(GString) message = NULL, expected = NULL;
    g_autoptr(JsonNode) wanted = NULL;
    g_autoptr(GError) error = NULL;

    if (!load (base, ".eml", &message) || !load (base, ".json", &expected))
        return;
    wanted = json_from_string (expected->str, &error);
    if (!wanted || !JSON_NODE_HOLDS_OBJECT (wanted)) {
        g_test_fail_printf ("%s.json: %s", (const char *) base, error ? error->message : "no report");
        return;
    }
    g_autoptr(JsonNode) got = read_report (message);
    expect_equal ("as it is", wanted, got);

    g_autoptr(GString) crlf = with_crlf (message);
    g_autoptr(JsonNode) got_crlf = read_report (crlf);
    json_object_set_int_member (json_node_get_object (wanted), "size", (gint64) crlf->len);
    expect_equal ("with CRLF", wanted, got_crlf);
}

/* ---- Finding them ---- */

static int by_name (gconstpointer a, gconstpointer b)
{
    return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* What is in a folder, by name; nothing where it is none. */
static GPtrArray *list_folder (const char *path)
{
    GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
    g_autoptr(GDir) folder = g_dir_open (path, 0, NULL);
    const char *name;

    while (folder && (name = g_dir_read_name (folder)))
        g_ptr_array_add (names, g_strdup (name));
    g_ptr_array_sort (names, by_name);
    return names;
}

/* A test for each sample, and one, which fails, for each report without a sample. */
static void add_folder (const char *data, const char *format)
{
    g_autofree char *folder = g_build_filename (data, format, NULL);
    g_autoptr(GPtrArray) names = list_folder (folder);

    for (guint i = 0; i < names->len; i++) {
        const char *name = names->pdata[i], *suffix = strrchr (name, '.');
        g_autofree char *stem = suffix ? g_strndup (name, (gsize) (suffix - name)) : g_strdup (name);
        g_autofree char *base = g_build_filename (folder, stem, NULL), *sample = g_strconcat (base, ".eml", NULL);
        g_autofree char *test = g_strconcat ("/golden/", format, "/", stem, NULL);
        gboolean is_sample = suffix && strcmp (suffix, ".eml") == 0;
        gboolean is_alone = suffix && strcmp (suffix, ".json") == 0 && !g_file_test (sample, G_FILE_TEST_EXISTS);
        if (is_sample || is_alone)
            g_test_add_data_func_full (test, g_steal_pointer (&base), test_sample, g_free);
    }
}

/* A data folder that is missing or empty is a failure, not a success without tests. */
static void test_found (gconstpointer formats)
{
    g_assert_cmpuint (((const GPtrArray *) formats)->len, >, 0);
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_set_nonfatal_assertions (); /* every sample that differs is to be seen, not the first alone */
    g_autofree char *data = g_test_build_filename (G_TEST_DIST, "data", NULL);
    g_autoptr(GPtrArray) formats = list_folder (data);

    parser = bounce_parser_new ();
    g_test_add_data_func ("/golden/found", formats, test_found);
    for (guint i = 0; i < formats->len; i++)
        add_folder (data, formats->pdata[i]);
    int status = g_test_run ();
    bounce_parser_unref (parser);
    return status;
}
