# Page titles and headings
sign-in-title = Se connecter à { $name }
sign-in-to-client = Vous continuerez ensuite vers { $client }.
account-label = Adresse e-mail
account-label-local = Nom
password-label = Mot de passe
sign-in-button = Se connecter
provider-button = Se connecter via votre organisation
provider-title = Connexion via votre organisation
provider-text = Les comptes de { $domain } se connectent sur la page de l’organisation. Vous reviendrez ici ensuite.
provider-go-title = Continuer auprès de votre organisation
provider-go-text = Si rien ne se passe, appuyez sur le bouton.
continue-button = Continuer
password-title = Saisissez votre mot de passe
signing-in-as = Connexion en tant que { $account }
not-you = Ce n’est pas vous ?
show-password = Afficher le mot de passe
code-title = Saisissez votre code
code-text = Ouvrez votre application d’authentification et saisissez le code qu’elle affiche maintenant.
code-text-next = Attendez que votre application d’authentification affiche le code suivant, puis saisissez-le.
code-label = Code
authenticator-label = Application d’authentification
authenticator-any = N’importe laquelle
trust-legend = Moins de questions la prochaine fois
trust-ip = Faire confiance à cette connexion Internet ({ $address }) pendant { $lifetime }
trust-ip-hint = Les logiciels de messagerie fonctionnent alors ici avec votre mot de passe. À éviter dans un café ou à l’hôtel.
trust-device = Faire confiance à ce navigateur pendant { $lifetime }
trust-device-hint = Seulement sur un appareil à vous.
recovery-link = Utiliser plutôt un code de secours
recovery-title = Saisissez un code de secours
recovery-text = C’est l’un des codes que vous avez conservés en configurant votre application d’authentification. Chacun ne sert qu’une fois.
recovery-label = Code de secours
code-link = Utiliser plutôt l’application d’authentification
# First set-up
set-up-title = Configurez la connexion en deux étapes
set-up-text = Votre organisation demande un code en plus du mot de passe. Il vous faut une application d’authentification sur votre téléphone, par exemple Aegis, 2FAS, FreeOTP ou Google Authenticator.
set-up-grace = Pour l’instant, vous pouvez vous connecter sans code. Plus tard, il vous en faudra un.
set-up-choice = Un code en plus du mot de passe protège votre boîte là où le mot de passe seul ne suffit pas.
set-up-button = Configurer
later-button = Pas maintenant
confirm-title = Scannez cette image avec votre application
confirm-text = Ouvrez votre application d’authentification, ajoutez un compte et scannez cette image.
confirm-qr = Code QR pour votre application d’authentification. La même clé figure dessous en texte.
confirm-secret = Impossible de scanner ? Saisissez cette clé dans l’application :
confirm-code-label = Code affiché par l’application
confirm-button = Confirmer
recovery-codes-title = Conservez vos codes de secours
recovery-codes-text = Si vous perdez votre téléphone, chacun de ces codes vous permet de vous connecter une fois. Imprimez-les ou enregistrez-les à l’abri des regards. Ils ne seront plus affichés.
print-button = Imprimer
save-link = Enregistrer dans un fichier
recovery-codes-button = Je les ai conservés
# Passkeys
passkey-button = Se connecter avec une clé d’accès
passkey-title = Utilisez votre clé d’accès
passkey-text = Votre navigateur ou votre clé de sécurité confirme que c’est vous.
passkey-failed = La clé d’accès n’a pas été utilisée. Réessayez, ou choisissez un autre moyen.
passkey-instead = Votre navigateur n’a pas de clés d’accès ici, ou les scripts sont désactivés. Connectez-vous ci-dessus avec votre adresse, ou utilisez un autre navigateur.
passkey-make-title = Créer une clé d’accès
passkey-make-text = Une clé d’accès se trouve sur votre appareil, dans votre gestionnaire de mots de passe ou sur une clé de sécurité. Elle vous connecte avec votre empreinte, votre visage ou un code PIN, et sur cette page seulement.
passkey-make-button = Créer une clé d’accès
passkey-make-instead = Votre navigateur ne crée pas de clés d’accès ici, ou les scripts sont désactivés. Reconnectez-vous et configurez une application d’authentification, ou utilisez un autre navigateur.
set-up-passkey-button = Configurer une clé d’accès
set-up-either = Vous pouvez configurer une application d’authentification ou une clé d’accès.
set-up-lost = Vous avez montré que c’est vous. Créez une nouvelle clé d’accès, et connectez-vous avec elle.
passkey-only-text = Les comptes de { $domain } se connectent avec une clé d’accès.
lost-passkey-link = Vous avez perdu votre clé d’accès ?
lost-passkey-title = Créer une nouvelle clé d’accès
lost-passkey-text = Saisissez votre mot de passe et l’un des codes de récupération que vous avez gardés. Ensuite vous créez une nouvelle clé d’accès.
passkey-made-title = Votre nouvelle clé d’accès est prête
passkey-made-text = Connectez-vous maintenant avec elle. Supprimez celle que vous avez perdue là où vous gérez votre connexion, ou demandez à votre administrateur.
problem-passkey-refused = La clé d’accès n’a pas été acceptée. Réessayez, ou choisissez un autre moyen.
problem-passkey-not-made = Aucune clé d’accès n’a été créée. Réessayez, ou choisissez un autre moyen.
# Signed in
sign-out-title = Se déconnecter ?
stay-button = Rester connecté
signed-in-title = Vous êtes connecté
signed-in-as = Connecté en tant que { $account }
going-on-title = Vous êtes connecté
going-on-text = Ouverture de { $client }…
until-today = aujourd’hui jusqu’à { $time }
until-tomorrow = jusqu’à demain { $time }
until-day = jusqu’au { $day } à { $time }
granted-ip = Cette connexion Internet est de confiance { $until }.
granted-device = Ce navigateur est de confiance { $until }.
refused-trust = La confiance n’a pas été enregistrée : { $why ->
    [limit] vous avez atteint le nombre permis.
    [one-factor] il faut se connecter avec plus que le mot de passe.
    [unavailable] ce n’est pas possible pour le moment.
   *[other] votre organisation ne le propose pas ici.
}
session-until = Vous restez connecté { $until }.
sign-out-button = Se déconnecter
sign-out-everywhere-button = Se déconnecter partout
sign-out-everywhere-hint = Met fin à toutes les sessions de votre compte, sur tous les appareils.
signed-out-title = Vous êtes déconnecté
signed-out-text = Fermez la fenêtre si d’autres utilisent cet appareil.
signed-out-partly = Vous êtes déconnecté de cette page. Ce que vous avez ouvert à partir d’ici se ferme de lui-même en quelques minutes.
sign-in-again = Se connecter à nouveau
# Refusals
refused-title = Vous ne pouvez pas vous connecter ici
refused-NO_RULE = Votre organisation ne permet pas cette connexion depuis l’endroit où vous êtes.
refused-DENIED_BY_RULE = Votre organisation ne permet pas cette connexion depuis l’endroit où vous êtes.
refused-CANNOT_CHALLENGE = Depuis l’endroit où vous êtes, votre organisation demande plus que ce que cette page permet.
refused-ENROLMENT_REQUIRED = Votre organisation demande un code, et votre compte n’a pas encore d’application d’authentification. Elle ne peut pas être configurée depuis l’endroit où vous êtes.
refused-WRONG_CREDENTIAL_FOR_SERVICE = Ce mot de passe est celui d’un logiciel de messagerie. Ici, il faut votre mot de passe principal.
refused-RATE_LIMITED = Il y a eu trop de tentatives infructueuses. Attendez un quart d’heure, puis réessayez.
refused-other = Votre organisation ne permet pas cette connexion.
help-ENROLMENT_REQUIRED = Configurez-la depuis le réseau de votre organisation, ou contactez votre administrateur.
help-RATE_LIMITED = Si ces tentatives ne venaient pas de vous, prévenez votre administrateur.
help-other = Si vous pensez avoir droit à cet accès, contactez votre administrateur.
try-again = Réessayer
reference = Référence : { $reference }
refused-client-title = { $client } ne peut pas être ouvert
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
problem-password-wrong = L’adresse ou le mot de passe est incorrect.
problem-password-long = Le mot de passe est trop long.
problem-code-missing = Saisissez le code.
problem-code-wrong = Le code est incorrect ou a déjà servi. Vérifiez-le dans l’application ou attendez le suivant.
problem-recovery-code-wrong = Le code de secours est incorrect ou a déjà servi.
problem-provider-refused = La réponse de votre organisation n’a pas été acceptée. Réessayez.
problem-set-up-failed = Le temps de configuration est écoulé. Connectez-vous à nouveau pour recommencer.
out-of-date-title = Cette page a expiré
out-of-date-text = Vous avez continué dans une autre fenêtre, ou attendu trop longtemps.
undecided-title = Ce n’est pas possible pour le moment
undecided-text = Votre saisie n’est pas en cause. Réessayez dans une minute.
not-found-title = Cette page n’existe pas
bad-request-title = Cela n’a pas fonctionné
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
not-me-authenticators = applications d’authentification et clés d’accès ajoutées depuis : elles restent, mais n’ouvrent rien
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
disowned-passkeys = { $n ->
    [one] Une clé d’accès n’ouvre plus rien.
   *[other] { $n } clés d’accès n’ouvrent plus rien.
}
disowned-password = Changez maintenant votre mot de passe : la personne qui s’est connectée le connaît peut-être. Si vous ne le pouvez pas, votre administrateur vous aide.
