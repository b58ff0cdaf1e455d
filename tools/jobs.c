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

#include "tool.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define SLOTS_A_JOB 3               /* one that is parsed, one that comes after it, one that waits to be printed */
#define BATCH 32                    /* messages in a slot, at most */
#define ENOUGH_INPUT (128 * 1024)   /* bytes after which a slot is given out */
#define ENOUGH_OUTPUT (1024 * 1024) /* bytes after which a process leaves a slot */
#define INPUT_ROOM (BOUNCE_DEFAULT_LIMIT_MESSAGE + (64 * 1024)) /* the largest message, and where it stands */
#define SLICE (256 * 1024)                                      /* bytes of an mbox */
#define OUTPUT_ROOM (16 * 1024 * 1024) /* what is larger is parsed by this process. Only what is used takes memory */

/* How far the work on a slot has come: one number, so that a process that dies leaves no half of it. */
typedef struct {
    guint32 done;   /* messages */
    guint32 output; /* bytes */
} Progress;

/* In shared memory. It has messages, or a slice of an mbox, whose path is its input. */
typedef struct {
    gboolean is_slice;
    guint64 begin, end; /* of the slice */
    guint32 n;          /* messages; not of a slice */
    gsize input_length;
    Progress progress;
    gboolean is_done; /* nothing more is to be read of it */
    int error_status; /* where a slice could not be read to its end: an exit status, and why; else 0 */
    char error[1024];
    gboolean too_long; /* the next report has no room */
    ToolCounts counts; /* of what is done and not printed yet */
    gsize starts[BATCH + 1];
    char input[INPUT_ROOM];
    char output[OUTPUT_ROOM];
} Slot;

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

/* ---- Messages of a slot ---- */

/* Where a process is in a slot. */
typedef struct {
    Slot *slot;
    BounceMailbox *mailbox; /* of a slice */
} Feed;

static void note_error (Slot *slot, const GError *error)
{
    slot->error_status = tool_error_status (error);
    g_strlcpy (slot->error, error->message, sizeof slot->error);
}

/* Goes on to the next message of a slice; FALSE at its end. */
static gboolean next_of_slice (Feed *feed)
{
    g_autoptr (GError) error = NULL;

    if (feed->mailbox && bounce_mailbox_next (feed->mailbox, &error))
        return TRUE;
    if (error)
        note_error (feed->slot, error);
    return FALSE;
}

/* Goes to the first message that is not done. */
static void feed_begin (Feed *feed, Slot *slot)
{
    g_autoptr (GError) error = NULL;

    *feed = (Feed){ .slot = slot };
    if (!slot->is_slice)
        return;
    feed->mailbox = bounce_mailbox_open_slice (slot->input, slot->begin, slot->end, &error);
    if (error)
        note_error (slot, error);
    for (guint32 i = 0; i < slot->progress.done && next_of_slice (feed); i++)
        ;
}

static void feed_end (Feed *feed)
{
    g_clear_pointer (&feed->mailbox, bounce_mailbox_unref);
}

static const char *message_at (const Slot *slot, guint i, gsize *length)
{
    *length = slot->starts[i + 1] - slot->starts[i];
    return slot->input + slot->starts[i];
}

/* The report on the message that is next; NULL at the end. */
static BounceReport *feed_parse (Feed *feed, BounceParser *parser)
{
    const Slot *slot = feed->slot;
    gsize length;

    if (slot->is_slice)
        return next_of_slice (feed) ? bounce_mailbox_parse (feed->mailbox, parser) : NULL;
    if (slot->progress.done == slot->n)
        return NULL;
    const char *packed = message_at (slot, slot->progress.done, &length);
    return bounce_parser_parse_packed (parser, packed, length);
}

/* The message that is next, packed, to be freed; NULL at the end. */
static char *feed_pack (Feed *feed, gsize *length)
{
    const Slot *slot = feed->slot;

    if (slot->is_slice ? !next_of_slice (feed) : slot->progress.done == slot->n)
        return NULL;
    if (!slot->is_slice) {
        const char *message = message_at (slot, slot->progress.done, length);
        return g_memdup2 (message, *length);
    }
    *length = bounce_mailbox_pack (feed->mailbox, NULL, 0);
    char *packed = g_malloc (*length);
    bounce_mailbox_pack (feed->mailbox, packed, *length);
    return packed;
}

/* ---- Working ---- */

/* One more message of the slot; FALSE where there is none, or its report has no room. */
static gboolean do_message (ToolJobs *jobs, Feed *feed, GString *text)
{
    Slot *slot = feed->slot;
    Progress progress = slot->progress;
    g_autoptr (BounceReport) report = feed_parse (feed, jobs->writer->parser);

    slot->is_done = !report;
    if (!report)
        return FALSE;
    g_string_truncate (text, 0);
    ToolCounts counts = slot->counts;
    tool_writer_take (jobs->writer, report, &counts);
    slot->too_long = text->len > OUTPUT_ROOM - progress.output;
    if (slot->too_long)
        return FALSE;
    memcpy (slot->output + progress.output, text->str, text->len);
    slot->counts = counts;
    __atomic_store (&slot->progress, &((Progress){ progress.done + 1, progress.output + (guint32) text->len }), __ATOMIC_RELEASE);
    return TRUE;
}

