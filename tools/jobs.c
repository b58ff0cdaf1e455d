/* jobs.c: reports made by several processes
 *
 * Copyright (C) 2026 The libbounce authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * An mbox is given out in slices, which the others read themselves. Of anything else this process reads the messages, which takes
 * a twentieth of the time, and puts them into slots of shared memory. The others take a slot each, parse its messages and write
 * their reports beside them; this one prints the slots in the order in which it filled them. Processes, not threads: threads share
 * counters of GLib and the allocator, which costs a third of what they gain; and what kills a process takes one message with it,
 * not the run.
 *
 * A slot need not be done at once: a process that leaves it, because it died or has written much, leaves behind how far it came,
 * and once the slot is the next to be printed, the rest of it is given out again.
 */
#include "config.h"

#include "slot.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define SLOTS_A_JOB 3      /* one that is parsed, one that comes after it, one that waits to be printed */
#define SLICE (256 * 1024) /* bytes of an mbox */

typedef enum { FREE, GIVEN, LEFT } SlotState;

typedef struct {
    pid_t pid; /* 0: it could not be started */
    int fd;    /* numbers of slots, to it when they are given and from it when it leaves them */
    guint n_given;
} Worker;

struct ToolJobs {
    const ToolWriter *writer;
    ToolCounts *counts; /* of what is printed */
    Slot *slots;
    guint n_slots, n_workers;
    Worker workers[TOOL_MOST_JOBS];
    struct {
        SlotState state;
        guint worker;
        guint64 turn;  /* slots that were given before it: a process works in this order */
        gboolean died; /* its process, at it */
        int how;       /* as waitpid() tells */
    } of_slot[TOOL_MOST_JOBS * SLOTS_A_JOB];
    guint64 turn;
    guint64 head, tail; /* of the slots, counted on and on: the next to print, the one that is filled */
    guint64 length;     /* of the mbox whose slices are printed */
    ToolJobsEnd ended;
    char *unread; /* the last path that could not be read to its end */
};

/* ---- Processes ---- */

/* Other processes' ends of sockets are closed, so that each sees when this one is gone. */
static void run_worker (ToolJobs *jobs, int fd)
{
    guint8 number;

    for (guint i = 0; i < jobs->n_workers; i++)
        if (jobs->workers[i].pid)
            close (jobs->workers[i].fd);
    while (read (fd, &number, 1) == 1) {
        slot_work (&jobs->slots[number], jobs->writer);
        if (send (fd, &number, 1, MSG_NOSIGNAL) != 1)
            break;
    }
    _exit (EXIT_SUCCESS);
}

static gboolean start_worker (ToolJobs *jobs, Worker *worker)
{
    int fds[2];

    *worker = (Worker){ 0 };
    if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
        return FALSE;
    pid_t pid = fork ();
    if (pid == 0) {
        close (fds[0]);
        run_worker (jobs, fds[1]);
    }
    close (fds[1]);
    if (pid < 0) {
        close (fds[0]);
        return FALSE;
    }
    *worker = (Worker){ .pid = pid, .fd = fds[0] };
    return TRUE;
}

/* ---- Giving out ---- */

static guint number_of (const ToolJobs *jobs, guint64 place)
{
    return (guint) (place % jobs->n_slots);
}

/* The one with the least to do; NULL where none lives. */
static Worker *idlest_worker (ToolJobs *jobs)
{
    Worker *idlest = NULL;

    for (guint i = 0; i < jobs->n_workers; i++)
        if (jobs->workers[i].pid && (!idlest || jobs->workers[i].n_given < idlest->n_given))
            idlest = &jobs->workers[i];
    return idlest;
}

