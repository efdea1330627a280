# Page titles and headings
sign-in-title = Se connecter à { $name }
sign-in-to-client = Vous continuerez ensuite vers { $client }.
account-label = Adresse e-mail
account-label-local = Nom
password-label = Mot de passe
sign-in-button = Se connecter
provider-button = Se connecter avec votre organisation
provider-title = Votre organisation vous connecte
provider-text = Les comptes de { $domain } se connectent sur la page de l’organisation. Vous revenez ici ensuite.
provider-go-title = Vers votre organisation
provider-go-text = Si rien ne se passe, continuez à la main.
continue-button = Continuer
password-title = Saisissez votre mot de passe
signing-in-as = Connexion en tant que { $account }
not-you = Ce n’est pas vous ?
show-password = Afficher le mot de passe
code-title = Saisissez votre code
code-text = Ouvrez votre application d’authentification et saisissez le code qu’elle affiche maintenant.
code-text-next = Attendez que votre application d’authentification affiche le code suivant, puis saisissez-le.
code-label = Code
authenticator-label = Authentificateur
authenticator-any = N’importe lequel des miens
trust-legend = Demander moins la prochaine fois
trust-ip = Faire confiance à cette connexion Internet ({ $address }) pendant { $lifetime }
trust-ip-hint = Ici, les logiciels de messagerie fonctionnent alors avec votre mot de passe. Pas dans un café ni à l’hôtel.
trust-device = Faire confiance à ce navigateur pendant { $lifetime }
trust-device-hint = Seulement sur un appareil à vous.
recovery-link = Utiliser plutôt un code de secours
recovery-title = Saisissez un code de secours
recovery-text = C’est l’un des codes que vous avez conservés en configurant votre authentificateur. Chacun sert une fois.
recovery-label = Code de secours
code-link = Utiliser plutôt l’application d’authentification
# First set-up
set-up-title = Configurez un second facteur
set-up-text = Votre organisation demande un code en plus du mot de passe. Il vous faut une application d’authentification sur votre téléphone, par exemple Aegis, 2FAS, FreeOTP ou Google Authenticator.
set-up-grace = Pour l’instant, vous entrez sans code. À la fin de cette période, il vous en faudra un.
set-up-choice = Un code en plus du mot de passe protège votre boîte là où le mot de passe seul ne suffit pas.
set-up-button = Configurer
later-button = Pas maintenant
confirm-title = Scannez ceci avec votre application
confirm-text = Ouvrez votre application d’authentification, ajoutez un compte et scannez cette image.
confirm-qr = Code QR pour votre application d’authentification. Le même secret figure dessous en texte.
confirm-secret = Impossible de scanner ? Saisissez ce secret dans l’application :
confirm-code-label = Code affiché par l’application
confirm-button = Confirmer
recovery-codes-title = Conservez vos codes de secours
recovery-codes-text = Si vous perdez votre téléphone, chacun de ces codes vous laisse entrer une fois. Imprimez-les ou enregistrez-les là où d’autres ne les voient pas. Ils ne seront plus affichés.
print-button = Imprimer
save-link = Enregistrer dans un fichier
recovery-codes-button = Je les ai conservés
# Signed in
sign-out-title = Se déconnecter ?
stay-button = Rester connecté
signed-in-title = Vous êtes connecté
signed-in-as = Connecté en tant que { $account }
going-on-title = Vous êtes connecté
going-on-text = Vers { $client }…
until-today = jusqu’à { $time } aujourd’hui
until-tomorrow = jusqu’à demain, { $time }
until-day = jusqu’au { $day }, { $time }
granted-ip = Cette connexion Internet est de confiance { $until }.
granted-device = Ce navigateur est de confiance { $until }.
refused-trust = Rien n’a été mis en confiance cette fois : { $why ->
    [limit] vous avez atteint le nombre permis.
    [one-factor] il faut un second facteur.
    [unavailable] ce n’est pas possible pour le moment.
   *[other] votre organisation ne le propose pas ici.
}
session-until = Vous restez connecté { $until }.
sign-out-button = Se déconnecter
sign-out-everywhere-button = Se déconnecter partout
sign-out-everywhere-hint = Met fin à toutes les sessions de votre compte, sur tous les appareils.
signed-out-title = Vous êtes déconnecté
signed-out-text = Fermez la fenêtre si d’autres utilisent cet appareil.
signed-out-partly = Vous êtes déconnecté de cette page. Ce que vous aviez ouvert avec elle se termine de soi-même en quelques minutes.
sign-in-again = Se connecter à nouveau
# Refusals
refused-title = Vous ne pouvez pas vous connecter ici
refused-NO_RULE = Votre organisation ne permet pas cette connexion de là où vous êtes.
refused-DENIED_BY_RULE = Votre organisation ne permet pas cette connexion de là où vous êtes.
refused-CANNOT_CHALLENGE = Votre organisation demande plus que ce que cette page peut vous proposer de là où vous êtes.
refused-ENROLMENT_REQUIRED = Votre organisation demande un code, et votre compte n’a pas encore d’authentificateur. Il ne peut pas être configuré de là où vous êtes.
refused-WRONG_CREDENTIAL_FOR_SERVICE = Ce mot de passe est celui d’un logiciel de messagerie. Ici, il faut votre mot de passe principal.
refused-RATE_LIMITED = Il y a eu trop d’essais manqués. Attendez un quart d’heure, puis réessayez.
refused-other = Votre organisation ne permet pas cette connexion.
help-ENROLMENT_REQUIRED = Configurez-le depuis le réseau de votre organisation, ou demandez à votre administrateur.
help-RATE_LIMITED = Si ce n’est pas vous qui avez essayé, prévenez votre administrateur.
help-other = Si vous pensez devoir pouvoir entrer, demandez à votre administrateur.
try-again = Réessayer
reference = Référence : { $reference }
refused-client-title = Vous ne pouvez pas continuer vers { $client }
refused-client = { $why ->
    [domain] { $client } n’est pas pour les comptes de { $domain }.
    [not-offered] Votre organisation ne permet pas d’ouvrir { $client } ainsi.
   *[other] Vous êtes connecté, mais aucune session n’a pu être ouverte pour { $client }.
}
# Errors
error-summary = Il y a un problème
problem-account-missing = Saisissez votre adresse e-mail.
problem-account-malformed = Saisissez l’adresse entière, par exemple anna@example.org.
problem-account-elsewhere = Les comptes de { $domain } ne se connectent pas ici.
problem-password-missing = Saisissez votre mot de passe.
problem-password-wrong = L’adresse ou le mot de passe est faux.
problem-password-long = Le mot de passe est trop long.
problem-code-missing = Saisissez le code.
problem-code-wrong = Le code est faux ou a déjà servi. Vérifiez-le dans l’application ou attendez le suivant.
problem-recovery-code-wrong = Le code de secours est faux ou a déjà servi.
problem-provider-refused = La réponse de votre organisation n’a pas été acceptée. Réessayez.
problem-set-up-failed = Le temps de configuration est écoulé. Connectez-vous à nouveau pour recommencer.
out-of-date-title = Cette page n’est plus à jour
out-of-date-text = Vous avez continué dans une autre fenêtre, ou attendu trop longtemps.
undecided-title = Ce n’est pas possible pour le moment
undecided-text = Votre saisie n’est pas en cause. Réessayez dans une minute.
not-found-title = Cette page n’existe pas
bad-request-title = Cela ne peut pas être juste
bad-request-text = Le lien ou le formulaire utilisé n’est pas complet, ou n’est pas destiné à cette page.
forged-text = Le formulaire ne venait pas de cette page. Revenez en arrière et réessayez.
cookies-text = Cette page a besoin de cookies. Autorisez-les et réessayez.
help-heading = Aide
language-label = Langue
# Lifetimes
lifetime-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
lifetime-hours = { $n ->
    [one] { $n } heure
   *[other] { $n } heures
}
lifetime-days = { $n ->
    [one] { $n } jour
   *[other] { $n } jours
}
skip-link = Aller au formulaire
not-me-title = Ce n’était pas vous ?
not-me-text = Alors ceci met fin à ce que quelqu’un a pu obtenir depuis :
not-me-sessions = connexions, ainsi que réseaux et appareils devenus de confiance depuis
not-me-app-passwords = mots de passe d’application créés depuis
not-me-authenticators = applications d’authentification ajoutées depuis : elles restent, mais n’ouvrent rien
not-me-button = Y mettre fin maintenant
not-me-mine = Si c’était bien vous, fermez cette page. Rien ne se passe.
not-me-over-title = Ce lien ne fonctionne plus
not-me-over-text = Les liens de ce genre fonctionnent 7 jours.
not-me-administrator = Si quelqu’un d’autre utilise votre compte, prévenez votre administrateur.
disowned-title = C’est terminé
disowned-nothing = Il n’y avait rien à terminer : aucune connexion n’est ouverte et rien n’a été ajouté depuis.
disowned-trust = { $n ->
    [one] Une connexion, un réseau ou un appareil a pris fin.
   *[other] { $n } connexions, réseaux ou appareils ont pris fin.
}
disowned-app-passwords = { $n ->
    [one] Un mot de passe d’application a pris fin.
   *[other] { $n } mots de passe d’application ont pris fin.
}
disowned-authenticators = { $n ->
    [one] Une application d’authentification n’ouvre plus rien.
   *[other] { $n } applications d’authentification n’ouvrent plus rien.
}
disowned-password = Changez maintenant votre mot de passe : la personne qui s’est connectée le connaît peut-être. Si vous ne le pouvez pas, votre administrateur vous aide.
