/* input.c: bytes of the standard input, or of a file
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include "tool.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

/* Who gave us the standard input may have made it non-blocking: then it is waited for. */
gssize tool_read (int fd, char *buffer, gsize size)
{
    gssize n;

    while ((n = read (fd, buffer, size)) < 0 && (errno == EINTR || errno == EAGAIN))
        if (errno == EAGAIN)
            poll (&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, -1);
    return n;
}

void tool_note_terminal (void)
{
    if (isatty (STDIN_FILENO))
        tool_complain ("reading what you type; Ctrl-D ends it");
}
