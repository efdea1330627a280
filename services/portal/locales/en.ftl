# Page titles and headings
sign-in-title = Sign in to { $name }
sign-in-to-client = You will continue to { $client }.
account-label = Mail address
account-label-local = User name
password-label = Password
sign-in-button = Sign in
provider-button = Sign in with your organisation
provider-title = Your organisation signs you in
provider-text = Accounts of { $domain } sign in at the organisation’s own page. You come back here afterwards.
provider-go-title = Continue at your organisation
provider-go-text = If nothing happens, press the button.
continue-button = Continue
password-title = Enter your password
signing-in-as = Signing in as { $account }
not-you = Not you?
show-password = Show password
code-title = Enter your code
code-next-title = One more code
code-text = Open your authenticator app and enter the code it shows now.
code-text-next = Your app is set up. A code works once only: wait until the app shows the next one, at most half a minute, then sign in with it.
code-text-proof = Open your authenticator app and enter a code that you have not used yet. If it still shows the one you used, wait for the next.
code-label = Code
authenticator-label = Authenticator app
authenticator-any = Any
trust-legend = Ask less next time
trust-ip = Trust this internet connection ({ $address }) for { $lifetime }
trust-ip-hint = Mail programs here then work with your password. Not at a café or a hotel.
trust-device = Trust this browser for { $lifetime }
trust-device-hint = Only on a device of your own.
recovery-link = Use a recovery code instead
recovery-title = Enter a recovery code
recovery-text = Enter one of the codes that you saved when you set up two-step sign-in. Each works once.
recovery-label = Recovery code
code-link = Use your authenticator app instead
# First set-up
set-up-title = Set up two-step sign-in
set-up-text = Your organisation asks for a code besides your password. You need an authenticator app on your phone, such as Aegis, 2FAS, FreeOTP or Google Authenticator.
set-up-text-passkey = Your organisation asks for a passkey besides your password. A passkey is kept by your device, your password manager or a security key.
set-up-grace = For now you can sign in without a code. Later you will need one.
set-up-choice = A second step keeps your mailbox safe even if somebody learns your password.
set-up-button = Set up an authenticator app
later-button = Not now
confirm-title = Scan this with your app
confirm-text = Open your authenticator app, add an account, and scan this picture.
confirm-qr = QR code for your authenticator app. The same key stands below as text.
confirm-secret = Can’t scan? Enter this key in the app:
confirm-code-label = Code that the app shows
confirm-button = Confirm
recovery-codes-title = Save your recovery codes
recovery-codes-text = If you lose your phone, each of these codes lets you in once. Print them, or save them where nobody else can see them. They are not shown again.
print-button = Print
save-link = Save as a file
recovery-codes-button = I have saved them
# Passkeys
passkey-button = Sign in with a passkey
passkey-title = Use your passkey
passkey-text = Your browser or your security key confirms that it is you.
passkey-not-here = You do not have it with you? Use a device that has it, or ask your administrator.
passkey-failed = The passkey was not used. Try again, or take another way.
passkey-instead = Your browser has no passkeys here, or JavaScript is switched off. Sign in with your mail address above, or use another browser.
passkey-make-title = Make a passkey
passkey-make-text = A passkey is kept by your device, your password manager or a security key. It signs you in with your fingerprint, your face or a PIN, on this page alone.
passkey-make-now = Press the button. Your browser then asks where to keep the passkey.
passkey-make-models = Only these models may be used here: { $models }. If the browser asks whether it may tell which model yours is, allow it.
moving-title = Your sign-in page has moved
moving-text = Passkeys made here work { $until }. After that they are no way in. Add one at the new page, { $host }, before.
moving-link = Add a passkey at { $host }
passkey-make-button = Make a passkey
passkey-make-instead = Your browser makes no passkeys here, or JavaScript is switched off. Sign in again and set up an authenticator app, or use another browser.
set-up-passkey-button = Set up a passkey
set-up-text-either = Your organisation asks for more than your password: a code of an authenticator app on your phone, or a passkey that your device keeps.
set-up-lost = You have shown that it is you. Make a new passkey, then sign in with it.
passkey-only-text = Accounts of { $domain } sign in with a passkey.
lost-passkey-link = Lost your passkey?
lost-passkey-title = Make a new passkey
lost-passkey-text = Enter your password and one of the recovery codes that you saved. Then you make a new passkey.
passkey-made-title = Your new passkey is ready
passkey-made-text = Sign in with it now. Then remove the lost one at “My sign-in”.
problem-passkey-refused = The passkey was not accepted. Try again, or take another way.
problem-passkey-not-made = No passkey was made. Try again, or take another way.
problem-passkey-elsewhere = Passkeys are made at { $host } now. Sign in there to add one, or set up an authenticator app here.
problem-passkey-model = This passkey is of another model than those that may be used here. Sign in again, and take one of these: { $models }.
problem-passkey-attestation = The browser did not show which model this passkey is of, or its maker does not confirm it. Sign in again, take one of these, and allow the browser to tell: { $models }.
# Signed in
signed-in-title = You are signed in
signed-in-as = Signed in as { $account }
going-on-title = You are signed in
going-on-text = Opening { $client }…
until-today = until { $time } today
until-tomorrow = until tomorrow, { $time }
until-day = until { $day }, { $time }
granted-ip = This internet connection is trusted { $until }.
granted-device = This browser is trusted { $until }.
refused-trust = Your trust was not saved: { $why ->
    [limit] you have as many trusted places and devices as you may.
    [one-factor] you must sign in with more than your password.
    [unavailable] that is not possible at the moment.
   *[other] your organisation does not offer it here.
}
session-until = You stay signed in { $until }.
sign-out-button = Sign out
sign-out-everywhere-button = Sign out everywhere
sign-out-everywhere-hint = Ends every session of your account, on all devices.
sign-out-title = Sign out?
stay-button = Stay signed in
signed-out-title = You are signed out
signed-out-text = Close the window if others use this device.
signed-out-partly = You are signed out of this page. What you opened from it closes by itself within minutes.
sign-in-again = Sign in again
sign-in-ended = You are no longer signed in here: your sign-in has ended, or something about your account was changed. Sign in again.
# Refusals
refused-title = You cannot sign in here
refused-NO_RULE = Your organisation does not allow this sign-in from where you are.
refused-DENIED_BY_RULE = Your organisation does not allow this sign-in from where you are.
refused-CANNOT_CHALLENGE = From where you are, your organisation asks for more than this page can take.
refused-ENROLMENT_REQUIRED = Your organisation asks for a second step, and your account has none yet. It cannot be set up from where you are.
refused-WRONG_CREDENTIAL_FOR_SERVICE = That password belongs to a mail program. Here you need your main password.
refused-RATE_LIMITED = There were too many failed tries. Wait a quarter of an hour, then try again.
refused-other = Your organisation does not allow this sign-in.
help-ENROLMENT_REQUIRED = Set it up from inside your organisation’s network, or ask your administrator.
help-RATE_LIMITED = If it was not you who tried, tell your administrator.
help-other = If you think that you should be let in, ask your administrator.
try-again = Try again
other-account-link = Use another account
reference = Reference: { $reference }
refused-client-title = You cannot go on to { $client }
refused-client = { $why ->
    [domain] { $client } is not for accounts of { $domain }.
    [not-offered] Your organisation does not let you open { $client } this way.
   *[other] You signed in, but no session for { $client } could be made.
}
# Errors
error-summary = There is a problem
problem-account-missing = Enter your mail address.
problem-account-malformed = Enter your whole mail address, such as anna@example.org.
problem-account-elsewhere = Accounts of { $domain } do not sign in here.
problem-password-missing = Enter your password.
problem-password-wrong = The mail address or the password is wrong.
problem-password-long = The password is too long.
problem-code-missing = Enter the code.
problem-code-wrong = The code is wrong, or was used before. Check it in the app, or wait for the next one.
problem-recovery-code-wrong = The recovery code is wrong, or was used before.
problem-provider-refused = Your organisation’s answer was not accepted. Try again.
problem-set-up-failed = The set-up ran out of time. Sign in again to begin anew.
out-of-date-title = This page has expired
out-of-date-text = You have gone on in another window, or waited too long.
undecided-title = That is not possible at the moment
undecided-text = Nothing is wrong with what you entered. Try again in a minute.
not-found-title = There is no such page
bad-request-title = That did not work
bad-request-text = The link is not complete, or is not meant for this page.
begin-again-text = Go back to where you came from, such as your webmail, and begin again there.
forged-text = What you sent did not come from this page. Begin again here.
cookies-text = This page needs cookies. Allow them and try again.
help-heading = Help
language-label = Language
# Lifetimes
lifetime-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
lifetime-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
lifetime-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
skip-link = Skip to the form
# "This was not me", from a notice
not-me-title = It was not you?
not-me-text = Then this ends what somebody may have gained since:
not-me-sessions = sign-ins, and connections and devices that were trusted since
not-me-app-passwords = app passwords made since
not-me-authenticators = authenticators and passkeys added since: they are kept, and open nothing
not-me-button = End it now
not-me-mine = If it was you, close this page. Nothing happens.
not-me-over-title = This link works no longer
not-me-over-text = Links like this work for 7 days.
not-me-administrator = If somebody else uses your account, tell your administrator.
disowned-title = It is ended
disowned-nothing = There was nothing to end: no sign-in stands, and nothing was added since.
disowned-trust = { $n ->
    [one] One sign-in, connection or device is ended.
   *[other] { $n } sign-ins, connections or devices are ended.
}
disowned-app-passwords = { $n ->
    [one] One app password is ended.
   *[other] { $n } app passwords are ended.
}
disowned-authenticators = { $n ->
    [one] One authenticator opens nothing any more.
   *[other] { $n } authenticators open nothing any more.
}
disowned-passkeys = { $n ->
    [one] One passkey opens nothing any more.
   *[other] { $n } passkeys open nothing any more.
}
disowned-password = Now change your password: whoever signed in may know it. Your administrator helps where you cannot.
# My sign-in
my-nav = My sign-in
my-home = Overview
my-poor = What belongs to your account cannot be shown at the moment. Try again in a minute.
my-access-title = Where you are signed in
my-access-hint = Sessions, trusted connections and devices. End what you do not know.
when-today = today, { $time }
when-yesterday = yesterday, { $time }
when-day = { $day }, { $time }
trust-session-heading = Sessions
trust-session-about = Browsers and apps in which you signed in.
trust-session-none = You have no session but this page.
trust-ip-heading = Trusted internet connections
trust-ip-about = Mail programs there work with your password.
trust-ip-none = You trust no internet connection.
trust-device-heading = Trusted browsers and devices
trust-device-about = They are asked for less when you sign in.
trust-device-none = You trust no browser or device.
session-of-page = This sign-in page
session-here = this browser
ip-here = where you are now
since = since { $when }
last-used = Last used { $when }, from { $address }
never-used = Not used yet
end-session-button = End the session
end-trust-button = Trust no longer
end-all-heading = End everything
end-all-hint = { $n ->
    [one] Ends the one entry above. You are signed out here, too, and sign in again with everything that is asked for.
   *[other] Ends all { $n } entries above. You are signed out here, too, and sign in again with everything that is asked for.
}
end-all-button = End everything
done-ended = It is ended.
done-trusted = This internet connection is trusted now.
service-WebUI = Webmail
service-WebAdminUI = Administration
service-Imap = Reading mail (IMAP)
service-Pop3 = Fetching mail (POP3)
service-Smtp = Sending mail (SMTP)
service-EAS = Phone (Exchange ActiveSync)
service-Dav = Calendar and contacts
service-SOAP = Other programs of the mail server
service-Sieve = Mail filters
service-MobileApp = Mobile app
service-DesktopApp = Desktop app
service-Chat = Chat
service-Cli = Command line
my-ways-title = Authenticator apps, passkeys and recovery codes
my-ways-hint = See, rename and remove what signs you in. New recovery codes.
my-authenticator-title = Add an authenticator app
my-authenticator-hint = For your first phone, another one, or after a lost one.
my-passkey-title = Add a passkey
my-passkey-hint = Sign in with your fingerprint, your face or a PIN.
my-app-password-title = Make an app password
my-app-password-hint = For a mail program or a phone that cannot ask for a code.
my-app-passwords-title = App passwords
my-app-passwords-hint = See where they were used last, and end them.
prove-title = Confirm that it is you
prove-text = Next: { $act }
cancel-link = Cancel
other-account-text = You confirmed another account than the one that is signed in here. Nothing was changed.
not-done-title = Nothing was changed
needs-second-title = First set up a second step
needs-second-text = Your password alone is not enough for this. Set up an authenticator app or a passkey, then come back.
authenticators-heading = Authenticator apps
authenticators-none = You have none.
authenticator-about = An authenticator app on your phone shows a new code every half minute. Give this one a name that you will know it by.
authenticator-name = My phone
passkey-name = My passkey
label-label = Name
suspended = opens nothing
restore-button = Let it work again
remove-link = Remove
rename-link = Rename
rename-authenticator-title = Rename the authenticator app
recovery-heading = Recovery codes
recovery-left = { $n ->
    [0] You have none left.
    [one] One code is left.
   *[other] { $n } codes are left.
}
recovery-new-button = Make new recovery codes
recovery-new-hint = The codes you have now stop working.
passkeys-heading = Passkeys
passkeys-none = You have none.
passkey-moving = It works at { $host } { $until }. Add another one here.
passkey-moving-here = It works here { $until }.
used-when = Last used { $when }
remove-title = Remove “{ $label }”?
remove-text = It no longer signs you in. All your sessions end, and no connection or device is trusted any more. App passwords stay.
remove-last = { $n ->
    [0] It is your last one: afterwards your password alone is left. Where a second step is asked for, you cannot sign in until you have set up another.
   *[other] It is your last one: your recovery codes ({ $n }) end with it, and your password alone is left. Where a second step is asked for, you cannot sign in until you have set up another.
}
remove-button = Remove it
keep-link = Keep it
rename-passkey-title = Rename the passkey
rename-button = Save the name
ended-with-it = Your sessions ended with it. Sign in again to go on.
app-passwords-about = An app password opens your mailbox for one program, and nothing else. Your own password stays with you.
app-passwords-tick = Tick the ones to end. You confirm once for all of them.
app-passwords-nowhere = Your organisation lets no program in with an app password.
app-passwords-none = You have none.
app-password-one-factor = It ends when you set up your first second step, unless you keep it then.
end-app-passwords-button = End the ticked ones
app-password-label = Name, such as “Outlook at home”
app-password-for = What it opens
expiry-label = How long it works
expiry-never = until you end it
app-password-button = Make it
app-password-made-title = App password for “{ $label }”
app-password-made-text = Enter it in your program now. It is not shown again.
setting-user = User name
setting-password = Password
app-password-kept-button = I have entered it
keep-app-passwords = Keep the app passwords that I made before
keep-app-passwords-hint = Otherwise those that your password alone made end now.
done-authenticator-added = The authenticator app is added.
asks-again = Before the next change you confirm once more that it is you.
done-authenticator-renamed = The authenticator app has its new name.
done-authenticator-restored = The authenticator app works again.
done-authenticator-removed = The authenticator app is removed
done-passkey-added = The passkey is added.
done-passkey-renamed = The passkey has its new name.
done-passkey-removed = The passkey is removed
done-recovery-codes = Your new recovery codes work from now on.
done-app-password-made = The app password works from now on.
done-app-passwords-ended = { $n ->
    [one] The app password is ended. The program that used it needs another.
   *[other] { $n } app passwords are ended. Each program that used one of them needs another.
}
problem-label-missing = Enter a name.
problem-label-wrong = Enter another name.
problem-services-missing = Choose what it opens.
problem-none-ticked = Tick what is to end.
problem-too-many = You have as many as you may. End one that you no longer use.
my-sign-ins-title = Recent sign-ins
my-sign-ins-hint = Who tried to get in, from where, and what helps where a program was refused.
sign-ins-about = Of browsers and of mail programs. If you do not know one, end everything and change your password.
sign-ins-none = Nothing yet. Sign-ins show here within seconds.
older-link = Older ones
another-place = another place
service-other = Another program
outcome-allowed = Let in
outcome-unfinished = Not finished
outcome-refused = Refused
unfinished = The sign-in was begun, and no password or code was given.
unfinished-right = The password was right; the second step was not taken. If it was not you, change your password.
why-BAD_CREDENTIALS = The password was wrong.
why-BAD_SECOND_FACTOR = The code was wrong.
why-BAD_PASSKEY = The passkey was not accepted.
why-BAD_SAML_RESPONSE = Your organisation’s answer was not accepted.
why-WRONG_CREDENTIAL_FOR_SERVICE = That password does not open this.
why-NO_RULE = Your organisation does not allow it from there.
why-DENIED_BY_RULE = Your organisation does not allow it from there.
why-CANNOT_CHALLENGE = More than a password is asked for from there, and the program cannot ask you.
why-ENROLMENT_REQUIRED = A second step is asked for from there, and you have none yet.
why-RATE_LIMITED = There were too many failed tries.
why-SESSION_ENDED = The session had ended.
why-other = It was not allowed.
help-again = It would be let in now. Try again.
help-wait = Wait a quarter of an hour, then try again.
help-nothing = Nothing that you can do would help. Ask your administrator.
help-heading-ways = This would help:
help-later-heading = Wait a quarter of an hour. Then this would help:
then = Then:
way-present-password = Enter your main password.
way-present-app-password = Use one of your app passwords.
way-present-otp = Enter a code of your authenticator app.
way-present-otp-or-recovery-code = Enter a code of your authenticator app, or a recovery code.
way-present-recovery-code = Enter a recovery code.
way-present-passkey = Use your passkey.
way-present-passkey-at = Use your passkey at { $hosts }.
way-present-saml = Sign in at your organisation.
way-app-password = Make an app password: { $service }
way-app-password-program = Make an app password for { $program }: { $service }
way-enrol-otp = Set up an authenticator app
way-enrol-passkey = Set up a passkey
way-trust-here = Trust this internet connection { $until }
way-trust-there = Sign in from there ({ $address }) with a browser and trust that internet connection { $until }.
way-trust-device = Sign in with that device and trust it { $until }.
way-sign-in = Sign in to { $client } again.
way-come-from = Connect from: { $networks }.
way-from-networks = { $text } (from: { $networks })
done-passkey-restored = The passkey works again.
my-password-title = Change your password
my-password-hint = The main password of your account.
password-elsewhere = Your organisation keeps your password elsewhere. Change it where you change it for your computer, or ask your administrator.
password-change-text = All sessions end, and you sign in with the new password. App passwords stay, unless your organisation ends them.
current-password-label = Current password
new-password-label = New password
new-password-hint = At least { $n } characters. Several words that have nothing to do with each other are good.
password-change-button = Change the password
weak-keyboard = Keys next to each other are easy to guess.
weak-repeat = Repetitions and sequences such as abc are easy to guess.
weak-dates = Dates and years are easy to guess.
weak-common = Words and passwords that many people use are easy to guess.
weak-names = Names, above all your own, are easy to guess.
done-password-changed = Your password is changed
problem-current-missing = Enter your current password.
problem-current-wrong = The current password is wrong.
problem-rate-limited = There were too many failed tries. Wait a quarter of an hour, then try again.
problem-new-missing = Enter a new password.
problem-new-short = The new password needs at least { $n } characters.
problem-new-long = The new password is too long.
problem-new-weak = The new password is too easy to guess.
problem-new-breached = The new password is on lists of stolen passwords. Choose another.
problem-new-same = That is your password now. Choose another.
setting-imap = Reading mail: IMAP server
setting-pop3 = Fetching mail: POP3 server
setting-smtp = Sending mail: SMTP server
setting-port = port { $port }
programs-heading = How to enter it
program-thunderbird = Thunderbird
program-thunderbird-text = Choose New, then Existing Mail Account. Enter your name, your mail address and this password. Thunderbird finds the servers by itself.
program-outlook = Outlook
program-outlook-text = Choose File, then Add Account. Enter your mail address, choose the advanced options and IMAP, and enter the servers above and this password.
program-apple = Apple Mail
program-apple-text = Download the profile and open it. Confirm it in System Settings, under Profiles.
program-android = Android
program-android-text = In the Gmail app open the settings, choose Add account, then Other. Enter your mail address, choose IMAP, and enter this password and the servers above.
program-ios = iPhone and iPad
program-ios-text = If you see this page on the device itself, download the profile; it then waits at the top of Settings. Else open Settings, Mail, Add Account, Other, and enter what stands above.
profile-with-password = Put the password into the profile. Delete the file afterwards.
profile-button = Download the profile
my-trust-ip-title = Trust this internet connection
disowned-address = The second address for notices that was set since then is removed. It is told so.
confirm-address-title = Notices to this address?
confirm-address-text = Security notices about the mail account { $account } come to { $address }, too, if you confirm.
confirm-address-button = Confirm this address
confirm-address-else = You do not know this account? Then close this page: nothing changes.
address-confirmed-title = This address gets notices
address-confirmed-text = Security notices about { $account } come to { $address } from now on.
switch-off-title = No more mails of this kind?
switch-off-text = These mails about { $account } are switched off:
switch-off-button = Switch off
switch-off-else = Notices about passwords, second factors and new sign-ins always come.
notices-off-title = Switched off
notices-off-text = These mails about { $account } do not come any more.
link-over-title = This link is over
link-over-text = It was used, is too old, or was replaced by a newer one.
notice-kind-trust-granted = A connection or device is trusted
notice-kind-app-password-expired = An app password has run out
notice-kind-locked = Somebody tried to sign in and was stopped
# What an administrator confirms for the console
console-act-text = Sign in again to confirm what you do in the console:
console-act = { $act ->
    [reset-otp] Reset the second factor of { $account }
    [recovery-codes] Make new recovery codes for { $account }
    [remove-passkeys] Remove passkeys of { $account }
    [set-password] Set a new password for { $account }
    [revoke-app-password] Revoke an app password of { $account }
    [put-client] Register or change the client { $account } of the sign-in page
    [remove-client] Remove the client { $account } of the sign-in page
   *[remove-second-address] Remove the second address of { $account }
}
# Notices of one's own
my-notices-title = Notices
my-notices-hint = Mails about what happens to your account: where they go, and which come.
my-second-address-title = Give a second address
my-remove-second-address-title = Remove the second address
notices-none = No notices are sent here: your administrator has not set them up.
notices-away = Your notices cannot be shown at the moment. Try again in a minute. If that does not help, ask your administrator whether notices are set up here.
notices-where-heading = Where they go
notices-where = To your mailbox. A second address gets the important ones, too: whoever reads your mailbox cannot hide them from you there.
second-address-none = You have no second address.
second-address-active = It gets notices
second-address-waiting = not confirmed yet
second-address-asked = A link was sent there. Open it and press the button. It works { $until }.
second-address-removed = removed
second-address-former = It still gets notices { $until }.
second-address-other = Give another address
notices-which-heading = Which come
notice-off = off
switch-on-button = Switch on
notice-off-for-domain = Your organisation has switched it off for everybody.
second-address-text = Best is an address that does not depend on this mailbox. A link is sent there. Notices go there once somebody has opened the link and confirmed it.
second-address-instead = It takes the place of { $address }. That address is told, and gets notices for three more days.
second-address-link-ends = The link that was sent to { $address } then works no longer.
second-address-label = Second mail address
second-address-button = Send the link
remove-second-address-text = Your mailbox and this address are told. The address gets notices for three more days, so that nobody removes it unnoticed.
done-second-address-asked = The link is on its way. Open it at the second address within 24 hours.
done-second-address-removed = The second address is removed.
done-notices-on = These mails come again.
done-notices-off = These mails do not come any more.
problem-address-missing = Enter a mail address.
problem-address-malformed = Enter a whole mail address, such as anna@example.org.
problem-address-own = That is your own mailbox, where notices go anyway. Enter another address.
problem-links-used-up = So many links were sent today that no more can be sent. Try again tomorrow.
# What changed
my-changes-title = What changed
my-changes-hint = What happened to your account, and notices that you have not seen yet.
unseen-notices = { $n ->
    [one] One notice that you have not seen yet
   *[other] { $n } notices that you have not seen yet
}
unseen-heading = Notices that you have not seen yet
unseen-about = Each of them went out by mail, too. The mail says more, and has a link for when it was not you.
unseen-badge = new
unseen-more = { $n ->
    [one] And one more.
   *[other] And { $n } more.
}
unseen-button = I have seen these
done-notices-seen = These notices are marked as seen.
changes-heading = Changes
changes-about = Authenticator apps, passkeys, passwords and trusted connections. If you do not know one, end everything and change your password.
changes-none = Nothing has changed so far.
changed-by-administrator = Your administrator did this.
changed-authenticator-renamed = An authenticator got another name
changed-passkey-renamed = A passkey got another name
changed-app-password-many-networks = An app password was used from many places
changed-disowned = “This was not me” was pressed in a notice
changed-trust-ended = A connection or device is trusted no longer
changed-trust-expired = The trust in a connection or device has run out
changed-sign-in = New sign-in to your mail
changed-sign-in-refused = Somebody with your password was refused
changed-trust-granted = A connection or device is now trusted
changed-trust-stolen = A trusted device was copied
changed-authenticator-added = An authenticator was added
changed-authenticator-removed = An authenticator was removed
changed-authenticator-suspended = An authenticator is suspended
changed-authenticator-restored = An authenticator works again
changed-passkey-added = A passkey was added
changed-passkey-removed = A passkey was removed
changed-passkey-suspended = A passkey is suspended
changed-passkey-restored = A passkey works again
changed-passkey-copied = A passkey may have been copied
changed-passkey-host-moves = Your sign-in page is moving
changed-enrolment-due = Set up your second factor
changed-app-password-added = An app password was made
changed-app-password-removed = An app password was ended
changed-app-password-expired = An app password has run out
changed-factors-reset = Your second factors were reset
changed-recovery-code-used = A recovery code was used
changed-recovery-codes-new = You have new recovery codes
changed-password-changed = Your password was changed
changed-locked = Somebody tried to sign in to your mail
changed-second-address-added = Your notices go to a second address, too
changed-second-address-removed = Your notices go to no second address any more