/* Of the slots that it had, it died at the first; the others are as they were. */
static void note_death (ToolJobs *jobs, guint w)
{
    Worker *worker = &jobs->workers[w];
    gint at = -1;
    int how = 0;

    close (worker->fd);
    waitpid (worker->pid, &how, 0);
    for (guint i = 0; i < jobs->n_slots; i++) {
        if (jobs->of_slot[i].state != GIVEN || jobs->of_slot[i].worker != w)
            continue;
        jobs->of_slot[i].state = LEFT;
        if (at < 0 || jobs->of_slot[i].turn < jobs->of_slot[at].turn)
            at = (gint) i;
    }
    if (at >= 0) {
        jobs->of_slot[at].died = TRUE;
        jobs->of_slot[at].how = how;
    }
    start_worker (jobs, worker);
}

/* Where no process could be started, this one does it. One that has died, and was not heard of yet, is replaced. */
static void give (ToolJobs *jobs, guint number)
{
    guint8 byte = (guint8) number;
    Worker *worker;

    while ((worker = idlest_worker (jobs)) && send (worker->fd, &byte, 1, MSG_NOSIGNAL) != 1)
        note_death (jobs, (guint) (worker - jobs->workers));
    jobs->of_slot[number].state = worker ? GIVEN : LEFT;
    if (!worker) {
        slot_work (&jobs->slots[number], jobs->writer);
        return;
    }
    jobs->of_slot[number].worker = (guint) (worker - jobs->workers);
    jobs->of_slot[number].turn = jobs->turn++;
    worker->n_given++;
}

/* ---- Printing ---- */

/* The message that is next is lost with the process that died at it. */
static void report_lost (ToolJobs *jobs, Slot *slot, int how)
{
    g_autofree char *why = WIFSIGNALED (how) ? g_strdup_printf ("the process that read it was killed by signal %d (%s)",
                                                                WTERMSIG (how), g_strsignal (WTERMSIG (how)))
                                             : g_strdup ("the process that read it ended too early");

    jobs->ended.lost += slot_report_next (slot, jobs->writer, why, jobs->counts);
}

/* Of a path that has several slices it is told once. */
static void print_error (ToolJobs *jobs, const Slot *slot)
{
    if (!slot->error_status || g_strcmp0 (jobs->unread, slot->input) == 0)
        return;
    tool_complain ("%s", slot->error);
    g_free (jobs->unread);
    jobs->unread = g_strdup (slot->input);
    jobs->ended.unread_paths++;
    jobs->ended.status = MAX (jobs->ended.status, slot->error_status);
}

/* Prints what the slot has; TRUE where that was all of it. */
static gboolean print_slot (ToolJobs *jobs, guint number)
{
    Slot *slot = &jobs->slots[number];

    slot_print (slot, jobs->counts);
    if (jobs->of_slot[number].died && !slot->is_done)
        report_lost (jobs, slot, jobs->of_slot[number].how);
    else if (slot->too_long)
        slot_report_next (slot, jobs->writer, NULL, jobs->counts);
    jobs->of_slot[number].died = slot->too_long = FALSE;
    if (slot->is_done)
        print_error (jobs, slot);
    if (slot->is_slice && tool_progress_due ())
        tool_progress_show ((double) slot->begin / (double) jobs->length);
    return slot->is_done;
}

static void print_ready (ToolJobs *jobs)
{
    for (guint number; jobs->head < jobs->tail && jobs->of_slot[number = number_of (jobs, jobs->head)].state == LEFT;)
        if (print_slot (jobs, number)) {
            slot_clear (&jobs->slots[number]);
            jobs->of_slot[number].state = FREE;
            jobs->head++;
        } else {
            give (jobs, number);
        }
}

/* ---- Waiting ---- */

static void hear (ToolJobs *jobs, guint w)
{
    guint8 number;
    gssize n;

    do
        n = read (jobs->workers[w].fd, &number, 1);
    while (n < 0 && errno == EINTR);
    if (n != 1) {
        note_death (jobs, w);
        return;
    }
    jobs->workers[w].n_given--;
    jobs->of_slot[number].state = LEFT;
}

