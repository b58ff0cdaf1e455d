/* records.c: `bounce read --input`: mail in records, as queues hand it on, and a line of JSON for each
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * There is exactly one line for each record, in their order, so that whoever writes the records can tell which line is of which.
 * What cannot be read gets a line with "error". json-glib reads the JSON; it knows no limit on nesting, so that is looked at
 * before.
 */
#include "config.h"

#include "json.h"
#include "tool.h"

#include <errno.h>
#include <fcntl.h>
#include <json-glib/json-glib.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define MOST_MESSAGE (BOUNCE_DEFAULT_LIMIT_MESSAGE + 1)      /* one byte more than is read, so that it is told */
#define MOST_LINE (2 * (gsize) BOUNCE_DEFAULT_LIMIT_MESSAGE) /* as base64, and the rest of the record */
#define MOST_NESTED 32

/* ---- Bytes -----------------------------------------------------------------------------------------------------------*/

typedef struct {
    int fd;
    gboolean ended;
    int code; /* an errno where reading broke off */
    gsize start, end;
    char buffer[1 << 16];
} Input;

/* Brings more; FALSE at the end. Who has to wait for it has what was written so far. */
static gboolean fill (Input *input)
{
    if (poll (&(struct pollfd){ .fd = input->fd, .events = POLLIN }, 1, 0) == 0)
        tool_flush ();
    gssize n = tool_read (input->fd, input->buffer, sizeof input->buffer);
    if (n < 0)
        input->code = errno;
    input->ended = n <= 0;
    input->start = 0;
    input->end = input->ended ? 0 : (gsize) n;
    return !input->ended;
}

static gboolean has_more (Input *input)
{
    return input->start < input->end || (!input->ended && fill (input));
}

/* Takes so many bytes; those after the first most are dropped. FALSE where the input ends before. */
static gboolean take_bytes (Input *input, guint64 n, gsize most, GString *bytes)
{
    for (; n > 0 && has_more (input);) {
        gsize piece = (gsize) MIN (n, input->end - input->start);
        gsize room = most - bytes->len;
        g_string_append_len (bytes, input->buffer + input->start, (gssize) MIN (piece, room));
        input->start += piece;
        n -= piece;
    }
    return n == 0;
}

/* Takes a line without its end, which the last one need not have; what is after the first most bytes of it is dropped. */
static void take_line (Input *input, gsize most, GString *line)
{
    const char *feed = NULL;

    while (!feed && has_more (input)) {
        feed = memchr (input->buffer + input->start, '\n', input->end - input->start);
        gsize n = (feed ? (gsize) (feed - input->buffer) : input->end) - input->start;
        take_bytes (input, n, most, line);
        input->start += feed != NULL;
    }
}

/* ---- Lines of the output ---------------------------------------------------------------------------------------------*/

typedef struct {
    BounceParser *parser;
    ToolCounts *counts;
    GString *record;
    const char *key_text; /* in the record, where a key is known */
    GString *line;
} Records;

/* As it stands in the record: json-glib takes a number of more than 64 bits for another. */
static void add_integer (Json *json, gint64 number, const char *text)
{
    gsize sign = *text == '-', digits = strspn (text + sign, "0123456789");

    if (digits == 1 || (digits && text[sign] != '0')) {
        g_string_append_printf (json->out, "\"key\":%.*s", (int) (sign + digits), text);
        json->follows = TRUE;
    } else {
        json_int (json, "key", number);
    }
}

/* A number or a string; anything else is none. */
static void add_key (Json *json, JsonNode *key, const char *text)
{
    GType type = key && JSON_NODE_HOLDS_VALUE (key) ? json_node_get_value_type (key) : G_TYPE_INVALID;

    if (type == G_TYPE_STRING)
        json_string (json, "key", json_node_get_string (key));
    else if (type == G_TYPE_INT64)
        add_integer (json, json_node_get_int (key), text);
    else if (key)
        json_null (json, "key");
}

static void write_error (Records *records, JsonNode *key, const char *why)
{
    Json json = JSON_INIT (records->line);

    json_begin_object (&json, NULL);
    add_key (&json, key, records->key_text);
    json_string (&json, "error", why);
    json_end_object (&json);
    records->counts->messages++;
    records->counts->unreadable++;
    records->counts->selected++;
    records->counts->kinds[BOUNCE_KIND_UNREADABLE]++;
    tool_write_line (records->line);
}

/* The report as it is, with the key as its first member. */
static void write_report (Records *records, JsonNode *key, const char *bytes, gsize length)
{
    g_autoptr (BounceReport) report = bounce_parser_parse (records->parser, bytes, length);
    g_autofree char *text = bounce_report_to_json (report);
    Json json = JSON_INIT (records->line);

    json_begin_object (&json, NULL);
    add_key (&json, key, records->key_text);
    if (json.follows)
        g_string_append_c (records->line, ',');
    g_string_append (records->line, text + strlen ("{"));
    tool_counts_read (records->counts, report);
    tool_counts_selected (records->counts, report);
    tool_write_line (records->line);
}

/* ---- NDJSON ----------------------------------------------------------------------------------------------------------*/

/* What stands behind the name of a member; NULL where it is none. */
static const char *value_of (const char *text, const char *name)
{
    if (!g_str_has_prefix (text, name))
        return NULL;
    text += strlen (name);
    text += strspn (text, " \t");
    return *text == ':' ? text + 1 + strspn (text + 1, " \t") : NULL;
}

