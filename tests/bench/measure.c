/* measure.c: runs commands by turns and compares what they take
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 *     measure [-n ROUNDS] NAME=COMMAND...
 *
 * The commands run one after the other, A B C A B C and so on, after a round that is not counted. A computer gets slower and
 * faster by the minute, so only what ran side by side is compared: each round gives a ratio to the first command, and the
 * median of them is told. A COMMAND is split into words as a shell would; no shell runs it, and its output is dropped.
 *
 * Writes a line for each command, with tabs: name, median ms of wall clock, median ms of CPU (user and system), greatest peak of
 * resident memory in kB, and how many times as fast as the first it is: by wall clock, by CPU.
 */
#include "config.h"

#include "sample.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

typedef struct {
    char *name;
    char **words;
    GArray *wall, *cpu;             /* of double: ms, one a round */
    GArray *wall_speed, *cpu_speed; /* of double: the first command's time by this one's */
    long peak;                      /* kB */
} Command;

static G_GNUC_NORETURN void fail (const char *what, const char *why)
{
    fprintf (stderr, "measure: %s: %s\n", what, why);
    exit (EXIT_FAILURE);
}

/* ---- One run ---- */

static double timeval_ms (struct timeval time)
{
    return (double) time.tv_sec * 1e3 + (double) time.tv_usec / 1e3;
}

static pid_t start (const Command *command)
{
    extern char **environ;
    posix_spawn_file_actions_t actions;
    pid_t pid;

    posix_spawn_file_actions_init (&actions);
    posix_spawn_file_actions_addopen (&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen (&actions, 1, "/dev/null", O_WRONLY, 0);
    int failure = posix_spawnp (&pid, command->words[0], &actions, NULL, command->words, environ);
    posix_spawn_file_actions_destroy (&actions);
    if (failure)
        fail (command->name, g_strerror (failure));
    return pid;
}

/* The peak cannot be told below this program's own, which the new process has until it becomes another: some 3 MB. */
static void run (Command *command)
{
    struct rusage used;
    int status;
    double begun = sample_clock_ns ();
    pid_t pid = start (command);

    while (wait4 (pid, &status, 0, &used) < 0)
        if (errno != EINTR)
            fail (command->name, g_strerror (errno));
    double wall = (sample_clock_ns () - begun) / 1e6, cpu = timeval_ms (used.ru_utime) + timeval_ms (used.ru_stime);
    if (!WIFEXITED (status) || WEXITSTATUS (status) != 0)
        fail (command->name, "the command failed");
    g_array_append_val (command->wall, wall);
    g_array_append_val (command->cpu, cpu);
    command->peak = MAX (command->peak, used.ru_maxrss);
}

/* ---- All runs ---- */

static void forget (Command *command)
{
    g_array_set_size (command->wall, 0);
    g_array_set_size (command->cpu, 0);
}

static double last (const GArray *numbers)
{
    return g_array_index (numbers, double, numbers->len - 1);
}

/* A clock that has not moved is taken for one that moved by its least step. */
static void note_speed (GArray *speeds, const GArray *first, const GArray *times)
{
    double speed = MAX (last (first), 1e-3) / MAX (last (times), 1e-3);
    g_array_append_val (speeds, speed);
}

static void run_rounds (GPtrArray *commands, guint rounds)
{
    const Command *first = commands->pdata[0];

    for (guint round = 0; round <= rounds; round++)
        for (guint i = 0; i < commands->len; i++) {
            Command *command = commands->pdata[i];
            if (round == 1)
                forget (command); /* what the first round took: files came from the disk */
            run (command);
            if (round == 0)
                continue;
            note_speed (command->wall_speed, first->wall, command->wall);
            note_speed (command->cpu_speed, first->cpu, command->cpu);
        }
}

/* ---- The table ---- */

static void print_row (gpointer data, gpointer user_data G_GNUC_UNUSED)
{
    Command *command = data;

    printf ("%s\t%.2f\t%.2f\t%ld\t%.3f\t%.3f\n", command->name, sample_median (command->wall), sample_median (command->cpu),
            command->peak, sample_median (command->wall_speed), sample_median (command->cpu_speed));
}

/* ---- The command line ---- */

static GArray *new_numbers (void)
{
    return g_array_new (FALSE, FALSE, sizeof (double));
}

static void command_free (gpointer data)
{
    Command *command = data;

    g_array_unref (command->wall);
    g_array_unref (command->cpu);
    g_array_unref (command->wall_speed);
    g_array_unref (command->cpu_speed);
    g_strfreev (command->words);
    g_free (command->name);
    g_free (command);
}

static Command *command_new (const char *argument)
{
    g_autoptr (GError) error = NULL;
    const char *equals = strchr (argument, '=');
    Command *command = g_new0 (Command, 1);

    if (!equals)
        fail (argument, "not NAME=COMMAND");
    if (!g_shell_parse_argv (equals + 1, NULL, &command->words, &error))
        fail (argument, error->message);
    command->name = g_strndup (argument, (gsize) (equals - argument));
    command->wall = new_numbers ();
    command->cpu = new_numbers ();
    command->wall_speed = new_numbers ();
    command->cpu_speed = new_numbers ();
    return command;
}

int main (int argc, char *argv[])
{
    g_autoptr (GPtrArray) commands = g_ptr_array_new_with_free_func (command_free);
    gboolean counted = argc > 2 && strcmp (argv[1], "-n") == 0;
    int rounds = counted ? atoi (argv[2]) : 5;

    for (int i = counted ? 3 : 1; i < argc; i++)
        g_ptr_array_add (commands, command_new (argv[i]));
    if (!commands->len || rounds < 1)
        fail ("usage", "measure [-n ROUNDS] NAME=COMMAND...");
    run_rounds (commands, (guint) rounds);
    g_ptr_array_foreach (commands, print_row, NULL);
    return EXIT_SUCCESS;
}