/* Waits until a process says something, or the file can be read (-1: no file). TRUE where it can. */
static gboolean wait_for_any (ToolJobs *jobs, int fd)
{
    struct pollfd fds[TOOL_MOST_JOBS + 1];

    for (guint i = 0; i < jobs->n_workers; i++)
        fds[i] = (struct pollfd){ .fd = jobs->workers[i].pid ? jobs->workers[i].fd : -1, .events = POLLIN };
    fds[jobs->n_workers] = (struct pollfd){ .fd = fd, .events = POLLIN };
    if (poll (fds, jobs->n_workers + 1, -1) <= 0)
        return FALSE;
    for (guint i = 0; i < jobs->n_workers; i++)
        if (fds[i].revents)
            hear (jobs, i);
    print_ready (jobs);
    return fds[jobs->n_workers].revents != 0;
}

/* ---- The way in ---- */

/* Gives out the slot that is filled, where something is in it. */
static void hand_on (ToolJobs *jobs)
{
    guint number = number_of (jobs, jobs->tail);

    if (jobs->of_slot[number].state != FREE || slot_is_empty (&jobs->slots[number]))
        return;
    jobs->tail++;
    give (jobs, number);
    print_ready (jobs);
}

/* The slot to fill, once it is free; NULL where the output is lost. */
static Slot *free_slot (ToolJobs *jobs)
{
    while (tool_output_ok () && jobs->of_slot[number_of (jobs, jobs->tail)].state != FREE)
        wait_for_any (jobs, -1);
    return tool_output_ok () ? &jobs->slots[number_of (jobs, jobs->tail)] : NULL;
}

void tool_jobs_add (ToolJobs *jobs, BounceMailbox *mailbox)
{
    gboolean added = FALSE;

    for (Slot *slot; !added && (slot = free_slot (jobs));) {
        added = slot_add (slot, mailbox);
        if (!added || slot_is_full (slot))
            hand_on (jobs);
    }
}

gboolean tool_jobs_add_mbox (ToolJobs *jobs, const char *path, guint64 length)
{
    if (length < 2 * SLICE || strlen (path) >= SLOT_INPUT)
        return FALSE;
    hand_on (jobs);
    jobs->length = length;
    for (guint64 begin = 0; begin < length; begin += SLICE) {
        Slot *slot = free_slot (jobs);
        if (!slot)
            break;
        /* it may have grown */
        slot_set_slice (slot, path, begin, begin + SLICE < length ? begin + SLICE : G_MAXUINT64);
        hand_on (jobs);
    }
    return TRUE;
}

void tool_jobs_idle (ToolJobs *jobs, int fd)
{
    hand_on (jobs);
    while (jobs->head < jobs->tail && tool_output_ok () && !wait_for_any (jobs, fd))
        ;
}

/* ---- Life ---- */

ToolJobs *tool_jobs_new (guint n, const ToolWriter *writer, ToolCounts *counts)
{
    guint n_slots = n * SLOTS_A_JOB;
    Slot *slots = mmap (NULL, n_slots * sizeof (Slot), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    if (slots == MAP_FAILED)
        return NULL;
    ToolJobs *jobs = g_new0 (ToolJobs, 1);
    jobs->writer = writer;
    jobs->counts = counts;
    jobs->slots = slots;
    jobs->n_slots = n_slots;
    for (; jobs->n_workers < n; jobs->n_workers++)
        start_worker (jobs, &jobs->workers[jobs->n_workers]);
    return jobs;
}

ToolJobsEnd tool_jobs_end (ToolJobs *jobs)
{
    ToolJobsEnd ended;

    hand_on (jobs);
    while (jobs->head < jobs->tail && tool_output_ok ())
        wait_for_any (jobs, -1);
    for (guint i = 0; i < jobs->n_workers; i++)
        if (jobs->workers[i].pid)
            close (jobs->workers[i].fd); /* which ends it */
    for (guint i = 0; i < jobs->n_workers; i++)
        if (jobs->workers[i].pid)
            waitpid (jobs->workers[i].pid, NULL, 0);
    ended = jobs->ended;
    g_free (jobs->unread);
    munmap (jobs->slots, jobs->n_slots * sizeof (Slot));
    g_free (jobs);
    return ended;
}
