/* input.c: writes what the benchmarks read, to the standard output; the same for the same arguments, everywhere
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 *     input mbox N PATH...        an mbox of N messages: the files, and those in folders that end in .eml, again and again
 *     input original BYTES        a report that returns a message with an attachment of so many bytes
 *     input recipients N          a report on N recipients
 *     input rules N               a rule file of N rules that nothing matches
 *
 * A number may end with k, m or g: thousands, millions, thousands of millions.
 */
#include "config.h"

#include "phrase.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static G_GNUC_NORETURN void fail (const char *what, const char *why)
{
    fprintf (stderr, "input: %s: %s\n", what, why);
    exit (EXIT_FAILURE);
}

/* ---- mbox ---- */

static int compare_names (gconstpointer a, gconstpointer b)
{
    return strcmp (*(char *const *) a, *(char *const *) b);
}

/* Sorted by bytes: the order of a folder, and that of a locale, differs from machine to machine. */
static GPtrArray *list_folder (const char *path)
{
    GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name (dir)))
        g_ptr_array_add (names, g_build_filename (path, name, NULL));
    g_ptr_array_sort (names, compare_names);
    return names;
}

static gboolean is_from_line (const char *line)
{
    return g_str_has_prefix (line + strspn (line, ">"), "From ");
}

/* Up to a NUL, which no mail has. mboxrd: what looks like a From_ line, however often quoted, is quoted once more. A From_ line
 * that the file begins with is no part of the message, and GMime reads nothing after a message whose first line is no header. */
static char *quote_message (const char *text)
{
    GString *quoted = g_string_new (NULL);

    if (is_from_line (text))
        text += strcspn (text, "\n") + 1;
    while (*text) {
        gsize n = strcspn (text, "\n");
        if (is_from_line (text))
            g_string_append_c (quoted, '>');
        g_string_append_len (quoted, text, (gssize) n);
        g_string_append_c (quoted, '\n');
        text += n + (text[n] == '\n');
    }
    return g_string_free (quoted, FALSE);
}

static void load_message (const char *path, GPtrArray *messages)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *text = NULL;

    if (!g_file_get_contents (path, &text, NULL, &error))
        fail (path, error->message);
    if (*text)
        g_ptr_array_add (messages, quote_message (text));
}

static void load_folder (const char *path, GPtrArray *messages)
{
    g_autoptr (GPtrArray) paths = list_folder (path);

    for (guint i = 0; i < paths->len; i++) {
        const char *inside = paths->pdata[i];
        if (g_file_test (inside, G_FILE_TEST_IS_DIR))
            load_folder (inside, messages);
        else if (g_str_has_suffix (inside, ".eml"))
            load_message (inside, messages);
    }
}

static void write_mbox (guint64 n, char **paths)
{
    g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_free);

    for (; *paths; paths++)
        (g_file_test (*paths, G_FILE_TEST_IS_DIR) ? load_folder : load_message) (*paths, messages);
    if (!messages->len)
        fail ("mbox", "no messages");
    for (guint64 i = 0; i < n; i++)
        printf ("From bench@example.com Thu Jan  1 00:00:00 2026\n%s\n", (char *) messages->pdata[i % messages->len]);
}

/* ---- Reports ---- */

#define BOUNDARY "=_report"
#define INNER_BOUNDARY "=_original"

static const struct {
    const char *status, *text;
} said[] = {
    { "5.1.1", "550 5.1.1 <%s>: Recipient address rejected: User unknown in local recipient table" },
    { "5.2.2", "552 5.2.2 <%s>: The email account that you tried to reach is over quota" },
    { "5.7.1", "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked; sent to <%s>" },
    { "4.2.0", "450 4.2.0 <%s>: Recipient address rejected: Greylisted" },
};

static char *diagnostic_of (guint64 i, const char *address)
{
    GString *text = g_string_new (said[i % G_N_ELEMENTS (said)].text);

    g_string_replace (text, "%s", address, 1);
    return g_string_free (text, FALSE);
}

static char *address_of (guint64 i)
{
    return g_strdup_printf ("user%06" G_GUINT64_FORMAT "@example.com", i);
}

/* As Postfix writes it. */
static void write_head (void)
{
    fputs ("Return-Path: <>\n"
           "Date: Thu,  1 Jan 2026 00:00:00 +0000\n"
           "From: MAILER-DAEMON@mail.example.org (Mail Delivery System)\n"
           "Subject: Undelivered Mail Returned to Sender\n"
           "To: sender@example.org\n"
           "Auto-Submitted: auto-replied\n"
           "MIME-Version: 1.0\n"
           "Content-Type: multipart/report; report-type=delivery-status;\n"
           "\tboundary=\"" BOUNDARY "\"\n"
           "Message-Id: <20260101000000.4dkX5@mail.example.org>\n"
           "\n"
           "This is a MIME-encapsulated message.\n"
           "\n",
           stdout);
}