/* FALSE where the record is nested too deep. *key is what stands behind the last "key" of the outermost object, or "". */
static gboolean look_through (const char *text, const char **key)
{
    gboolean quoted = FALSE;
    gint depth = 0;

    for (*key = ""; *text && depth <= MOST_NESTED; text++)
        if (quoted && text[0] == '\\' && text[1]) {
            text++;
        } else if (*text == '"') {
            const char *value = quoted || depth != 1 ? NULL : value_of (text, "\"key\"");
            *key = value ? value : *key;
            quoted = !quoted;
        } else if (!quoted) {
            depth += *text == '[' || *text == '{' ? 1 : *text == ']' || *text == '}' ? -1 : 0;
        }
    return depth <= MOST_NESTED;
}

static const char *string_member (JsonObject *object, const char *name)
{
    JsonNode *node = json_object_get_member (object, name);

    return node && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

#define BASE64 "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

/* Base64 of either alphabet (RFC 4648, sections 4 and 5), padded or not, with line ends or without; NULL where it is none: GLib
 * leaves out what it does not know. */
static guchar *unpack (const char *packed, gsize *length)
{
    g_autoptr (GString) plain = g_string_sized_new (strlen (packed) + 4);

    for (; *packed; packed++)
        if (!strchr (" \t\r\n", *packed))
            g_string_append_c (plain, *packed == '-' ? '+' : *packed == '_' ? '/' : *packed);
    gsize letters = strspn (plain->str, BASE64);
    gsize padding = strspn (plain->str + letters, "=");
    if (letters + padding != plain->len || letters % 4 == 1 || (padding && (letters + padding) % 4 != 0) || padding > 2)
        return NULL;
    for (; plain->len % 4 != 0;)
        g_string_append_c (plain, '=');
    return g_base64_decode (plain->str, length);
}

static void read_object (Records *records, JsonObject *object)
{
    JsonNode *key = json_object_get_member (object, "key");
    const char *text = string_member (object, "message"), *packed = string_member (object, "message_base64");
    gsize length = text ? strlen (text) : 0;

    if (!text && !packed) {
        write_error (records, key, "neither \"message\" nor \"message_base64\" is a string in it");
        return;
    }
    g_autofree guchar *unpacked = text ? NULL : unpack (packed, &length);
    if (!text && !unpacked) {
        write_error (records, key, "\"message_base64\" is no base64");
        return;
    }
    write_report (records, key, text ? text : (const char *) unpacked, length);
}

static void read_json (Records *records)
{
    g_autoptr (JsonParser) parser = json_parser_new_immutable ();
    g_autoptr (GError) error = NULL;
    const GString *record = records->record;

    if (record->len >= MOST_LINE)
        write_error (records, NULL, "the record is too long");
    else if (!g_utf8_validate_len (record->str, record->len, NULL))
        write_error (records, NULL, "the record is not UTF-8");
    else if (!look_through (record->str, &records->key_text))
        write_error (records, NULL, "the record is nested too deep");
    else if (!json_parser_load_from_data (parser, record->str, (gssize) record->len, &error))
        write_error (records, NULL, error->message);
    else if (!json_parser_get_root (parser) || !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
        write_error (records, NULL, "the record is no object");
    else
        read_object (records, json_node_get_object (json_parser_get_root (parser)));
}

/* An empty line is no record. */
static gboolean next_json (Records *records, Input *input)
{
    take_line (input, MOST_LINE, records->record);
    if (records->record->len > 0)
        read_json (records);
    return TRUE;
}

/* ---- Lengths ---------------------------------------------------------------------------------------------------------*/

/* Four bytes, the highest first, tell the length of the message that follows. FALSE where the input ends in its midst. */
static gboolean next_length (Records *records, Input *input)
{
    guint32 length = 0;
    gboolean whole = take_bytes (input, sizeof length, sizeof length, records->record);

    if (whole) {
        memcpy (&length, records->record->str, sizeof length);
        g_string_truncate (records->record, 0);
        whole = take_bytes (input, GUINT32_FROM_BE (length), MOST_MESSAGE, records->record);
    }
    if (whole)
        write_report (records, NULL, records->record->str, records->record->len);
    else
        write_error (records, NULL, "the input ends within a record");
    return whole;
}

/* ---- The way in ------------------------------------------------------------------------------------------------------*/

static const struct {
    const char *name;
    gboolean (*next) (Records *records, Input *input);
} forms[] = { { "ndjson", next_json }, { "length", next_length } };

gboolean tool_records_known (const char *form)
{
    for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
        if (strcmp (forms[i].name, form) == 0)
            return TRUE;
    return FALSE;
}

static int read_records (Records *records, Input *input, const char *form, const char *path)
{
    gboolean whole = TRUE;
    guint i = 0;

    while (strcmp (forms[i].name, form) != 0)
        i++;
    while (whole && tool_output_ok () && has_more (input)) {
        g_string_truncate (records->record, 0);
        whole = forms[i].next (records, input);
        if (tool_progress_due ())
            tool_progress_show (-1);
    }
    if (input->code)
        tool_complain ("%s: %s", path, g_strerror (input->code));
    else if (!whole)
        tool_complain ("%s: it ends within a record", path);
    return input->code ? EX_IOERR : whole ? EXIT_SUCCESS : EX_DATAERR;
}

int tool_records_read (const char *path, const char *form, BounceParser *parser, ToolCounts *counts)
{
    gboolean is_stdin = strcmp (path, "-") == 0;
    g_autofree Input *input = g_new0 (Input, 1);
    g_autoptr (GString) record = g_string_new (NULL), line = g_string_new (NULL);
    Records records = { parser, counts, record, "", line };

    input->fd = is_stdin ? STDIN_FILENO : open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (input->fd < 0) {
        int code = errno;
        tool_complain ("%s: %s", path, g_strerror (code));
        return tool_errno_status (code);
    }
    int status = read_records (&records, input, form, path);
    if (!is_stdin)
        close (input->fd);
    return status;
}
