-- store.lua: the tables of schema.sql, in SQLite or PostgreSQL; all of the SQL of the program, and nothing but SQL
--
-- Copyright (C) 2026 The libbounce authors
-- SPDX-License-Identifier: LGPL-2.1-or-later
--
-- What stands in the tables was written by strangers: every value is bound, none ever becomes part of a statement. Whatever goes
-- wrong is raised as an error, and nothing of the transaction stays.
local DBI = require "DBI"
local iso = require "iso"

local store = {}
local Store = {}
Store.__index = Store

-- What the two databases say differently. One process writes at a time, and reading goes on meanwhile; who cannot write within
-- `patience` seconds fails. A commit is on the disk when it returns.
local dialects = {
    SQLite3 = {
        setup = { "pragma busy_timeout = %d000", "pragma synchronous = extra" },
        begin = { "begin immediate" },
    },
    PostgreSQL = {
        -- a plan is kept, and made when a table is still empty: it is to use the index
        setup = {
            "set lock_timeout = '%ds'", "set synchronous_commit = on", "set enable_seqscan = off",
            "set client_min_messages = warning",
        },
        begin = { "begin", "select pg_advisory_xact_lock(hashtext('suppression'))" },
    },
}

-- database: the path of a file, or "postgresql://…".
function store.open(database, patience)
    local driver = database:find("^postgres") and "PostgreSQL" or "SQLite3"
    local connection, message = DBI.Connect(driver, database)
    if not connection then
        error(message, 0)
    end
    -- Transactions are begun and ended by statements: the commit() of the module does not tell whether it worked.
    connection:autocommit(true)
    local self = setmetatable({ connection = connection, statements = {}, dialect = dialects[driver] }, Store)
    for _, statement in ipairs(self.dialect.setup) do
        self:rows(statement:format(patience or 30))
    end
    return self
end

-- ---- Statements ----------------------------------------------------------------------------------------------------

-- A text that each database takes: valid UTF-8, and no NUL.
local function storable(value)
    if type(value) ~= "string" then
        return value
    end
    return (utf8.len(value) and value or value:gsub("[\x80-\xff]", "?")):gsub("\0", "\u{FFFD}") .. ""
end

-- Runs one statement. The values are kept as long as its rows are read: SQLite does not copy them.
function Store:run(sql, ...)
    local statement = self.statements[sql]
    if not statement then
        local problem
        statement, problem = self.connection:prepare(sql)
        self.statements[sql] = statement or error(problem, 0)
    end
    self.values = table.pack(...)
    for i = 1, self.values.n do
        self.values[i] = storable(self.values[i])
    end
    local ok, message = statement:execute(table.unpack(self.values, 1, self.values.n))
    return ok and statement or error(message, 0)
end

