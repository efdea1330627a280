# Frame
skip-link = Skip to content
language-label = Language
console-name = Console
parts-label = Pages of the domain
other-domain = Another domain
sign-out-button = Sign out
cancel-link = Cancel
role-auditors = Auditor
role-help-desk = Help desk
role-full = Administrator
role-operator = Operator
# Times
until-today = until { $time } today
until-tomorrow = until tomorrow, { $time }
until-day = until { $day }, { $time }
when-today = today, { $time }
when-yesterday = yesterday, { $time }
when-day = { $day }, { $time }
# Pages that say one thing
start-action = To the first page
again-action = Try again
sign-in-action = Sign in
bad-request-title = This request cannot be read
bad-request-text = Something in the address or the form is not right. Nothing was changed.
ended-title = You are signed out
ended-text = Your sign-in has ended, here or elsewhere. Sign in to go on; what you were about to do was not done.
forged-title = This form is not from here
forged-text = It did not come from a page of this browser, or the page is too old. Nothing was changed.
no-administrator-title = You administer nothing here
no-administrator-text = No document in force names this account as an administrator, or two factors were not given. Sign in with another account, or ask whoever looks after the domain.
not-found-title = There is no such page
not-found-text = Nothing is kept under this address, or no longer.
not-signed-in-title = You are not signed in
not-signed-in-text = The sign-in page sent you back without a sign-in. Nothing was changed.
not-signed-out-title = You are signed out here only
not-signed-out-text = This browser is signed out, but the sign-in page could not be told. End the session there, too.
not-yours-title = This is not yours to see or do
not-yours-text = Your role does not allow it, or it is of another domain or of an account with more roles than yours. Nothing was changed.
other-account-title = Another account signed in
other-account-text = What you were about to do is done by the account that began it. Nothing was changed.
out-of-date-title = This sign-in is out of date
out-of-date-text = It was not begun in this browser, or more than ten minutes ago. Begin again.
signed-out-title = You are signed out
signed-out-text = The session has ended, also at the sign-in page.
too-many-title = Too many requests
too-many-text = Your network asked for too much in a short time. Wait ten seconds.
undecided-title = This cannot be done now
undecided-text = A part of the system does not answer. Look whether it was done before you try again.
# Words of tables and forms
account-label = Account
service-label = Service
address-label = Address
decision-label = Decision
account-contains = Account contains
would-be-label = Would be decided
changes-shown = { $first } to { $last } of { $found }
decision-ALLOW = Let in
decision-CHALLENGE = Asked for more
decision-DENY = Refused
reason-head = Reason
reason-RULE_SATISFIED = The rule is satisfied
reason-GRACE_PERIOD = In the grace period
reason-FACTOR_REQUIRED = More is asked for
reason-ENROLMENT_REQUIRED = No second factor is set up
reason-BAD_CREDENTIALS = Wrong password
reason-BAD_SECOND_FACTOR = Wrong code
reason-BAD_SAML_RESPONSE = Single sign-on was not accepted
reason-BAD_PASSKEY = Passkey not accepted
reason-SESSION_ENDED = The session had ended
reason-WRONG_CREDENTIAL_FOR_SERVICE = That kind of password is not taken there
reason-NO_RULE = No rule lets it in
reason-DENIED_BY_RULE = A rule denies it
reason-CANNOT_CHALLENGE = More is asked for, and the program cannot ask
reason-RATE_LIMITED = Too many failed tries
reason-other = Another reason
rule-head = Rule
count-head = How many
time-head = Time
program-head = Program
reference-head = Reference
step-head = Step
found-head = What was found
revision-head = Revision
by-head = By
any = Any
since-label = From day
until-label = To day
filter-button = Filter
older-link = Older
more-link = More
csv-link = Save as CSV
find-account = Find an account
find-button = Find
none = None
not-known = This cannot be said now: a part of the system does not answer.
# Today
today-title = Today
attention-heading = What needs attention
attention-none = Nothing.
day-heading = Sign-ins of the last 24 hours
why-refused-heading = Why sign-ins were refused
no-document = { $domain } has no document of its own: what “*” says applies.
held-back = { $account } is held back after failed sign-ins
trial-ready = The document that is tried is ready to apply.
trial-runs = A document is being tried.
trial-not-known-yet = Whether a document is being tried is still being looked up.
# Sign-ins
sign-ins-title = Sign-ins
sign-ins-none = No sign-in is recorded that fits.
sign-in-title = One sign-in
to-person = To this account
then-heading = Why, by the document of that time
now-heading = By today’s document
by-rule = rule “{ $rule }”
of-document = Document { $document }, revision { $revision }
# Accounts
accounts-title = Accounts
accounts-none = No accounts are kept here. Find one by its address.
no-account-here = { $account } is no account of { $domain }.
password-head = Password
kept-here = Kept here
not-kept-here = Elsewhere or none
factors-heading = Authenticator apps
authenticator = { $label }
recovery-codes = Recovery codes left: { $n }
passkeys-heading = Passkeys
sessions-heading = Sessions
trust-heading = Trusted addresses and devices
trust-ip = Address { $name }
trust-device = Device { $name }
app-passwords-heading = App passwords
recent-heading = Recent sign-ins
all-sign-ins = All sign-ins of this account
never-used = (never used)
used = (last used { $when })
locked-heading = Sign-ins are held back
failures-heading = Failed sign-ins are counted
failures = { $secret ->
    [password] { $failures } of { $limit } wrong passwords
    [app-password] { $failures } of { $limit } wrong app passwords
    [code] { $failures } of { $limit } wrong codes
   *[other] { $failures } of { $limit } failed tries
  }
