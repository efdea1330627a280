greeting = This is about your mail account { $account }.
# One sentence for each kind: what happened.
subject-sign-in = New sign-in to your mail
text-sign-in = Somebody signed in from a place or with a program that you have not used before.
subject-trust-granted = A connection or device is now trusted
text-trust-granted = You asked that sign-ins from this connection or device are trusted for a while.
subject-trust-stolen = A trusted device was copied
text-trust-stolen = What your trusted device keeps was used in a second place. The device is not trusted any more.
subject-authenticator-added = An authenticator was added
text-authenticator-added = An authenticator app can now give codes for your account.
subject-authenticator-removed = An authenticator was removed
text-authenticator-removed = An authenticator app gives no codes for your account any more.
subject-authenticator-suspended = An authenticator is suspended
text-authenticator-suspended = An authenticator app gives codes that open nothing, because “This was not me” was pressed in a notice. If it is yours, restore it with another factor, or ask your administrator.
subject-authenticator-restored = An authenticator works again
text-authenticator-restored = An authenticator app that was suspended can give codes for your account again.
subject-passkey-added = A passkey was added
text-passkey-added = A passkey can now open your account.
subject-passkey-removed = A passkey was removed
text-passkey-removed = A passkey opens your account no longer.
subject-passkey-suspended = A passkey is suspended
text-passkey-suspended = A passkey opens nothing, because “This was not me” was pressed in a notice. If it is yours, restore it with another factor, or ask your administrator.
subject-passkey-restored = A passkey works again
text-passkey-restored = A passkey that was suspended can open your account again.
subject-passkey-copied = A passkey may have been copied
text-passkey-copied = A passkey of yours was presented in a way that a copy would be. Your mail was not opened by it. Remove the passkey and make a new one.
subject-app-password-added = An app password was made
text-app-password-added = An app password can now open your mail in the programs it was made for.
subject-app-password-removed = An app password was ended
text-app-password-removed = An app password opens your mail no longer.
subject-app-password-expired = An app password has run out
text-app-password-expired = A program that used it needs a new one.
subject-factors-reset = Your second factors were reset
text-factors-reset = All authenticators and recovery codes of your account were removed. Trusted connections and devices are not trusted any more.
subject-recovery-code-used = A recovery code was used
text-recovery-code-used = Somebody signed in with one of your recovery codes. It does not work a second time.
subject-recovery-codes-new = You have new recovery codes
text-recovery-codes-new = The recovery codes that you had before work no longer.
subject-password-changed = Your password was changed
text-password-changed = The password of your account is a new one.
subject-locked = Somebody tried to sign in to your mail
text-locked = There were so many wrong passwords or codes that sign-ins are stopped for a while. Your mail was not opened.
subject-digest = What else happened to your mail account
text-digest = So much happened in the last day that it comes in one mail.
# Facts, each a line.
fact-time = When: { $value }
fact-address = From: { $value }
fact-service = For: { $value }
fact-program = With: { $value }
fact-label = Name: { $value }
fact-left = Recovery codes left: { $value }
fact-made = Recovery codes: { $value }
fact-until = Until: { $value }
fact-administrator = Your administrator did this.
digest-more = { $n ->
    [one] And one more.
   *[other] And { $n } more.
}
service-WebUI = Webmail
service-WebAdminUI = Administration
service-EAS = Mail, calendar and contacts of a phone
service-Dav = Calendar and contacts
service-MobileApp = Mobile app
service-DesktopApp = Desktop app
service-Sieve = Mail filters
service-Chat = Chat
service-mail = A mail program ({ $protocol })
# What to do.
mine = Was it you? Then there is nothing to do.
not-mine = It was not you? Open this page. It ends what was gained by it:
not-mine-link = This was not me
not-mine-until = The page works for 7 days, once.
not-mine-administrator = It was not you? Tell your administrator.
never-asks = We never ask for your password or a code by mail.
# To administrators.
greeting-administrator = This is about the mail account { $account }.
subject-disowned = A person says a sign-in was not theirs
text-disowned = The owner of this account pressed “This was not me” in a notice. What was gained since then is ended: sign-ins, trust and app passwords. Authenticators and passkeys added since open nothing until the owner or you restore them. Somebody may know the password: help the owner to change it.
