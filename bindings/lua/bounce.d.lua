---@meta bounce
-- bounce.d.lua: the types of the Lua module, for people and for editors (LuaCATS); never loaded by a program
--
-- Copyright (C) 2026 The libbounce authors
-- SPDX-License-Identifier: LGPL-2.1-or-later

---Reads bounce mail: of every recipient what was said, what it means, whose fault it is, and whether the address is dead.
---
---    local bounce = require "bounce"
---
---    for report in assert(bounce.reports("bounces.mbox")) do
---        for _, r in ipairs(report.recipients) do
---            if r.severity == "hard" then
---                print(r.address, r.reason, r.diagnostic)
---            end
---        end
---    end
---
---docs/lua.md is the manual: it shows each function, and tells what holds for all of them.
---@class bounce
---@field version string the version of the library, "0.1.0"
---@field reasons table<bounce.ReasonName, bounce.Reason> all reasons, by their names
local bounce = {}

---What a message is: "bounce" (at least one recipient failed), "delay" (still being tried), "delivery" (delivered, relayed or
---expanded, as the sender had asked to be told), "feedback" (a complaint, ARF), "disposition" (read, deleted… MDN),
---"auto-reply" (vacation and the like), "other" (none of these), "unreadable" (the warnings say why).
---@alias bounce.Kind
---| "bounce"
---| "delay"
---| "delivery"
---| "feedback"
---| "disposition"
---| "auto-reply"
---| "other"
---| "unreadable"

---@alias bounce.Action "failed"|"delayed"|"delivered"|"relayed"|"expanded"

---@alias bounce.Origin "verp"|"original-recipient"|"final-recipient"|"x-failed-recipients"|"text"|"original-to"

---@alias bounce.Command "CONN"|"EHLO"|"STARTTLS"|"AUTH"|"MAIL"|"RCPT"|"DATA"|"EOM"

---What a failure says of the address: "hard" (it is dead: stop sending to it), "soft" (nothing final), "none" (no failure).
---@alias bounce.Severity "hard"|"soft"|"none"

---Only "recipient" and "domain" can be hard.
---@alias bounce.Fault "recipient"|"domain"|"message"|"sender"|"system"|"network"|"unknown"

---How sure the verdict is: "high" (a provider's or MTA's own wording, or code and text agree), "medium" (general wording, or
---a specific code), "low" (a class digit only, or a guess).
---@alias bounce.Confidence "high"|"medium"|"low"

---A key of bounce.reasons, where each is explained.
---@alias bounce.ReasonName
---| "user-unknown"
---| "user-disabled"
---| "user-moved"
---| "mailbox-full"
---| "recipient-restricted"
---| "recipient-throttled"
---| "host-unknown"
---| "no-mail-service"
---| "domain-not-served"
---| "message-too-big"
---| "spam"
---| "virus"
---| "content-rejected"
---| "malformed-message"
---| "not-supported"
---| "routing-loop"
---| "blocked"
---| "bad-reputation"
---| "auth-failure"
---| "no-ptr"
---| "policy"
---| "rate-limited"
---| "greylisted"
---| "too-many-recipients"
---| "too-many-connections"
---| "relay-denied"
---| "sender-rejected"
---| "sender-suspended"
---| "auth-required"
---| "tls-failed"
---| "suppressed"
---| "system-full"
---| "system-error"
---| "mailer-error"
---| "syntax-error"
---| "network-error"
---| "dns-error"
---| "expired"
---| "unknown"

---"not-found": there is no such file or folder; "io": it cannot be opened or read; "rules": a rule file is wrong, and the
---message says in which line; "unknown": no table has this code; "token": an address cannot be signed, and the message says why.
---@alias bounce.ErrorCode "not-found"|"io"|"rules"|"unknown"|"token"

