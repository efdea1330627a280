# Page titles and headings
sign-in-title = Sign in to { $name }
sign-in-to-client = You will continue to { $client }.
account-label = Mail address
account-label-local = Name
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
code-text = Open your authenticator app and enter the code it shows now.
code-text-next = Wait until your authenticator app shows its next code, then enter it.
code-label = Code
authenticator-label = Authenticator
authenticator-any = Any
trust-legend = Ask less next time
trust-ip = Trust this internet connection ({ $address }) for { $lifetime }
trust-ip-hint = Mail programs here then work with your password. Not at a café or a hotel.
trust-device = Trust this browser for { $lifetime }
trust-device-hint = Only on a device of your own.
recovery-link = Use a recovery code instead
recovery-title = Enter a recovery code
recovery-text = It is one of the codes that you kept when you set up your authenticator. Each works once.
recovery-label = Recovery code
code-link = Use your authenticator app instead
# First set-up
set-up-title = Set up two-step sign-in
set-up-text = Your organisation asks for a code besides your password. You need an authenticator app on your phone, such as Aegis, 2FAS, FreeOTP or Google Authenticator.
set-up-grace = For now you can sign in without a code. Later you will need one.
set-up-choice = A code besides your password keeps your mailbox safe where the password alone does not.
set-up-button = Set it up
later-button = Not now
confirm-title = Scan this with your app
confirm-text = Open your authenticator app, add an account, and scan this picture.
confirm-qr = QR code for your authenticator app. The same key stands below as text.
confirm-secret = Can’t scan? Enter this key in the app:
confirm-code-label = Code that the app shows
confirm-button = Confirm
recovery-codes-title = Keep your recovery codes
recovery-codes-text = If you lose your phone, each of these codes lets you in once. Print them or save them where others cannot see them. They are not shown again.
print-button = Print
save-link = Save as a file
recovery-codes-button = I have kept them
# Passkeys
passkey-button = Sign in with a passkey
passkey-title = Use your passkey
passkey-text = Your browser or your security key confirms that it is you.
passkey-failed = The passkey was not used. Try again, or take another way.
passkey-instead = Your browser has no passkeys here, or scripts are switched off. Sign in with your mail address above, or use another browser.
passkey-make-title = Make a passkey
passkey-make-text = A passkey is kept by your device, your password manager or a security key. It signs you in with your fingerprint, your face or a PIN, on this page alone.
passkey-make-button = Make a passkey
passkey-make-instead = Your browser makes no passkeys here, or scripts are switched off. Sign in again and set up an authenticator app, or use another browser.
set-up-passkey-button = Set up a passkey
set-up-either = You can set up an authenticator app or a passkey.
set-up-lost = You have shown that it is you. Make a new passkey, and sign in with it.
passkey-only-text = Accounts of { $domain } sign in with a passkey.
lost-passkey-link = You have lost your passkey?
lost-passkey-title = Make a new passkey
lost-passkey-text = Enter your password and one of the recovery codes that you kept. Then you make a new passkey.
passkey-made-title = Your new passkey is ready
passkey-made-text = Sign in with it now. Remove the one you lost where you manage your sign-in, or ask your administrator.
problem-passkey-refused = The passkey was not accepted. Try again, or take another way.
problem-passkey-not-made = No passkey was made. Try again, or take another way.
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
# Refusals
refused-title = You cannot sign in here
refused-NO_RULE = Your organisation does not allow this sign-in from where you are.
refused-DENIED_BY_RULE = Your organisation does not allow this sign-in from where you are.
refused-CANNOT_CHALLENGE = From where you are, your organisation asks for more than this page can take.
refused-ENROLMENT_REQUIRED = Your organisation asks for a code, and your account has no authenticator yet. It cannot be set up from where you are.
refused-WRONG_CREDENTIAL_FOR_SERVICE = That password belongs to a mail program. Here you need your main password.
refused-RATE_LIMITED = There were too many failed tries. Wait a quarter of an hour, then try again.
refused-other = Your organisation does not allow this sign-in.
help-ENROLMENT_REQUIRED = Set it up from inside your organisation’s network, or ask your administrator.
help-RATE_LIMITED = If it was not you who tried, tell your administrator.
help-other = If you think that you should be let in, ask your administrator.
try-again = Try again
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
bad-request-text = The link or the form you used is not complete, or not meant for this page.
forged-text = The form did not come from this page. Go back and try again.
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
