-- schema.sql: the tables of the suppression list, for SQLite and for PostgreSQL
--
-- Copyright (C) 2026 The libbounce authors
-- SPDX-License-Identifier: LGPL-2.1-or-later
--
-- Times are texts of the form 2026-11-23T14:25:50Z, which are in the order of what they say; a day is their first ten letters.
-- Addresses are in lower case. The name of a list is '' where it is not known.

-- What was reported, and what the operator said: the facts. No row ever changes, and all other tables but audience and unread
-- follow from this one.
create table event (
    report text not null,       -- the id of the report, as libbounce-json(5) tells
    n integer not null,         -- which of its recipients
    address text not null,
    domain text not null,
    list text not null,
    at text not null,
    kind text not null,         -- failure, complaint, delivery, forgiven; delay and others, which count for nothing
    severity text,
    reason text,
    fault text,
    status text,
    diagnostic text,            -- the begin of what was said
    believed integer not null,  -- 0: keys are set, and there was no token
    primary key (report, n)
);
create index event_address on event (address);
create index event_domain on event (domain, substr(at, 1, 10));
create index event_list on event (list, substr(at, 1, 10));

-- What the policy makes of it. Mail may be sent to who has no row, or one with suppressed_until in the past.
create table subscriber (
    address text not null,
    list text not null,
    status text not null,       -- active, probe, suppressed (until a time), disabled, unsubscribed
    score double precision not null,
    reason text,                -- of the last failure that counted
    last text,                  -- when that was
    suppressed_from text not null,
    suppressed_until text not null, -- '' for who never was; 9999-12-31T23:59:59Z for good
    leases integer not null,    -- how often
    primary key (address, list)
);

-- To how many subscribers mail failed on a day, and to how many by our own fault. A scope is a domain with an @ before it, or a
-- list.
create table tally (
    day text not null,
    scope text not null,
    failed integer not null,
    ours integer not null,
    guarded integer not null,   -- 1: a burst; no failure of this scope and day counts
    primary key (day, scope)
);

-- How many subscribers a list has, in all (its own scope) and at each domain, as far as that was told.
create table audience (
    scope text not null,
    list text not null,
    recipients integer not null,
    primary key (scope, list)
);

-- Mail that was not understood, for a person.
create table unread (
    id text not null,
    at text not null,           -- when it came
    kind text not null,
    sender text,
    subject text,
    list text,
    envelope text,              -- the address that it came to
    message text not null       -- all of it, quoted-printable
);
create index unread_id on unread (id);
