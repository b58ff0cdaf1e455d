/* limits.c: runs a command with a bound on its time and memory, and tells what it took
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 *     limits FILE SECONDS MEGABYTES COMMAND [ARGUMENT...]
 *     limits --nonblocking COMMAND [ARGUMENT...]    its standard input is not waited for
 *     limits --sanitized       exit 0 where memory tells nothing, as a sanitizer takes several times as much
 *
 * FILE is to hold "CPU-MILLISECONDS PEAK-KILOBYTES" of the command and its children. The status is the command's, 128 and the
 * signal where one ended it. SECONDS are of the processor; a command that only waits is ended after ten times as many.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define SANITIZED 1
#elif defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

static pid_t child;

static void give_up (int number)
{
    (void) number;
    kill (child, SIGKILL);
}

static void limit (int resource, rlim_t most)
{
    struct rlimit bound = { most, most };
    setrlimit (resource, &bound);
}

static long milliseconds (struct timeval time)
{
    return time.tv_sec * 1000 + time.tv_usec / 1000;
}

static void tell (const char *path)
{
    struct rusage usage;
    FILE *file = fopen (path, "w");

    getrusage (RUSAGE_CHILDREN, &usage);
    if (!file || fprintf (file, "%ld %ld\n", milliseconds (usage.ru_utime) + milliseconds (usage.ru_stime), usage.ru_maxrss) < 0
        || fclose (file) != 0) {
        perror (path);
        exit (125);
    }
}

static void start (char **command)
{
    execvp (command[0], command);
    perror (command[0]);
    _exit (127);
}

static void run (rlim_t seconds, rlim_t megabytes, char **command)
{
    limit (RLIMIT_CPU, seconds);
    limit (RLIMIT_CORE, 0);
    if (!SANITIZED) /* they reserve more than there is */
        limit (RLIMIT_AS, megabytes << 20);
    start (command);
}

int main (int argc, char **argv)
{
    int status;

    if (argc == 2 && strcmp (argv[1], "--sanitized") == 0)
        return SANITIZED ? 0 : 1;
    if (argc > 2 && strcmp (argv[1], "--nonblocking") == 0) {
        fcntl (STDIN_FILENO, F_SETFL, O_NONBLOCK);
        start (argv + 2);
    }
    if (argc < 5) {
        fputs ("limits FILE SECONDS MEGABYTES COMMAND [ARGUMENT...]\n", stderr);
        return 125;
    }
    unsigned seconds = (unsigned) atoi (argv[2]), megabytes = (unsigned) atoi (argv[3]);
    child = fork ();
    if (child == 0)
        run (seconds, megabytes, argv + 4);
    signal (SIGALRM, give_up);
    alarm (10 * seconds);
    while (waitpid (child, &status, 0) < 0 && errno == EINTR)
        ;
    tell (argv[1]);
    return WIFSIGNALED (status) ? 128 + WTERMSIG (status) : WEXITSTATUS (status);
}
