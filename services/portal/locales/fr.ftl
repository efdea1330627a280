# Page titles and headings
sign-in-title = Se connecter à { $name }
sign-in-to-client = Vous continuerez ensuite vers { $client }.
account-label = Adresse e-mail
account-label-local = Nom d’utilisateur
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
not-you = Ce n’est pas vous ?
show-password = Afficher le mot de passe
code-title = Saisissez votre code
code-next-title = Encore un code
code-text = Ouvrez votre application d’authentification et saisissez le code qu’elle affiche maintenant.
code-text-next = Votre application est configurée. Un code ne sert qu’une fois : attendez que l’application affiche le suivant, une demi-minute au plus, et connectez-vous avec.
code-text-proof = Ouvrez votre application d’authentification et entrez un code que vous n’avez pas encore utilisé. Si elle montre encore celui que vous avez utilisé, attendez le suivant.
code-label = Code
authenticator-label = Application d’authentification
authenticator-any = N’importe laquelle
trust-legend = Moins de questions ensuite
trust-ip = Faire confiance à cette connexion Internet ({ $address }) pendant { $lifetime }
trust-ip-hint = Les logiciels de messagerie fonctionnent alors ici avec votre mot de passe. À éviter dans un café ou à l’hôtel.
trust-device = Faire confiance à ce navigateur pendant { $lifetime }
trust-device-hint = Seulement sur un appareil à vous.
recovery-link = Utiliser plutôt un code de secours
recovery-title = Saisissez un code de secours
recovery-text = Saisissez l’un des codes que vous avez conservés en configurant la connexion en deux étapes. Chacun ne sert qu’une fois.
recovery-label = Code de secours
code-link = Utiliser plutôt l’application d’authentification
# First set-up
set-up-title = Configurez la connexion en deux étapes
set-up-text = Votre organisation demande un code en plus du mot de passe. Il vous faut une application d’authentification sur votre téléphone, par exemple Aegis, 2FAS, FreeOTP ou Google Authenticator.
set-up-text-passkey = Votre organisation demande une clé d’accès en plus du mot de passe. Elle est conservée par votre appareil, votre gestionnaire de mots de passe ou une clé de sécurité.
set-up-grace = Pour l’instant, vous pouvez vous connecter sans code. Plus tard, il vous en faudra un.
set-up-choice = Une seconde étape protège votre boîte même si quelqu’un apprend votre mot de passe.
set-up-button = Configurer une application
later-button = Pas maintenant
confirm-title = Scannez cette image avec votre application
confirm-text = Ouvrez votre application d’authentification, ajoutez un compte et scannez cette image.
confirm-qr = Code QR pour votre application d’authentification. La même clé figure dessous en texte.
confirm-secret = Impossible de scanner ? Saisissez cette clé dans l’application :
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
passkey-not-here = Vous ne l’avez pas avec vous ? Utilisez un appareil qui la contient, ou demandez à votre administrateur.
passkey-failed = La clé d’accès n’a pas été utilisée. Réessayez, ou choisissez un autre moyen.
passkey-instead = Votre navigateur n’a pas de clés d’accès ici, ou JavaScript est désactivé. Connectez-vous ci-dessus avec votre adresse, ou utilisez un autre navigateur.
passkey-make-title = Créer une clé d’accès
passkey-make-text = Une clé d’accès se trouve sur votre appareil, dans votre gestionnaire de mots de passe ou sur une clé de sécurité. Elle vous connecte avec votre empreinte, votre visage ou un code PIN, et sur cette page seulement.
passkey-make-now = Appuyez sur le bouton. Votre navigateur demande ensuite où conserver la clé d’accès.
passkey-make-models = Seuls ces modèles peuvent être utilisés ici : { $models }. Si le navigateur demande s’il peut indiquer le modèle, acceptez.
moving-title = Votre page de connexion a changé d’adresse
moving-text = Les clés d’accès créées ici fonctionnent { $until }. Ensuite, elles ne connectent plus. Ajoutez-en une avant sur la nouvelle page, { $host }.
moving-link = Ajouter une clé d’accès sur { $host }
passkey-make-button = Créer une clé d’accès
passkey-make-instead = Votre navigateur ne crée pas de clés d’accès ici, ou JavaScript est désactivé. Reconnectez-vous et configurez une application d’authentification, ou utilisez un autre navigateur.
set-up-passkey-button = Configurer une clé d’accès
set-up-text-either = Votre organisation demande plus que le mot de passe : un code d’une application d’authentification sur votre téléphone, ou une clé d’accès conservée par votre appareil.
set-up-lost = Vous avez montré que c’est vous. Créez une nouvelle clé d’accès, et connectez-vous avec elle.
passkey-only-text = Les comptes de { $domain } se connectent avec une clé d’accès.
lost-passkey-link = Vous avez perdu votre clé d’accès ?
lost-passkey-title = Créer une nouvelle clé d’accès
lost-passkey-text = Saisissez votre mot de passe et l’un des codes de secours que vous avez conservés. Ensuite vous créez une nouvelle clé d’accès.
passkey-made-title = Votre nouvelle clé d’accès est prête
passkey-made-text = Connectez-vous maintenant avec elle. Retirez ensuite celle que vous avez perdue sous « Mes connexions ».
problem-passkey-refused = La clé d’accès n’a pas été acceptée. Réessayez, ou choisissez un autre moyen.
problem-passkey-not-made = Aucune clé d’accès n’a été créée. Réessayez, ou choisissez un autre moyen.
problem-passkey-elsewhere = Les clés d’accès se créent maintenant sur { $host }. Connectez-vous là pour en ajouter une, ou configurez ici une application d’authentification.
problem-passkey-model = Cette clé d’accès n’est pas d’un modèle utilisable ici. Connectez-vous à nouveau, et prenez l’un de ceux-ci : { $models }.
problem-passkey-attestation = Le navigateur n’a pas montré le modèle de cette clé d’accès, ou son fabricant ne le confirme pas. Connectez-vous à nouveau, prenez l’un de ceux-ci, et laissez le navigateur l’indiquer : { $models }.
# Signed in
sign-out-title = Se déconnecter ?
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
refused-trust = La confiance n’a pas été enregistrée : { $why ->
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
sign-in-ended = Vous n’êtes plus connecté ici : votre connexion a pris fin, ou quelque chose a changé dans votre compte. Connectez-vous de nouveau.
# Refusals
refused-title = Vous ne pouvez pas vous connecter ici
refused-NO_RULE = Votre organisation ne permet pas cette connexion depuis l’endroit où vous êtes.
refused-DENIED_BY_RULE = Votre organisation ne permet pas cette connexion depuis l’endroit où vous êtes.
refused-CANNOT_CHALLENGE = Depuis l’endroit où vous êtes, votre organisation demande plus que ce que cette page permet.
refused-ENROLMENT_REQUIRED = Votre organisation demande une seconde étape, et votre compte n’en a pas encore. Elle ne peut pas être configurée depuis l’endroit où vous êtes.
refused-WRONG_CREDENTIAL_FOR_SERVICE = Ce mot de passe est celui d’un logiciel de messagerie. Ici, il faut votre mot de passe principal.
refused-RATE_LIMITED = Il y a eu trop de tentatives infructueuses. Attendez un quart d’heure, puis réessayez.
refused-other = Votre organisation ne permet pas cette connexion.
help-ENROLMENT_REQUIRED = Configurez-la depuis le réseau de votre organisation, ou contactez votre administrateur.
help-RATE_LIMITED = Si ces tentatives ne venaient pas de vous, prévenez votre administrateur.
help-other = Si vous pensez avoir droit à cet accès, contactez votre administrateur.
try-again = Réessayer
other-account-link = Utiliser un autre compte
reference = Référence : { $reference }
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
bad-request-text = Le lien n’est pas complet, ou n’est pas destiné à cette page.
begin-again-text = Retournez d’où vous venez, par exemple à votre webmail, et recommencez là.
forged-text = Ce que vous avez envoyé ne venait pas de cette page. Recommencez ici.
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
not-me-title = Ce n’était pas vous ?
not-me-text = Alors ceci met fin à ce que quelqu’un a pu obtenir depuis :
not-me-sessions = connexions, ainsi que réseaux et appareils devenus de confiance depuis
not-me-app-passwords = mots de passe d’application créés depuis
not-me-authenticators = applications d’authentification et clés d’accès ajoutées depuis : elles restent, mais n’ouvrent rien
not-me-button = Y mettre fin maintenant
not-me-mine = Si c’était bien vous, fermez cette page. Rien ne se passe.
not-me-over-title = Ce lien ne fonctionne plus
not-me-over-text = Les liens de ce genre fonctionnent 7 jours.
not-me-administrator = Si quelqu’un d’autre utilise votre compte, prévenez votre administrateur.
disowned-title = C’est terminé
disowned-nothing = Il n’y avait rien à terminer : aucune connexion n’est ouverte et rien n’a été ajouté depuis.
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
disowned-password = Changez maintenant votre mot de passe : la personne qui s’est connectée le connaît peut-être. Si vous ne le pouvez pas, votre administrateur vous aide.
# My sign-in
my-nav = Mes connexions
my-home = Aperçu
my-poor = Les informations de votre compte ne peuvent pas être affichées pour le moment. Réessayez dans une minute.
my-access-title = Où vous êtes connecté
my-access-hint = Sessions, connexions et appareils de confiance. Mettez fin à ce que vous ne reconnaissez pas.
when-today = aujourd’hui, { $time }
when-yesterday = hier, { $time }
when-day = { $day }, { $time }
trust-session-heading = Sessions
trust-session-about = Navigateurs et applications où vous vous êtes connecté.
trust-session-none = Vous n’avez pas d’autre session que cette page.
trust-ip-heading = Connexions Internet de confiance
trust-ip-about = Les logiciels de messagerie y fonctionnent avec votre mot de passe.
trust-ip-none = Vous ne faites confiance à aucune connexion Internet.
trust-device-heading = Navigateurs et appareils de confiance
trust-device-about = On y demande moins à la connexion.
trust-device-none = Vous ne faites confiance à aucun navigateur ni appareil.
session-of-page = Cette page de connexion
session-here = ce navigateur
ip-here = là où vous êtes
since = depuis { $when }
last-used = Dernière utilisation { $when }, depuis { $address }
never-used = Pas encore utilisé
end-session-button = Mettre fin à la session
end-trust-button = Ne plus faire confiance
end-all-heading = Tout arrêter
end-all-hint = { $n ->
    [one] Met fin à l’entrée ci-dessus. Vous êtes aussi déconnecté ici et vous vous reconnectez avec tout ce qui est demandé.
   *[other] Met fin aux { $n } entrées ci-dessus. Vous êtes aussi déconnecté ici et vous vous reconnectez avec tout ce qui est demandé.
}
end-all-button = Tout arrêter
done-ended = C’est terminé.
done-trusted = Cette connexion Internet est maintenant de confiance.
service-WebUI = Webmail
service-WebAdminUI = Administration
service-Imap = Lecture du courrier (IMAP)
service-Pop3 = Relève du courrier (POP3)
service-Smtp = Envoi du courrier (SMTP)
service-EAS = Téléphone (Exchange ActiveSync)
service-Dav = Agenda et contacts
service-SOAP = Autres programmes du serveur de messagerie
service-Sieve = Filtres de courrier
service-MobileApp = Application mobile
service-DesktopApp = Application de bureau
service-Chat = Discussion
service-Cli = Ligne de commande
my-ways-title = Applications d’authentification, clés d’accès et codes de secours
my-ways-hint = Voir, renommer et retirer ce qui vous connecte. Nouveaux codes de secours.
my-authenticator-title = Ajouter une application d’authentification
my-authenticator-hint = Pour votre premier téléphone, un autre, ou après une perte.
my-passkey-title = Ajouter une clé d’accès
my-passkey-hint = Connectez-vous avec votre empreinte, votre visage ou un code PIN.
my-app-password-title = Créer un mot de passe d’application
my-app-password-hint = Pour un logiciel de messagerie ou un téléphone qui ne peut pas demander de code.
my-app-passwords-title = Mots de passe d’application
my-app-passwords-hint = Voir où ils ont servi en dernier, et y mettre fin.
prove-title = Confirmez que c’est bien vous
prove-text = Ensuite : { $act }
cancel-link = Annuler
other-account-text = Vous avez confirmé un autre compte que celui qui est connecté ici. Rien n’a été modifié.
not-done-title = Rien n’a été modifié
needs-second-title = Configurez d’abord une seconde étape
needs-second-text = Votre mot de passe seul ne suffit pas ici. Configurez une application d’authentification ou une clé d’accès, puis revenez.
authenticators-heading = Applications d’authentification
authenticators-none = Vous n’en avez pas.
authenticator-about = Une application d’authentification affiche un nouveau code toutes les trente secondes. Donnez-lui un nom que vous reconnaîtrez.
authenticator-name = Mon téléphone
passkey-name = Ma clé d’accès
label-label = Nom
suspended = n’ouvre rien
restore-button = Le réactiver
remove-link = Retirer
rename-link = Renommer
rename-authenticator-title = Renommer l’application d’authentification
recovery-heading = Codes de secours
recovery-left = { $n ->
    [0] Il n’en reste aucun.
    [one] Il reste un code.
   *[other] Il reste { $n } codes.
}
recovery-new-button = Créer de nouveaux codes de secours
recovery-new-hint = Les codes actuels ne fonctionneront plus.
passkeys-heading = Clés d’accès
passkeys-none = Vous n’en avez pas.
passkey-moving = Elle fonctionne sur { $host } { $until }. Ajoutez-en une autre ici.
passkey-moving-here = Elle fonctionne ici { $until }.
used-when = Dernière utilisation { $when }
remove-title = Retirer « { $label } » ?
remove-text = Cela ne vous connectera plus. Toutes vos sessions prennent fin et plus aucune connexion ni aucun appareil n’est de confiance. Les mots de passe d’application restent.
remove-last = { $n ->
    [0] C’est le dernier : il ne restera que votre mot de passe. Là où une seconde étape est demandée, vous ne pourrez plus vous connecter avant d’en avoir configuré une autre.
   *[other] C’est le dernier : vos codes de secours ({ $n }) prennent fin avec lui, et il ne reste que votre mot de passe. Là où une seconde étape est demandée, vous ne pourrez plus vous connecter avant d’en avoir configuré une autre.
}
remove-button = Retirer
keep-link = Conserver
rename-passkey-title = Renommer la clé d’accès
rename-button = Enregistrer le nom
ended-with-it = Vos sessions ont pris fin. Reconnectez-vous pour continuer.
app-passwords-about = Un mot de passe d’application ouvre votre boîte à un seul programme, et rien d’autre. Votre propre mot de passe reste chez vous.
app-passwords-tick = Cochez ceux auxquels mettre fin. Une seule confirmation suffit pour plusieurs.
app-passwords-nowhere = Votre organisation ne laisse entrer aucun programme avec un mot de passe d’application.
app-passwords-none = Vous n’en avez pas.
app-password-one-factor = Il prend fin quand vous configurez votre première seconde étape, sauf si vous le conservez.
end-app-passwords-button = Mettre fin à la sélection
app-password-label = Nom, par exemple « Outlook à la maison »
app-password-for = Ce qu’il ouvre
expiry-label = Durée de validité
expiry-never = jusqu’à ce que vous y mettiez fin
app-password-button = Créer
app-password-made-title = Mot de passe d’application pour « { $label } »
app-password-made-text = Saisissez-le maintenant dans votre programme. Il ne sera plus affiché.
setting-user = Nom d’utilisateur
setting-password = Mot de passe
app-password-kept-button = Je l’ai saisi
keep-app-passwords = Conserver les mots de passe d’application créés auparavant
keep-app-passwords-hint = Sinon, ceux créés avec le seul mot de passe prennent fin maintenant.
done-authenticator-added = L’application d’authentification est ajoutée.
asks-again = Avant la prochaine modification, vous confirmerez à nouveau que c’est bien vous.
done-authenticator-renamed = L’application d’authentification a son nouveau nom.
done-authenticator-restored = L’application d’authentification fonctionne de nouveau.
done-authenticator-removed = L’application d’authentification est retirée
done-passkey-added = La clé d’accès est ajoutée.
done-passkey-renamed = La clé d’accès a son nouveau nom.
done-passkey-removed = La clé d’accès est retirée
done-recovery-codes = Vos nouveaux codes de secours sont valables dès maintenant.
done-app-password-made = Le mot de passe d’application est valable dès maintenant.
done-app-passwords-ended = { $n ->
    [one] Le mot de passe d’application a pris fin. Le programme qui l’utilisait en a besoin d’un autre.
   *[other] { $n } mots de passe d’application ont pris fin. Chaque programme qui en utilisait un en a besoin d’un autre.
}
problem-label-missing = Saisissez un nom.
problem-label-wrong = Saisissez un autre nom.
problem-services-missing = Choisissez ce qu’il ouvre.
problem-none-ticked = Cochez ce à quoi mettre fin.
problem-too-many = Vous en avez autant que possible. Mettez fin à l’un de ceux que vous n’utilisez plus.
my-sign-ins-title = Connexions récentes
my-sign-ins-hint = Qui a essayé, d’où, et que faire quand un programme a été refusé.
sign-ins-about = De navigateurs et de logiciels de messagerie. Si vous n’en reconnaissez pas une, mettez fin à tout et changez votre mot de passe.
sign-ins-none = Rien encore. Les connexions apparaissent ici en quelques secondes.
older-link = Plus anciennes
another-place = un autre lieu
service-other = Un autre programme
outcome-allowed = Accepté
outcome-unfinished = Inachevé
outcome-refused = Refusé
unfinished = La connexion a été commencée, sans mot de passe ni code.
unfinished-right = Le mot de passe était bon ; la seconde étape n’a pas été faite. Si ce n’était pas vous, changez-le.
why-BAD_CREDENTIALS = Le mot de passe était faux.
why-BAD_SECOND_FACTOR = Le code était faux.
why-BAD_PASSKEY = La clé d’accès n’a pas été acceptée.
why-BAD_SAML_RESPONSE = La réponse de votre organisation n’a pas été acceptée.
why-WRONG_CREDENTIAL_FOR_SERVICE = Ce mot de passe n’ouvre pas cela.
why-NO_RULE = Votre organisation ne le permet pas depuis cet endroit.
why-DENIED_BY_RULE = Votre organisation ne le permet pas depuis cet endroit.
why-CANNOT_CHALLENGE = Depuis cet endroit, il faut plus qu’un mot de passe, et le programme ne peut pas vous le demander.
why-ENROLMENT_REQUIRED = Depuis cet endroit, il faut une seconde étape, et vous n’en avez pas encore.
why-RATE_LIMITED = Il y a eu trop d’essais manqués.
why-SESSION_ENDED = La session avait pris fin.
why-other = Ce n’était pas permis.
help-again = Cela serait accepté maintenant. Réessayez.
help-wait = Attendez un quart d’heure, puis réessayez.
help-nothing = Rien de ce que vous pouvez faire n’aiderait. Demandez à votre administrateur.
help-heading-ways = Ceci aiderait :
help-later-heading = Attendez un quart d’heure. Ensuite, ceci aiderait :
then = Puis :
way-present-password = Saisissez votre mot de passe principal.
way-present-app-password = Utilisez un de vos mots de passe d’application.
way-present-otp = Saisissez un code de votre application d’authentification.
way-present-otp-or-recovery-code = Saisissez un code de votre application d’authentification ou un code de secours.
way-present-recovery-code = Saisissez un code de secours.
way-present-passkey = Utilisez votre clé d’accès.
way-present-passkey-at = Utilisez votre clé d’accès sur { $hosts }.
way-present-saml = Connectez-vous auprès de votre organisation.
way-app-password = Créer un mot de passe d’application : { $service }
way-app-password-program = Créer un mot de passe d’application pour { $program } : { $service }
way-enrol-otp = Configurer une application d’authentification
way-enrol-passkey = Configurer une clé d’accès
way-trust-here = Faire confiance à cette connexion { $until }
way-trust-there = Connectez-vous depuis cet endroit ({ $address }) avec un navigateur et faites confiance à cette connexion { $until }.
way-trust-device = Connectez-vous avec cet appareil et faites-lui confiance { $until }.
way-sign-in = Reconnectez-vous à { $client }.
way-come-from = Connectez-vous depuis : { $networks }.
way-from-networks = { $text } (depuis : { $networks })
done-passkey-restored = La clé d’accès fonctionne de nouveau.
my-password-title = Changer votre mot de passe
my-password-hint = Le mot de passe principal de votre compte.
password-elsewhere = Votre organisation conserve votre mot de passe ailleurs. Changez-le là où vous le changez pour votre ordinateur, ou demandez à votre administrateur.
password-change-text = Toutes les sessions prennent fin et vous vous connectez avec le nouveau mot de passe. Les mots de passe d’application restent, sauf si votre organisation y met fin.
current-password-label = Mot de passe actuel
new-password-label = Nouveau mot de passe
new-password-hint = Au moins { $n } caractères. Plusieurs mots sans rapport entre eux conviennent bien.
password-change-button = Changer le mot de passe
weak-keyboard = Des touches voisines se devinent vite.
weak-repeat = Les répétitions et suites comme abc se devinent vite.
weak-dates = Les dates et les années se devinent vite.
weak-common = Les mots et mots de passe courants se devinent vite.
weak-names = Les noms, surtout le vôtre, se devinent vite.
done-password-changed = Votre mot de passe est changé
problem-current-missing = Saisissez votre mot de passe actuel.
problem-current-wrong = Le mot de passe actuel est faux.
problem-rate-limited = Il y a eu trop d’essais manqués. Attendez un quart d’heure, puis réessayez.
problem-new-missing = Saisissez un nouveau mot de passe.
problem-new-short = Le nouveau mot de passe doit avoir au moins { $n } caractères.
problem-new-long = Le nouveau mot de passe est trop long.
problem-new-weak = Le nouveau mot de passe est trop facile à deviner.
problem-new-breached = Le nouveau mot de passe figure sur des listes de mots de passe volés. Choisissez-en un autre.
problem-new-same = C’est votre mot de passe actuel. Choisissez-en un autre.
setting-imap = Réception : serveur IMAP
setting-pop3 = Réception : serveur POP3
setting-smtp = Envoi : serveur SMTP
setting-port = port { $port }
programs-heading = Comment le saisir
program-thunderbird = Thunderbird
program-thunderbird-text = Choisissez Nouveau, puis Compte courrier existant. Saisissez votre nom, votre adresse et ce mot de passe. Thunderbird trouve les serveurs.
program-outlook = Outlook
program-outlook-text = Choisissez Fichier, puis Ajouter un compte. Saisissez votre adresse, choisissez les options avancées et IMAP, puis les serveurs ci-dessus et ce mot de passe.
program-apple = Apple Mail
program-apple-text = Téléchargez le profil et ouvrez-le. Confirmez-le dans les Réglages Système, sous Profils.
program-android = Android
program-android-text = Dans l’application Gmail, ouvrez les paramètres, choisissez Ajouter un compte, puis Autre. Saisissez votre adresse, choisissez IMAP, puis ce mot de passe et les serveurs ci-dessus.
program-ios = iPhone et iPad
program-ios-text = Si vous voyez cette page sur l’appareil même, téléchargez le profil ; il attend ensuite en haut des Réglages. Sinon, ouvrez Réglages, Mail, Ajouter un compte, Autre, et saisissez ce qui figure ci-dessus.
profile-with-password = Mettre le mot de passe dans le profil. Supprimez ensuite le fichier.
profile-button = Télécharger le profil
my-trust-ip-title = Faire confiance à cette connexion Internet
disowned-address = La seconde adresse pour les avis, ajoutée depuis, est retirée. Elle en est informée.
confirm-address-title = Des avis à cette adresse ?
confirm-address-text = Les avis de sécurité du compte de messagerie { $account } arrivent aussi à { $address } si vous confirmez.
confirm-address-button = Confirmer cette adresse
confirm-address-else = Vous ne connaissez pas ce compte ? Fermez cette page : rien ne change.
address-confirmed-title = Cette adresse reçoit des avis
address-confirmed-text = Les avis de sécurité de { $account } arrivent désormais à { $address }.
switch-off-title = Plus de messages de ce type ?
switch-off-text = Ces messages sur { $account } sont désactivés :
switch-off-button = Désactiver
switch-off-else = Les avis sur les mots de passe, les seconds facteurs et les nouvelles connexions arrivent toujours.
notices-off-title = Désactivé
notices-off-text = Ces messages sur { $account } n’arrivent plus.
link-over-title = Ce lien n’est plus valable
link-over-text = Il a été utilisé, il est trop ancien ou un plus récent le remplace.
notice-kind-trust-granted = Une connexion ou un appareil est approuvé
notice-kind-app-password-expired = Un mot de passe d’application a expiré
notice-kind-locked = Quelqu’un a essayé de se connecter et a été arrêté
# What an administrator confirms for the console
console-act-text = Connectez-vous à nouveau pour confirmer ce que vous faites dans la console :
console-act = { $act ->
    [reset-otp] Réinitialiser le second facteur de { $account }
    [recovery-codes] Créer de nouveaux codes de secours pour { $account }
    [remove-passkeys] Supprimer des clés d’accès de { $account }
    [set-password] Définir un nouveau mot de passe pour { $account }
    [revoke-app-password] Révoquer un mot de passe d’application de { $account }
    [put-client] Enregistrer ou modifier le client { $account } de la page de connexion
    [remove-client] Supprimer le client { $account } de la page de connexion
   *[remove-second-address] Supprimer la seconde adresse de { $account }
}
# Ses propres avis
my-notices-title = Avis
my-notices-hint = Messages sur ce qui arrive à votre compte : où ils vont, et lesquels vous recevez.
my-second-address-title = Indiquer une seconde adresse
my-remove-second-address-title = Retirer la seconde adresse
notices-none = Aucun avis n’est envoyé ici : votre administrateur ne les a pas mis en place.
notices-away = Vos avis ne peuvent pas être affichés pour le moment. Réessayez dans une minute. Si cela n’aide pas, demandez à votre administrateur si les avis sont mis en place ici.
notices-where-heading = Où ils vont
notices-where = Dans votre boîte aux lettres. Une seconde adresse reçoit aussi les plus importants : celui qui lit votre boîte ne peut pas vous les cacher là-bas.
second-address-none = Vous n’avez pas de seconde adresse.
second-address-active = Elle reçoit des avis
second-address-waiting = pas encore confirmée
second-address-asked = Un lien y a été envoyé. Ouvrez-le et appuyez sur le bouton. Il est valable { $until }.
second-address-removed = retirée
second-address-former = Elle reçoit encore des avis { $until }.
second-address-other = Indiquer une autre adresse
notices-which-heading = Lesquels vous recevez
notice-off = désactivé
switch-on-button = Activer
notice-off-for-domain = Votre organisation l’a désactivé pour tous.
second-address-text = Le mieux est une adresse qui ne dépend pas de cette boîte. Un lien y est envoyé. Les avis y vont dès que quelqu’un a ouvert le lien et l’a confirmé.
second-address-instead = Elle remplace { $address }. Cette adresse en est informée et reçoit des avis pendant encore trois jours.
second-address-link-ends = Le lien envoyé à { $address } n’est alors plus valable.
second-address-label = Seconde adresse de messagerie
second-address-button = Envoyer le lien
remove-second-address-text = Votre boîte et cette adresse en sont informées. L’adresse reçoit des avis pendant encore trois jours, afin que personne ne la retire à votre insu.
done-second-address-asked = Le lien est en route. Ouvrez-le à la seconde adresse dans les 24 heures.
done-second-address-removed = La seconde adresse est retirée.
done-notices-on = Ces messages arrivent de nouveau.
done-notices-off = Ces messages n’arrivent plus.
problem-address-missing = Saisissez une adresse de messagerie.
problem-address-malformed = Saisissez une adresse complète, par exemple anna@example.org.
problem-address-own = C’est votre propre boîte, où les avis vont de toute façon. Saisissez une autre adresse.
problem-links-used-up = Tant de liens ont été envoyés aujourd’hui qu’il n’est plus possible d’en envoyer. Réessayez demain.
# What changed
my-changes-title = Ce qui a changé
my-changes-hint = Ce qui est arrivé à votre compte, et les avis que vous n’avez pas encore vus.
unseen-notices = { $n ->
    [one] Un avis que vous n’avez pas encore vu
   *[other] { $n } avis que vous n’avez pas encore vus
}
unseen-heading = Avis que vous n’avez pas encore vus
unseen-about = Chacun est aussi parti par courriel. Le courriel en dit plus, et a un lien au cas où ce n’était pas vous.
unseen-badge = nouveau
unseen-more = { $n ->
    [one] Et un autre.
   *[other] Et { $n } autres.
}
unseen-button = Je les ai vus
done-notices-seen = Ces avis sont marqués comme vus.
changes-heading = Changements
changes-about = Applications d’authentification, clés d’accès, mots de passe et connexions de confiance. Si vous n’en reconnaissez pas un, mettez fin à tout et changez votre mot de passe.
changes-none = Rien n’a changé jusqu’ici.
changed-by-administrator = Votre administrateur l’a fait.
changed-authenticator-renamed = Une application d’authentification a un autre nom
changed-passkey-renamed = Une clé d’accès a un autre nom
changed-app-password-many-networks = Un mot de passe d’application a servi depuis de nombreux endroits
changed-disowned = « Ce n’était pas moi » a été pressé dans un avis
changed-trust-ended = Une connexion ou un appareil n’est plus de confiance
changed-trust-expired = La confiance dans une connexion ou un appareil a expiré
changed-sign-in = Nouvelle connexion à votre messagerie
changed-sign-in-refused = Quelqu’un qui a votre mot de passe a été refusé
changed-trust-granted = Une connexion internet ou un appareil est désormais de confiance
changed-trust-stolen = Un appareil de confiance a été copié
changed-authenticator-added = Une application d’authentification a été ajoutée
changed-authenticator-removed = Une application d’authentification a été retirée
changed-authenticator-suspended = Une application d’authentification est suspendue
changed-authenticator-restored = Une application d’authentification fonctionne de nouveau
changed-passkey-added = Une clé d’accès a été ajoutée
changed-passkey-removed = Une clé d’accès a été retirée
changed-passkey-suspended = Une clé d’accès est suspendue
changed-passkey-restored = Une clé d’accès fonctionne de nouveau
changed-passkey-copied = Une clé d’accès a peut-être été copiée
changed-passkey-host-moves = Votre page de connexion change d’adresse
changed-enrolment-due = Configurez votre second facteur
changed-app-password-added = Un mot de passe d’application a été créé
changed-app-password-removed = Un mot de passe d’application a été supprimé
changed-app-password-expired = Un mot de passe d’application a expiré
changed-factors-reset = Vos seconds facteurs ont été réinitialisés
changed-recovery-code-used = Un code de secours a été utilisé
changed-recovery-codes-new = Vous avez de nouveaux codes de secours
changed-password-changed = Votre mot de passe a été modifié
changed-locked = Quelqu’un a tenté d’accéder à votre messagerie
changed-second-address-added = Vos avis arrivent aussi à une seconde adresse
changed-second-address-removed = Vos avis n’arrivent plus à une seconde adresse