---What one message says.
---@class bounce.Report
---@field v integer the version of this shape, 1
---@field source string the path the message was read from, in a folder that of the file; "-" if it came from a string
---@field offset integer the byte of the source at which the message's header begins
---@field size integer the message's length in bytes
---@field id string a key: the same bounce, read twice or on two machines, has the same
---@field kind bounce.Kind what the message is
---@field format? string how it was read: "rfc3464", "arf", "exim", "qmail", "generic"…
---@field date? string of the report itself; ISO 8601, or as it stands where it is no date
---@field message_id? string of the report itself, without angle brackets
---@field subject? string of the report itself, decoded
---@field from? string of the report itself, decoded
---@field to? string of the report itself, decoded
---@field reporting_mta? string the host that wrote the report
---@field arrival_date? string when that host had received the mail
---@field envelope_id? string the ENVID that the sender had given
---@field original? bounce.Original what was sent, as far as it was returned
---@field feedback? table<string, string> what a complaint (ARF) tells: type, user_agent…; bounce.json() keeps the order
---@field warnings string[] what was odd in the mail, and how it was taken
---@field recipients bounce.Recipient[] in the order of the report

---@class bounce.Original
---@field message_id? string without angle brackets
---@field subject? string
---@field from? string
---@field to? string
---@field date? string
---@field list_id? string
---@field return_path? string without angle brackets

---What a report says of one recipient, and what it means.
---@class bounce.Recipient
---@field address? string the address to act on: what the sender knows the recipient by
---@field address_from? bounce.Origin where that was found
---@field final_address? string Final-Recipient, decoded
---@field original_address? string Original-Recipient, decoded
---@field action? bounce.Action what became of the mail; nil for complaints and replies
---@field status? string the most telling enhanced status code in the mail: "5.1.1"
---@field reported_status? string the field Status, as it stands
---@field reply? integer the SMTP reply code that the remote host gave
---@field command? bounce.Command the SMTP command that it answered
---@field diagnostic? string what was said: in one line, decoded
---@field diagnostic_type? string the type of Diagnostic-Code: "smtp", "x-unix"…
---@field remote_mta? string the host that said so
---@field last_attempt? string ISO 8601
---@field retry_until? string ISO 8601
---@field reason? bounce.ReasonName why; nil only where the action is neither a failure nor a delay
---@field severity bounce.Severity what it says of the address
---@field fault? bounce.Fault whose fault it is
---@field confidence? bounce.Confidence how sure the verdict is
---@field evidence? bounce.Evidence what it rests on

---@class bounce.Evidence
---@field rule string what decided: a rule ("google/user-disabled"), or a row of the codes ("status/5.1.1")
---@field from? string in which field of the recipient, or which part of the mail: "diagnostic", "status"…
---@field text? string the words that matched

---What bounce.classify() says of one response.
---@class bounce.Verdict
---@field text? string the response
---@field status? string
---@field reply? integer
---@field command? bounce.Command
---@field remote_mta? string the host, given or found in the text
---@field reason bounce.ReasonName
---@field severity bounce.Severity
---@field fault bounce.Fault
---@field confidence bounce.Confidence
---@field evidence? bounce.Evidence

---@class bounce.Reason
---@field meaning string one clause in English
---@field fault bounce.Fault
---@field hard boolean whether a permanent failure for this reason condemns the address

---A row of the tables of SMTP replies and of enhanced status codes.
---@class bounce.Code
---@field code string "550", or "x.1.1", where x stands for the class 2, 4 or 5
---@field name string
---@field meaning string
---@field reference string the RFC or the vendor it comes from
---@field related? string codes of the other table, with ", " between them
---@field note? string how it is misused, and what to look at instead
---@field reason? bounce.ReasonName what it suggests where no text says more; nil for a success
---@field transient bounce.Severity the severity where the class is 4
---@field permanent bounce.Severity the severity where the class is 5

---@class bounce.Options
---@field rules? string|string[] rule files of your own; they win over the built-in rules, a later file over an earlier one
---@field rules_text? string the text of one more rule file, which wins over them all
---@field body_only? boolean what is parsed is the text of a bounce, without its header
---@field limits? bounce.Limits

---How much of one message is read; what is past a limit is left out, and a warning says so. 0 is the default.
---@class bounce.Limits
---@field message? integer bytes of a message
---@field nesting? integer levels of multiparts and of messages in messages; 1,000 at most
---@field parts? integer parts, over all levels
---@field header? integer bytes of one header field
---@field text? integer bytes of text that are searched
---@field recipients? integer recipients in one report
---@field lines? integer lines of the header of a message or part
---@field line? integer bytes of one line of text

