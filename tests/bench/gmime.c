/* gmime.c: the baseline: reads a file with bare GMime, and does nothing with it
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 *     gmime mbox FILE         all messages of an mbox
 *     gmime message FILE      one message
 *     gmime init              GMime is started, nothing is read
 *
 * Prints the number of messages.
 */
#include "config.h"

#include <gmime/gmime.h>
#include <stdio.h>
#include <stdlib.h>
#include <fcntl.h>

/* NULL is the end: after a message that GMime cannot read it returns NULL for ever, and never tells the end of the file. */
static guint read_messages (GMimeParser *parser)
{
    guint n = 0;
    GMimeMessage *message;

    while ((message = g_mime_parser_construct_message (parser, NULL))) {
        g_object_unref (message);
        n++;
    }
    return n;
}

static guint read_message (GMimeParser *parser)
{
    GMimeMessage *message = g_mime_parser_construct_message (parser, NULL);

    if (!message)
        return 0;
    g_object_unref (message);
    return 1;
}

static int read_file (const char *path, GMimeFormat format)
{
    int fd = open (path, O_RDONLY | O_CLOEXEC);

    if (fd < 0) {
        perror (path);
        return EXIT_FAILURE;
    }
    GMimeStream *stream = g_mime_stream_fs_new (fd); /* closes the file */
    GMimeParser *parser = g_mime_parser_new_with_stream (stream);
    g_mime_parser_set_format (parser, format);
    guint n = format == GMIME_FORMAT_MBOX ? read_messages (parser) : read_message (parser);
    g_object_unref (parser);
    g_object_unref (stream);
    printf ("%u\n", n);
    return n ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main (int argc, char *argv[])
{
    const char *what = argc > 1 ? argv[1] : "";

    g_mime_init ();
    if (argc == 2 && strcmp (what, "init") == 0)
        return EXIT_SUCCESS;
    if (argc == 3 && strcmp (what, "mbox") == 0)
        return read_file (argv[2], GMIME_FORMAT_MBOX);
    if (argc == 3 && strcmp (what, "message") == 0)
        return read_file (argv[2], GMIME_FORMAT_MESSAGE);
    fputs ("usage: gmime mbox FILE | message FILE | init\n", stderr);
    return EXIT_FAILURE;
}