static void write_text (guint64 n)
{
    fputs ("--" BOUNDARY "\n"
           "Content-Description: Notification\n"
           "Content-Type: text/plain; charset=us-ascii\n"
           "\n"
           "This is the mail system at host mail.example.org.\n"
           "\n"
           "I'm sorry to have to inform you that your message could not\n"
           "be delivered to one or more recipients. It's attached below.\n"
           "\n"
           "                   The mail system\n",
           stdout);
    for (guint64 i = 0; i < n; i++) {
        g_autofree char *address = address_of (i);
        g_autofree char *diagnostic = diagnostic_of (i, address);
        printf ("\n<%s>: host mx.example.com[192.0.2.25] said:\n    %s\n    (in reply to RCPT TO command)\n", address,
                diagnostic);
    }
}

static void write_status (guint64 n)
{
    fputs ("\n--" BOUNDARY "\n"
           "Content-Description: Delivery report\n"
           "Content-Type: message/delivery-status\n"
           "\n"
           "Reporting-MTA: dns; mail.example.org\n"
           "Arrival-Date: Thu,  1 Jan 2026 00:00:00 +0000\n",
           stdout);
    for (guint64 i = 0; i < n; i++) {
        const char *status = said[i % G_N_ELEMENTS (said)].status;
        g_autofree char *address = address_of (i);
        g_autofree char *diagnostic = diagnostic_of (i, address);
        printf ("\nFinal-Recipient: rfc822; %s\nOriginal-Recipient: rfc822;%s\nAction: failed\nStatus: %s\n"
                "Remote-MTA: dns; mx.example.com\nDiagnostic-Code: smtp; %s\n",
                address, address, status, diagnostic);
    }
}

static void write_original_head (void)
{
    fputs ("\n--" BOUNDARY "\n"
           "Content-Description: Undelivered Message\n"
           "Content-Type: message/rfc822\n"
           "\n"
           "Date: Wed, 31 Dec 2025 23:59:00 +0000\n"
           "From: sender@example.org\n"
           "To: user000000@example.com\n"
           "Subject: The pictures\n"
           "Message-Id: <pictures@example.org>\n"
           "MIME-Version: 1.0\n"
           "Content-Type: multipart/mixed; boundary=\"" INNER_BOUNDARY "\"\n"
           "\n"
           "--" INNER_BOUNDARY "\n"
           "Content-Type: text/plain; charset=utf-8\n"
           "\n"
           "Here they are.\n",
           stdout);
}

/* Letters of base64 in an order that has no short period, so that a search for some of them is no easier than in a picture. */
static void write_attachment (guint64 bytes)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char line[77];
    guint32 state = 1;

    fputs ("\n--" INNER_BOUNDARY "\n"
           "Content-Type: image/jpeg; name=\"pictures.jpg\"\n"
           "Content-Disposition: attachment; filename=\"pictures.jpg\"\n"
           "Content-Transfer-Encoding: base64\n"
           "\n",
           stdout);
    for (guint64 written = 0; written < bytes; written += sizeof line) {
        for (guint i = 0; i < sizeof line - 1; i++) {
            state = state * 1664525u + 1013904223u;
            line[i] = letters[state >> 26];
        }
        line[sizeof line - 1] = '\n';
        fwrite (line, 1, sizeof line, stdout);
    }
}

static void write_original (guint64 bytes, char **paths G_GNUC_UNUSED)
{
    write_head ();
    write_text (1);
    write_status (1);
    write_original_head ();
    write_attachment (bytes);
    fputs ("\n--" INNER_BOUNDARY "--\n\n--" BOUNDARY "--\n", stdout);
}

static void write_recipients (guint64 n, char **paths G_GNUC_UNUSED)
{
    write_head ();
    write_text (n);
    write_status (n);
    write_original_head ();
    fputs ("\n--" INNER_BOUNDARY "--\n\n--" BOUNDARY "--\n", stdout);
}

/* ---- Rules ---- */

static void write_rules (guint64 n, char **paths G_GNUC_UNUSED)
{
    fputs ("scope any\n", stdout);
    for (guint64 i = 0; i < n; i++) {
        g_autofree char *phrase = phrase_make ((guint) i);
        printf ("\nmailbox-full \"%s\"\n    > 552 5.2.2 %s\n", phrase, phrase);
    }
}

/* ---- The command ---- */

static const struct {
    const char *name;
    gboolean takes_paths;
    void (*write) (guint64 number, char **paths);
} kinds[] = {
    { "mbox", TRUE, write_mbox },
    { "original", FALSE, write_original },
    { "recipients", FALSE, write_recipients },
    { "rules", FALSE, write_rules },
};

static guint64 parse_number (const char *word)
{
    char *end;
    guint64 number = g_ascii_strtoull (word, &end, 10);
    guint64 unit = *end == 'k' ? 1000 : *end == 'm' ? 1000000 : *end == 'g' ? 1000000000 : 1;

    if (end == word || strlen (end) > (unit > 1))
        fail (word, "no number");
    return number * unit;
}

int main (int argc, char *argv[])
{
    for (guint i = 0; argc > 2 && i < G_N_ELEMENTS (kinds); i++) {
        if (strcmp (argv[1], kinds[i].name) != 0 || (argc > 3) != kinds[i].takes_paths)
            continue;
        kinds[i].write (parse_number (argv[2]), argv + 3);
        if (fflush (stdout) != 0 || ferror (stdout))
            fail ("standard output", g_strerror (errno));
        return EXIT_SUCCESS;
    }
    fputs ("usage: input mbox N PATH... | original BYTES | recipients N | rules N\n", stderr);
    return EXIT_FAILURE;
}