---Options and rules, made ready once. It may be used in any number of calls.
---@class bounce.Parser
local Parser = {}

---What an iterator reads from, and a loop of Lua 5.4 closes.
---@class bounce.Mailbox
local Mailbox = {}

---Reads one message.
---@param message string the bytes of one message
---@param options? bounce.Parser|bounce.Options a table is made into a parser in every call: where there are many, make one
---@return bounce.Report|nil report nil only where the options name rules that cannot be read
---@return string? message
---@return bounce.ErrorCode? code
function bounce.parse(message, options) end

---Reads a file that holds one message; of several the first is read.
---@param path string
---@param options? bounce.Parser|bounce.Options
---@return bounce.Report|nil report
---@return string? message
---@return bounce.ErrorCode? code
function bounce.parse_file(path, options) end

---Goes through mailboxes: each an mbox, a file with a single message, either of them compressed with gzip, a Maildir, a folder
---of such files, or "-" for the standard input. One message at a time is in memory.
---
---    for report in assert(bounce.reports(path)) do … end
---
---Where a path cannot be opened, there is no iterator but nil, a message and a code at once: hence the assert(). What fails
---later, when part of the mail is already read, is raised as an error inside the loop.
---@param path string|string[] one, or a list that is read in its order
---@param options? bounce.Parser|bounce.Options
---@return (fun(): bounce.Report|nil)|nil iterator
---@return string? message in case of failure
---@return bounce.ErrorCode? code in case of failure
---@return bounce.Mailbox? mailbox the fourth value
function bounce.reports(path, options) end

---Judges a single response.
---@param text string an SMTP reply, the value of a Diagnostic-Code field, or a line of an MTA's log
---@param host_or_options? string|bounce.Parser|bounce.Options the host that said so, where the text does not tell (for both:
---bounce.Parser.classify)
---@return bounce.Verdict|nil verdict nil only where the options name rules that cannot be read
---@return string? message
---@return bounce.ErrorCode? code
function bounce.classify(text, host_or_options) end

---Tells a person how one message is read: what was read where, for each recipient which rules match and why one of them
---decides, why the verdict is hard or soft, and what the owner of a list should do. For people: the wording may change in any
---version. Lines are at most 100 columns wide, and whatever was in the mail, there are no control characters but line feeds.
---@param message string the bytes of one message
---@param options? bounce.Parser|bounce.Options
---@return string|nil text which ends with a line feed; nil only where the options name rules that cannot be read
---@return string? message
---@return bounce.ErrorCode? code
function bounce.explain(message, options) end

---Explains a code: "550", "5.1.1" or "x.1.1". Without any argument: all codes, the replies first, each table in its order; nil is
---an error, as it comes from a recipient without a code.
---@param code string
---@return bounce.Code|nil row
---@return string? message
---@return bounce.ErrorCode? code "unknown"
---@overload fun(): bounce.Code[]
function bounce.codes(code) end

---Writes a report as one line of JSON, without the line feed: for a report that was not changed, byte for byte what the C
---library and `bounce read --json` write. What is absent becomes null; an absent list becomes [], an absent source "-". Bytes
---that are no UTF-8, and NUL, become U+FFFD. Keys that a report does not have are left out, and a field of the wrong type is
---an error that names it. (A JSON library for Lua cannot tell an empty list from an empty object, and may write 5 as 5.0.)
---@param report bounce.Report
---@return string
function bounce.json(report) end

---Makes a parser.
---@param options? bounce.Options
---@return bounce.Parser|nil parser
---@return string? message
---@return bounce.ErrorCode? code
function bounce.parser(options) end

---Signs what reports bring back, so that a forged one is known: who sent a report that has a right token has seen a mail that
---you sent. What that is worth, and what it does not prove, stands in docs/forged.md; the recipe in bounce.h under "Forged
---reports".
---
---    local sender = assert(bounce.verp_make(key, "list-bounces@lists.example.org", recipient))   -- MAIL FROM
---    …
---    if recipient.severity == "hard" and bounce.is_signed(report, recipient, key) then
---
---In this and the next functions `key` holds any bytes; 16 random ones or more are a good key, and an empty one is an error that
---is raised. `days` is for how long a token is good: nil or 0 is 30, and the most 16,384. `now` is in seconds since 1970, as of
---os.time(); nil or 0 is the clock's time.
---@param key string
---@param text string what the token is for: the recipient's address, as the list knows it; the case of ASCII letters does not matter
---@param now? integer
---@return string token 15 of the letters a to z and 2 to 7, which may come back in either case
function bounce.token_sign(key, text, now) end