locked-authenticator = Locked after wrong codes: { $label }
# What the help desk does
unlock-button = Unlock
unlock-text = This forgets what was counted against { $account } ({ $n }). The person can try again at once.
done-unlock = Unlocked. Ended limits and locks: { $n }.
reset-otp-button = Reset a lost phone
reset-otp-text = This removes { $n ->
    [one] the authenticator app
   *[other] { $n } authenticator apps
  } of { $account } and the recovery codes, and ends trust and sessions. The person sets up a new app. It cannot be undone.
done-reset-otp = Reset. Removed authenticator apps: { $n }.
remove-passkeys-button = Remove all passkeys
remove-passkeys-text = This removes { $n ->
    [one] the passkey
   *[other] { $n } passkeys
  } of { $account } and ends trust and sessions. It cannot be undone.
done-remove-passkeys = Removed passkeys: { $n }.
revoke-app-password-button = Revoke this app password
revoke-app-password-text = The program of { $account } that uses this app password ({ $n }) gets no further in. It cannot be undone.
done-revoke-app-password = Revoked app passwords: { $n }.
end-sessions-button = End sessions
end-sessions-text = This ends { $n ->
    [one] one session
   *[other] { $n } sessions
  } of { $account }: browsers and what webmails opened for them. The person signs in again.
done-end-sessions = Ended sessions: { $n }.
end-trust-button = End all trust and sessions
end-trust-text = This ends all that is trusted for { $account }, { $n } in all: addresses, devices, sessions.
done-end-trust = Ended addresses, devices and sessions: { $n }.
needs-factors = The sign-in page shows this again and asks for your factors first.
reason-label = Why
reason-hint = Kept in the record under your name, at most 200 characters.
reason-missing = Say why.
# Policy
policy-title = Policy
version-active = In force since { $when }, revision { $revision }, by { $by }
version-earlier = An earlier version: revision { $revision } of { $when }, by { $by }
edit-link = Change the document
edit-version-link = Go back to this version
history-title = History
withdrawn = withdrawn
edit-title = Change the policy
document-label = Document of { $domain }
document-hint = YAML. Nothing changes before you have seen what it gives and takes.
check-button = Prove it and show what changes
refused-heading = This cannot be applied
changed-heading = Somebody else changed the document
changed-text = It was { $by }. Nothing was overwritten. Take over what belongs into your text, and prove it again.
in-force-label = In force now
review-heading = What would change
proved-text = Its asserts and the guardrails hold.
warnings-heading = Warnings
meaning-heading = What it gives and takes
meaning-same = No sign-in is decided otherwise.
meaning-undecided = What changes is too much to compare. Read it with care.
comment-label = Comment
apply-button = Apply
try-button = Try it first
done-applied = The document is in force.
line = Line { $line }, column { $column }
# Trial
trial-title = Trial
trial-none = Nothing is being tried. A document is tried from the page on which it is changed: it is evaluated beside the one in force and decides nothing.
trial-since = Since { $when }, by { $by }
trial-failed = It says nothing any more: { $why }
trial-logins = Sign-ins it was evaluated for
trial-allowed = It would have let in
trial-refused-genuine = Genuine, and it would have refused
trial-unknown = It could not tell
differences-heading = What would be decided otherwise
differences-none = Nothing so far.
differences-more = And { $n } more.
differences-not-listed = And { $n } sign-ins more, which are not listed.
trial-end-text = Ending the trial forgets what it counted. The document in force stays as it is.
trial-end-button = End the trial
done-trial-started = The trial has begun.
done-trial-ended = The trial has ended.
# The record
busy-title = Too much is under way
busy-text = You, your domain, or this copy of the console already runs as much long work as is allowed. Nothing was started. Wait until some is finished, or end some: the first page of the domain lists yours.
work-heading = Running and finished work
work-running = running
work-done = finished
work-failed = failed
work-ended = ended
work-kept = You may close this page. The work goes on, and what it finds is kept for { $minutes } minutes, as long as you are signed in. The first page of the domain lists it.
work-link = Come back here
work-end-button = End and forget it
work-ended-text = The work was ended: it was stopped, it took too long, or your sign-in ended. Try again with fewer days.
work-elsewhere-title = Looking for the work
work-elsewhere-asks = This copy of the console does not have it. Another one may: this page asks again by itself.
work-lost-title = The work was not found
work-lost-text = No copy of the console that answered has this work. Its time may be over, or the copy that had it was restarted. Try again, or begin it anew.
work-over-title = This work is over
work-over-text = It was ended, or kept for its time. Begin it anew.
working = Reading the record …
working-at = { $done } of { $total } sign-ins
broken-off = This could not go on: a part of the system does not answer, or there is too much to read. Nothing was changed. Try again with fewer days.
days-label = From the record of
days-back = { $n ->
    [one] the last day
   *[other] the last { $n } days
  }