static void work_on (ToolJobs *jobs, Slot *slot)
{
    g_autoptr (GString) text = g_string_sized_new (4096);
    Feed feed;

    tool_redirect (text);
    feed_begin (&feed, slot);
    while (slot->progress.output < ENOUGH_OUTPUT && do_message (jobs, &feed, text))
        ;
    feed_end (&feed);
    tool_redirect (NULL);
}

/* Other processes' ends of sockets are closed, so that each sees when this one is gone. */
static void run_worker (ToolJobs *jobs, int fd)
{
    guint8 number;

    for (guint i = 0; i < jobs->n_workers; i++)
        if (jobs->workers[i].pid)
            close (jobs->workers[i].fd);
    while (read (fd, &number, 1) == 1) {
        work_on (jobs, &jobs->slots[number]);
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
        work_on (jobs, &jobs->slots[number]);
        return;
    }
    jobs->of_slot[number].worker = (guint) (worker - jobs->workers);
    jobs->of_slot[number].turn = jobs->turn++;
    worker->n_given++;
}

/* ---- Printing ---- */

/* Of the message that is next this process reports itself: it is lost with the process that died at it, or its report has no room
 * in a slot. */
static void report_here (ToolJobs *jobs, Slot *slot, const char *lost)
{
    Feed feed;
    gsize length = 0;

    feed_begin (&feed, slot);
    g_autofree char *packed = feed_pack (&feed, &length);
    feed_end (&feed);
    slot->is_done = !packed; /* an mbox that has become shorter */
    if (!packed)
        return;
    g_autoptr (BounceReport) report = lost ? bounce_report_new_unreadable (packed, length, lost)
                                           : bounce_parser_parse_packed (jobs->writer->parser, packed, length);
    tool_writer_take (jobs->writer, report, jobs->counts);
    slot->progress.done++;
    jobs->ended.lost += lost != NULL;
}

static void report_lost (ToolJobs *jobs, Slot *slot, int how)
{
    g_autofree char *why = WIFSIGNALED (how) ? g_strdup_printf ("the process that read it was killed by signal %d (%s)",
                                                                WTERMSIG (how), g_strsignal (WTERMSIG (how)))
                                             : g_strdup ("the process that read it ended too early");

    report_here (jobs, slot, why);
}

/* Gives back the whole pages that were used beyond what is usual. */
static void trim (char *area, gsize used, gsize usual)
{
    gsize page = (gsize) sysconf (_SC_PAGESIZE);
    gsize from = ((gsize) area + usual + page - 1) / page * page, to = ((gsize) area + used) / page * page;

    if (to > from)
        madvise ((char *) from, to - from, MADV_REMOVE);
}

static void print_output (ToolJobs *jobs, Slot *slot)
{
    tool_write (slot->output, slot->progress.output);
    trim (slot->output, slot->progress.output, ENOUGH_OUTPUT);
    tool_counts_add (jobs->counts, &slot->counts);
    slot->progress.output = 0;
    memset (&slot->counts, 0, sizeof slot->counts);
}

static void empty_slot (Slot *slot)
{
    trim (slot->input, slot->input_length, 2 * ENOUGH_INPUT);
    slot->is_slice = slot->is_done = FALSE;
    slot->error_status = 0;
    slot->n = 0;
    slot->input_length = 0;
    slot->progress = (Progress){ 0 };
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

    print_output (jobs, slot);
    if (jobs->of_slot[number].died && !slot->is_done)
        report_lost (jobs, slot, jobs->of_slot[number].how);
    else if (slot->too_long)
        report_here (jobs, slot, NULL);
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
            empty_slot (&jobs->slots[number]);
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

    if (jobs->of_slot[number].state != FREE || (jobs->slots[number].n == 0 && !jobs->slots[number].is_slice))
        return;
    jobs->tail++;
    give (jobs, number);
    print_ready (jobs);
}

static gboolean try_to_add (Slot *slot, BounceMailbox *mailbox)
{
    gsize room = INPUT_ROOM - slot->input_length;
    gsize length = bounce_mailbox_pack (mailbox, slot->input + slot->input_length, room);

    if (length > room)
        return FALSE;
    slot->starts[slot->n++] = slot->input_length;
    slot->input_length += length;
    slot->starts[slot->n] = slot->input_length;
    return TRUE;
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
        added = try_to_add (slot, mailbox);
        if (!added || slot->n == BATCH || slot->input_length >= ENOUGH_INPUT)
            hand_on (jobs);
    }
}

gboolean tool_jobs_add_mbox (ToolJobs *jobs, const char *path, guint64 length)
{
    gsize n = strlen (path) + 1;

    if (length < 2 * SLICE || n > INPUT_ROOM)
        return FALSE;
    hand_on (jobs);
    jobs->length = length;
    for (guint64 begin = 0; begin < length; begin += SLICE) {
        Slot *slot = free_slot (jobs);
        if (!slot)
            break;
        memcpy (slot->input, path, n);
        slot->input_length = n;
        slot->is_slice = TRUE;
        slot->begin = begin;
        slot->end = begin + SLICE < length ? begin + SLICE : G_MAXUINT64; /* it may have grown */
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