---Whether a token was made with this key for this text, and not too long ago. False for whatever is no token.
---@param key string
---@param text string|nil
---@param token string|nil the token, and nothing else
---@param days? integer
---@param now? integer
---@return boolean
function bounce.token_check(key, text, token, days, now) end

---Whether there is such a token in an address, a header or an envelope id, where other letters and digits do not touch it. Of
---what has the shape of one, the first hundred are tried.
---@param key string
---@param text string|nil
---@param place string|nil
---@param days? integer
---@param now? integer
---@return boolean
function bounce.token_find(key, text, place, days, now) end

---Makes the envelope sender of a mail to one recipient: "list-bounces+user=example.com=TOKEN@lists.example.org". The mail system
---must deliver what has a "+" and more behind the list's name to the list.
---@param key string
---@param list string the address that takes the bounces, with no "+" in its local part
---@param recipient string
---@param now? integer
---@return string|nil address nil where the local part would be longer than 64 bytes, where the recipient's is quoted or has a
---"%", "!" or "\", and where one of the two is no address
---@return string? message
---@return bounce.ErrorCode? code "token"
function bounce.verp_make(key, list, recipient, now) end

---The recipient that an address carries which bounce.verp_make() has made, in the case in which it came back; nil where it
---carries none, or no token that is right and good for that recipient. The list that stands in it is not looked at.
---@param key string
---@param address string|nil also in angle brackets, or behind a name: what a report was sent to
---@param days? integer
---@param now? integer
---@return string|nil recipient
function bounce.verp_check(key, address, days, now) end

---Text of strangers, safe for a terminal or a log: on one line, with what a terminal might obey, or what would reorder the line,
---as its code, "\\x1b". Bytes that are not UTF-8 become U+FFFD. nil for nil.
---@param text? string
---@return string|nil
function bounce.printable(text) end

---Whether a report brings back a token for this very recipient, that is for `recipient.address`: in `report.to`,
---`report.envelope_id` or `report.original.return_path`. To be asked of each recipient: one who gets mail of yours has a
---token too, and may write a report on others around it.
---@param report bounce.Report
---@param recipient bounce.Recipient
---@param key string
---@param days? integer
---@param now? integer
---@return boolean
function bounce.is_signed(report, recipient, key, days, now) end

---Whether the returned message names you: the domain of `report.original.message_id`, or `report.original.list_id`, is one of
---these, or ends with "." and one of these. No proof: who ever got a mail of yours can copy both.
---@param report bounce.Report
---@param domains string|string[]
---@return boolean
function bounce.looks_ours(report, domains) end

---As bounce.parse().
---@param message string
---@return bounce.Report
function Parser:parse(message) end

---As bounce.parse_file().
---@param path string
---@return bounce.Report|nil report
---@return string? message
---@return bounce.ErrorCode? code
function Parser:parse_file(path) end

---As bounce.reports().
---@param path string|string[]
---@return (fun(): bounce.Report|nil)|nil iterator
---@return string? message
---@return bounce.ErrorCode? code
---@return bounce.Mailbox? mailbox the fourth value
function Parser:reports(path) end

---As bounce.classify().
---@param text string
---@param host? string
---@return bounce.Verdict
function Parser:classify(text, host) end

---As bounce.explain().
---@param message string
---@return string
function Parser:explain(message) end

---Runs every example of every rule through the classifier, and looks for rules that no text can reach.
---@return string[] complaints a line each ("file:line: …"); empty where all is well
function Parser:check_rules() end

---Frees the rules at once; so do a `local parser <close>` of Lua 5.4 and, some time, the garbage collector. Iterators that the
---parser made live on; any other use of it raises an error.
function Parser:close() end

---Ends the iteration, and closes the file. So do, in Lua 5.4, a loop that is left, and the garbage collector in all versions.
function Mailbox:close() end

return bounce