rehearse-button = Rehearse it
rehearsal-title = Rehearsal
rehearsal-text = { $days ->
    [one] The sign-ins of the last day are
   *[other] The sign-ins of the last { $days } days are
  } decided again, by the document as you wrote it. Nothing is changed.
rehearsal-found = What would have been decided
rehearsal-replayed = Sign-ins decided again
rehearsal-changed = Decided otherwise
rehearsal-refused = Let in, now refused
rehearsal-not = Too old to decide again
changes-heading = What changes, by rule
affected-heading = Accounts most affected
latest-heading = The latest of them
back-to-document = Back to the document
propose-title = Propose from the record
propose-text = Reads what people did and writes the tightest readable document that refuses no genuine sign-in of it: two factors, or one that nobody disowned for 14 days. Nothing is changed. You edit it, prove it and try it.
propose-button = Propose a document
proposal-heading = A proposal
proposal-genuine = It would let in all of the { $n } genuine sign-ins of that time again. Its asserts are proved.
proposal-refuses = What it would newly refuse
proposal-refuses-none = It would newly refuse nothing that was let in.
live-title = Sign-ins, live
live-link = Follow them live
live-on = New sign-ins appear at the top as they are recorded.
live-reloads = This page loads itself anew every ten seconds.
live-stop = Stop following
# Operators
all-domains = All domains
operator-parts-label = Pages of operators
domains-title = Domains
domain-begins = Domains that begin with
domains-none = No domain with a document of its own begins so.
document-begins = Documents that begin with
none-begins-so = Nothing begins so.
open-named = Open { $domain }, which has no document of its own
templates-title = Templates
template-begins = Templates that begin with
templates-none = There are no templates. Many domains can share one; it is applied with the command line.
template-text = A template binds every domain that extends it. It is changed with the command line.
bound-heading = Domains that it binds
bound-none = It binds no domain.
trials-title = Trials
trials-none = Nothing is being tried.
document-head = Document
state-head = State
trial-state-runs = Runs
trial-state-forgotten = Forgotten: apply it or end it
trial-state-failed = Says nothing any more
# Clients of the sign-in page
clients-title = Clients
clients-text = Programs in which people sign in through the sign-in page: webmails, and hosts behind forward authentication.
client-find = Id or name contains
clients-none = No client of the sign-in page fits.
client-id-label = Id
client-name-label = Name
client-name-hint = Shown on the sign-in page. Empty: the id.
client-how-label = Signs in by
client-how-oidc = OpenID Connect
client-how-oidc-without-pkce = OpenID Connect, without PKCE
client-how-public = OpenID Connect, without a secret
client-how-host = Forward authentication
client-addresses-label = Where it is
client-addresses-hint = Redirect URIs, one a line. With forward authentication the host alone, such as https://webmail.example.
client-domains-label = Domains whose accounts may use it
client-domains-hint = One a line. * is every domain.
client-networks-label = Networks from which it opens mail
client-networks-hint = One a line, such as 192.0.2.40/32. Empty: it opens no mail.
client-after-logout-label = Where the browser goes after sign-out
client-after-logout-hint = URIs, one a line. May be empty.
client-backchannel-label = Where ended sessions are reported
client-backchannel-hint = An https URI. May be empty.
client-since-label = Registered
client-is-console = This is the console itself. It is changed with the command line: a mistake here would lock every administrator out.
add-client-button = Add a client
add-client-text = From then on, people of its domains can sign in to it. The secret is shown once, after you gave your factors.
new-secret-button = Make a new secret
new-secret-text = { $client } gets a new secret, and the old one ends at once. Nobody of { $domains } can sign in to it until it has the new one.
remove-client-button = Remove the client
remove-client-text = Within a second nobody can sign in to { $client } any more, and its sessions open nothing. This is for the people of { $domains }. It cannot be undone.
client-sessions = { $n ->
    [0] It has no session now.
    [one] One session ends with it.
   *[other] { $n } sessions end with it.
}
client-sessions-more = More than { $n } sessions end with it.
client-sessions-unknown = How many sessions end with it cannot be said now: a part of the system does not answer.
done-put-client = The client is registered.
done-remove-client = The client is removed.
client-secret-title = The secret of the client
client-secret-text = It is shown this once. Copy it into the settings of the client before you leave this page.
client-secret-action = To the client
client-changed-title = Somebody else changed this client
client-changed-text = It was added, changed or removed while you gave your factors. Nothing was overwritten.
client-too-long-title = Too much for this page
client-too-long-text = This client has more domains or addresses than the console can change. Use the command line.
wrong-client-id = 1 to 64 of a to z, 0 to 9, “-”, “_” and “.”.
wrong-client-taken = There is a client of this id.
wrong-client-name = At most 64 octets, on one line.
wrong-client-service = Choose one.
wrong-client-way = Choose one.
wrong-client-addresses = https URIs, or http on this machine alone. With forward authentication one host, without a path.
wrong-client-domains = At least one domain, or *.
wrong-client-networks = A network on each line, such as 192.0.2.40/32.
wrong-client-after-logout = https URIs, or http on this machine alone.
wrong-client-backchannel = One https URI, or nothing.
wrong-client-long = This is more than the console can register. Use the command line.
# Second factors
second-factors-title = Second factors
second-factors-text = Who has neither an authenticator app nor a passkey, and who of them used a webmail since. Every account is looked at, which takes a while in a large domain.
look-button = Look
factors-heading-share = { $n } % have a second factor
factors-accounts = Accounts
factors-with = With a second factor
factors-without = Without one
factors-used = Of those, used a webmail
factors-everyone = Everyone has one.
last-web-head = Last webmail sign-in
let-in-until-head = May sign in without it until
no-grace = no grace period
reminder-head = Reminder
reminded-head = Of those, to be reminded
share-head = Have a second factor
days-title = The days on which grace periods end
reminders-waiting = { $n ->
    [one] One reminder waits to be sent.
   *[other] { $n } reminders wait to be sent.
}
end-reminders-button = { $n ->
    [one] Withdraw one reminder
   *[other] Withdraw { $n } reminders
}
reminders-ended = { $n ->
    [one] One reminder was withdrawn.
   *[other] { $n } reminders were withdrawn.
}
undelivered-heading = Reminders that could not be delivered
undelivered-text = { $n ->
    [one] In the last { $days } days, one person could not be reminded: the mail server refused the mail. It is not tried again. Reach them in another way, or remind them again once their mailbox takes mail.
   *[other] In the last { $days } days, { $n } people could not be reminded: the mail server refused the mails. They are not tried again. Reach these people in another way, or remind them again once their mailboxes take mail.
}
undelivered-why-head = The mail server said
undelivered-unknown = The record cannot be read just now: it is not known which reminders could not be delivered.
remind-text = { $n ->
    [one] One person has no second factor, and a grace period that ends. They get one mail before it does, unless they have a factor by then.
   *[other] { $n } people have no second factor, and a grace period that ends. Each gets one mail before it does, unless they have a factor by then.
}
before-label = The mail goes
days-before = { $n } days before
remind-button = { $n ->
    [one] Remind one person
   *[other] Remind { $n } people
}
reminded = { $n ->
    [one] One person will be reminded, { $days } days before their grace period ends.
   *[other] { $n } people will be reminded, { $days } days before their grace period ends.
}