-- All rows at once: a statement that is still being read would lock out who writes.
function Store:rows(sql, ...)
    local rows = {}
    for row in self:run(sql, ...):rows(true) do
        rows[#rows + 1] = row
    end
    return rows
end

-- Runs f(), and keeps what it did unless it fails, or `dry` is given.
function Store:transaction(f, dry)
    for _, statement in ipairs(self.dialect.begin) do
        self:rows(statement)
    end
    local ok, result = pcall(f)
    if ok and not dry then
        self:run("commit")
    else
        pcall(self.run, self, "rollback")
    end
    return ok and result or not ok and error(result, 0)
end

-- Makes the tables.
function Store:create(schema)
    self:transaction(function()
        for statement in schema:gsub("%-%-[^\n]*", ""):gmatch("[^;]+") do
            if statement:find("%S") then
                self:run(statement)
            end
        end
    end)
end

-- ---- Events --------------------------------------------------------------------------------------------------------

local function from_row(row)
    row.at = iso.seconds(row.at)
    row.believed = row.believed == 1
    row.guarded = (row.guarded or 0) > 0
    return row
end

-- A list has very many events and an address has few. That there is a list || '' in some statements keeps a planner that does not
-- know this from going through those of the list.

-- So many events of one subscriber and day are taken: who floods the list with reports on one address must not make it slow.
local MOST <const> = 100

-- Adds an event; whether it is new.
function Store:add(event)
    local at = iso.text(event.at)
    return self:run(
        [[insert into event select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
            where (select count(*) from event where address = ? and list || '' = ? and substr(at, 1, 10) = ?) < ?
            on conflict do nothing]],
        event.report, event.n, event.address, event.domain, event.list, at, event.kind, event.severity, event.reason, event.fault,
        event.status, event.diagnostic, event.believed and 1 or 0, event.address, event.list, at:sub(1, 10), MOST
    ):affected() == 1
end

function Store:remove(address)
    self:run("delete from event where address = ?", address)
end

-- The events of one subscriber; in `guarded`, whether one was in a burst.
function Store:events(address, list)
    local rows = self:rows(
        [[select e.*, (select count(*) from tally t where t.day = substr(e.at, 1, 10) and t.scope in (?, ?) and t.guarded = 1)
            as guarded from event e where e.address = ? and e.list || '' = ?]],
        "@" .. address:match("[^@]*$"), list, address, list
    )
    for _, row in ipairs(rows) do
        from_row(row)
    end
    return rows
end

-- The lists of an address, or the one that is named.
function Store:lists_of(address, list)
    return self:rows("select distinct list from event where address = ? and list = coalesce(?, list)", address, list)
end

-- Those that have an event in a scope, a domain with an @ before it or a list, on a day.
function Store:subscribers_in(scope, day)
    local domain = scope:match("^@(.*)")
    local column = domain and "domain" or "list"
    return self:rows(
        "select distinct address, list from event where " .. column .. " = ? and substr(at, 1, 10) = ?", domain or scope, day
    )
end

function Store:all_subscribers()
    return self:rows("select distinct address, list from event union select address, list from subscriber")
end

-- ---- Bursts --------------------------------------------------------------------------------------------------------

-- All of a tally, with how many subscribers its scope has; 0 where that was not told.
local TALLY <const> = [[day, scope, failed, ours, guarded,
    coalesce((select cast(sum(recipients) as integer) from audience where audience.scope = tally.scope), 0) as recipients]]

-- Adds to a tally, and gives it.
function Store:tally(day, scope, failed, ours)
    return self:rows(
        [[insert into tally values (?, ?, ?, ?, 0) on conflict (day, scope)
            do update set failed = tally.failed + excluded.failed, ours = tally.ours + excluded.ours returning ]] .. TALLY,
        day, scope, failed, ours
    )[1]
end

function Store:set_guarded(day, scope, guarded)
    self:run("update tally set guarded = ? where day = ? and scope = ?", guarded, day, scope)
end

function Store:tallies_since(day)
    return self:rows("select " .. TALLY .. " from tally where day >= ? order by day, scope", day)
end

-- scopes: how many subscribers a list has, by scope.
function Store:set_audience(list, scopes)
    self:run("delete from audience where list = ?", list)
    for scope, n in pairs(scopes) do
        self:run("insert into audience values (?, ?, ?)", scope, list, n)
    end
end

-- ---- Subscribers ---------------------------------------------------------------------------------------------------

local function to_state(row)
    row.last = iso.seconds(row.last) or 0
    row.from = iso.seconds(row.suppressed_from) or 0
    row.till = iso.seconds(row.suppressed_until) or 0
    return row
end

function Store:state(address, list)
    local row = self:rows("select * from subscriber where address = ? and list = ?", address, list)[1]
    return row and to_state(row)
end

function Store:set_state(address, list, s)
    local function time(seconds)
        return seconds > 0 and iso.text(seconds) or ""
    end
    self:run(
        [[insert into subscriber values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (address, list) do update
            set status = excluded.status, score = excluded.score, reason = excluded.reason, last = excluded.last,
            suppressed_from = excluded.suppressed_from, suppressed_until = excluded.suppressed_until, leases = excluded.leases]],
        address, list, s.status, s.score, s.reason, time(s.last), time(s.from), time(s.till), s.leases
    )
end

function Store:drop_state(address, list)
    self:run("delete from subscriber where address = ? and list = ?", address, list)
end

-- The subscribers with a state, in the order of their addresses.
function Store:states()
    local rows = self:rows("select * from subscriber order by address, list")
    for _, row in ipairs(rows) do
        to_state(row)
    end
    return rows
end

-- Whether mail to an address is held back: for one list or for what is not known to be of one; without a list, for any.
function Store:is_suppressed(address, list, now)
    return #self:rows(
        "select 1 as one from subscriber where address = ? and list in (coalesce(?, list), '') and suppressed_until > ? limit 1",
        address, list, iso.text(now)
    ) > 0
end

-- ---- Unread mail ---------------------------------------------------------------------------------------------------

-- A message may hold bytes that no text does: it is kept quoted-printable, with no soft line breaks.
local quoted, bytes = {}, {}
for byte = 0, 255 do
    local digits = ("%02X"):format(byte)
    quoted[string.char(byte)], bytes[digits] = "=" .. digits, string.char(byte)
end

local function encoded(message)
    return (message:gsub("[^\t\n -<>-~]", quoted))
end

local function decoded(text)
    return (text:gsub("=(%x%x)", bytes))
end

-- Keeps a message, once.
function Store:keep(mail)
    local text = encoded(mail.message)
    if #self:rows("select 1 as one from unread where id = ? and message = ?", mail.id, text) == 0 then
        self:run(
            "insert into unread values (?, ?, ?, ?, ?, ?, ?, ?)",
            mail.id, iso.text(mail.at), mail.kind, mail.sender, mail.subject, mail.list, mail.envelope, text
        )
    end
end

function Store:unread()
    return self:rows("select id, at, kind, sender, subject, list, envelope from unread order by at, id")
end

function Store:messages(id)
    local rows = self:rows("select message from unread where id = ?", id)
    for i, row in ipairs(rows) do
        rows[i] = decoded(row.message)
    end
    return rows
end

function Store:drop_unread(id)
    return self:run("delete from unread where id = ?", id):affected()
end

-- How many reports since a day were not believed.
function Store:doubted_since(day)
    return self:rows("select count(distinct report) as n from event where believed = 0 and at >= ?", day)[1].n
end

return store
