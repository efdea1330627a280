# Page titles and headings
sign-in-title = تسجيل الدخول إلى { $name }
sign-in-to-client = ستنتقل بعد ذلك إلى { $client }.
account-label = عنوان البريد
account-label-local = اسم المستخدم
password-label = كلمة المرور
sign-in-button = تسجيل الدخول
provider-button = تسجيل الدخول عبر مؤسستك
provider-title = تسجيل الدخول عبر مؤسستك
provider-text = حسابات { $domain } تسجّل الدخول في صفحة المؤسسة نفسها، ثم تعود إلى هنا.
provider-go-title = المتابعة لدى مؤسستك
provider-go-text = إن لم يحدث شيء فاضغط الزر.
continue-button = متابعة
password-title = أدخل كلمة المرور
signing-in-as = تسجيل الدخول باسم { $account }
not-you = لست أنت؟
show-password = إظهار كلمة المرور
code-title = أدخل الرمز
code-next-title = رمز آخر
code-text = افتح تطبيق المصادقة وأدخل الرمز الذي يعرضه الآن.
code-text-next = تم إعداد تطبيقك. كل رمز يصلح مرة واحدة فقط: انتظر حتى يعرض التطبيق الرمز التالي، نصف دقيقة على الأكثر، ثم سجّل الدخول به.
code-text-proof = افتح تطبيق المصادقة وأدخل رمزًا لم تستخدمه بعد. إن كان لا يزال يعرض الرمز الذي استخدمته، فانتظر التالي.
code-label = الرمز
authenticator-label = تطبيق المصادقة
authenticator-any = أيّ منها
trust-legend = طلبات أقلّ في المرة القادمة
trust-ip = الوثوق باتصال الإنترنت هذا ({ $address }) لمدة { $lifetime }
trust-ip-hint = تعمل برامج البريد من هنا بكلمة مرورك. لا تفعل ذلك في مقهى أو فندق.
trust-device = الوثوق بهذا المتصفح لمدة { $lifetime }
trust-device-hint = على جهازك الخاص فقط.
recovery-link = استخدام رمز استرداد بدلًا من ذلك
recovery-title = أدخل رمز استرداد
recovery-text = أدخل أحد الرموز التي احتفظت بها عند إعداد تسجيل الدخول بخطوتين. يصلح كل رمز مرة واحدة.
recovery-label = رمز الاسترداد
code-link = استخدام تطبيق المصادقة بدلًا من ذلك
# First set-up
set-up-title = إعداد تسجيل الدخول بخطوتين
set-up-text = تطلب مؤسستك رمزًا إلى جانب كلمة المرور. تحتاج إلى تطبيق مصادقة على هاتفك، مثل Aegis أو 2FAS أو FreeOTP أو Google Authenticator.
set-up-text-passkey = تطلب مؤسستك مفتاح مرور إلى جانب كلمة المرور. يحفظه جهازك أو مدير كلمات المرور أو مفتاح أمان.
set-up-grace = يمكنك الآن تسجيل الدخول بلا رمز. ستحتاج إلى رمز لاحقًا.
set-up-choice = خطوة ثانية تحمي صندوق بريدك حتى لو عرف أحدهم كلمة مرورك.
set-up-button = إعداد تطبيق مصادقة
later-button = ليس الآن
confirm-title = امسح هذه الصورة بالتطبيق
confirm-text = افتح تطبيق المصادقة وأضف حسابًا وامسح هذه الصورة.
confirm-qr = رمز QR لتطبيق المصادقة. المفتاح نفسه مكتوب تحته نصًّا.
confirm-secret = لا يمكنك المسح؟ أدخل هذا المفتاح في التطبيق:
confirm-code-label = الرمز الذي يعرضه التطبيق
confirm-button = تأكيد
recovery-codes-title = احتفظ برموز الاسترداد
recovery-codes-text = إذا فقدت هاتفك فبكل رمز من هذه الرموز تسجّل الدخول مرة واحدة. اطبعها أو احفظها حيث لا يراها غيرك. لن تُعرض مرة أخرى.
print-button = طباعة
save-link = حفظ في ملف
recovery-codes-button = احتفظت بها
# Passkeys
passkey-button = تسجيل الدخول بمفتاح مرور
passkey-title = استخدم مفتاح المرور
passkey-text = يؤكد متصفحك أو مفتاح الأمان أنك أنت.
passkey-not-here = ليس معك؟ استخدم جهازًا فيه المفتاح، أو اسأل المسؤول.
passkey-failed = لم يُستخدم مفتاح المرور. حاول مرة أخرى أو اختر طريقة أخرى.
passkey-instead = لا توجد مفاتيح مرور في متصفحك هنا، أو أن JavaScript متوقف. سجّل الدخول أعلاه بعنوان بريدك أو استخدم متصفحًا آخر.
passkey-make-title = أنشئ مفتاح مرور
passkey-make-text = يُحفظ مفتاح المرور في جهازك أو في مدير كلمات المرور أو في مفتاح أمان. يسجّل دخولك ببصمتك أو وجهك أو رمز PIN، وعلى هذه الصفحة وحدها.
passkey-make-now = اضغط الزر. سيسألك المتصفح بعدها أين يُحفظ مفتاح المرور.
passkey-make-models = لا يمكن استخدام سوى هذه الطرازات هنا: { $models }. إذا سألك المتصفح عن السماح بذكر الطراز فاسمح له.
moving-title = انتقلت صفحة تسجيل دخولك
moving-text = مفاتيح المرور التي أُنشئت هنا تعمل { $until }. بعد ذلك لا يمكن الدخول بها. أضف قبل ذلك مفتاحًا في الصفحة الجديدة { $host }.
moving-link = أضف مفتاح مرور في { $host }
passkey-make-button = أنشئ مفتاح مرور
passkey-make-instead = لا ينشئ متصفحك مفاتيح مرور هنا، أو أن JavaScript متوقف. سجّل الدخول مرة أخرى وأعدّ تطبيق مصادقة، أو استخدم متصفحًا آخر.
set-up-passkey-button = إعداد مفتاح مرور
set-up-text-either = تطلب مؤسستك أكثر من كلمة المرور: رمزًا من تطبيق مصادقة على هاتفك، أو مفتاح مرور يحفظه جهازك.
set-up-lost = لقد أثبتّ أنك أنت. أنشئ مفتاح مرور جديدًا وسجّل الدخول به.
passkey-only-text = حسابات { $domain } تسجّل الدخول بمفتاح مرور.
lost-passkey-link = هل فقدت مفتاح المرور؟
lost-passkey-title = أنشئ مفتاح مرور جديدًا
lost-passkey-text = أدخل كلمة المرور وأحد رموز الاسترداد التي احتفظت بها. بعد ذلك تنشئ مفتاح مرور جديدًا.
passkey-made-title = مفتاح المرور الجديد جاهز
passkey-made-text = سجّل الدخول به الآن. ثم أزل المفتاح المفقود في «تسجيل دخولي».
problem-passkey-refused = لم يُقبل مفتاح المرور. حاول مرة أخرى أو اختر طريقة أخرى.
problem-passkey-not-made = لم يُنشأ أي مفتاح مرور. حاول مرة أخرى أو اختر طريقة أخرى.
problem-passkey-elsewhere = تُنشأ مفاتيح المرور الآن في { $host }. سجّل الدخول هناك لإضافة مفتاح، أو أعدّ تطبيق مصادقة هنا.
problem-passkey-model = مفتاح المرور هذا من طراز لا يمكن استخدامه هنا. سجّل الدخول من جديد واستخدم واحدًا من هذه: { $models }.
problem-passkey-attestation = لم يُظهر المتصفح طراز مفتاح المرور هذا، أو لا يؤكده صانعه. سجّل الدخول من جديد، واستخدم واحدًا من هذه، واسمح للمتصفح بذكره: { $models }.
# Signed in
sign-out-title = تسجيل الخروج؟
stay-button = البقاء مسجّلًا
signed-in-title = تم تسجيل دخولك
signed-in-as = تم تسجيل الدخول باسم { $account }
going-on-title = تم تسجيل دخولك
going-on-text = جارٍ فتح { $client }…
until-today = حتى الساعة { $time } اليوم
until-tomorrow = حتى الساعة { $time } غدًا
until-day = حتى { $day } الساعة { $time }
granted-ip = اتصال الإنترنت هذا موثوق { $until }.
granted-device = هذا المتصفح موثوق { $until }.
refused-trust = لم تُحفظ الثقة: { $why ->
    [limit] بلغت العدد المسموح به.
    [one-factor] لا تكفي كلمة المرور وحدها لذلك.
    [unavailable] هذا غير ممكن في الوقت الحاضر.
   *[other] مؤسستك لا تتيح ذلك هنا.
}
session-until = تبقى مسجّلًا { $until }.
sign-out-button = تسجيل الخروج
sign-out-everywhere-button = تسجيل الخروج من كل مكان
sign-out-everywhere-hint = ينهي كل جلسات حسابك على جميع الأجهزة.
signed-out-title = تم تسجيل خروجك
signed-out-text = أغلق النافذة إن كان غيرك يستخدم هذا الجهاز.
signed-out-partly = تم تسجيل خروجك من هذه الصفحة. ما فتحته منها يُغلق من تلقاء نفسه خلال دقائق.
sign-in-again = تسجيل الدخول من جديد
sign-in-ended = لم تعد مسجّلًا هنا: انتهى تسجيل دخولك، أو تغيّر شيء في حسابك. سجّل الدخول من جديد.
# Refusals
refused-title = لا يمكنك تسجيل الدخول هنا
refused-NO_RULE = لا تسمح مؤسستك بهذا الدخول من حيث أنت.
refused-DENIED_BY_RULE = لا تسمح مؤسستك بهذا الدخول من حيث أنت.
refused-CANNOT_CHALLENGE = تطلب مؤسستك من حيث أنت أكثر مما تتيحه هذه الصفحة.
refused-ENROLMENT_REQUIRED = تطلب مؤسستك خطوة ثانية، وليس لحسابك خطوة ثانية بعد. لا يمكن إعدادها من حيث أنت.
refused-WRONG_CREDENTIAL_FOR_SERVICE = هذه كلمة مرور برنامج بريد. تحتاج هنا إلى كلمة مرورك الرئيسية.
refused-RATE_LIMITED = محاولات فاشلة كثيرة. انتظر ربع ساعة ثم حاول من جديد.
refused-other = لا تسمح مؤسستك بهذا الدخول.
help-ENROLMENT_REQUIRED = أعدّها من داخل شبكة مؤسستك، أو اسأل المسؤول.
help-RATE_LIMITED = إن لم تكن أنت من حاول فأخبر المسؤول.
help-other = إن كنت ترى أنه يحق لك الدخول فاسأل المسؤول.
try-again = حاول من جديد
other-account-link = استخدم حسابًا آخر
reference = المرجع: { $reference }
refused-client-title = تعذّر فتح { $client }
refused-client = { $why ->
    [domain] { $client } ليس لحسابات { $domain }.
    [not-offered] لا تسمح مؤسستك بفتح { $client } بهذه الطريقة.
   *[other] سُجّل دخولك، لكن تعذّر فتح جلسة في { $client }.
}
# Errors
error-summary = هناك مشكلة
problem-account-missing = أدخل عنوان بريدك.
problem-account-malformed = أدخل العنوان كاملًا، مثل anna@example.org.
problem-account-elsewhere = حسابات { $domain } لا تسجّل الدخول هنا.
problem-password-missing = أدخل كلمة المرور.
problem-password-wrong = العنوان أو كلمة المرور غير صحيح.
problem-password-long = كلمة المرور طويلة جدًّا.
problem-code-missing = أدخل الرمز.
problem-code-wrong = الرمز خاطئ أو استُخدم من قبل. تحقّق منه في التطبيق، أو انتظر الرمز التالي.
problem-recovery-code-wrong = رمز الاسترداد خاطئ أو استُخدم من قبل.
problem-provider-refused = لم يُقبل ردّ مؤسستك. حاول من جديد.
problem-set-up-failed = انتهى وقت الإعداد. سجّل الدخول من جديد للبدء ثانية.
out-of-date-title = انتهت صلاحية هذه الصفحة
out-of-date-text = تابعت في نافذة أخرى أو انتظرت طويلًا.
undecided-title = هذا غير ممكن في الوقت الحاضر
undecided-text = لا خطأ في ما أدخلته. حاول من جديد بعد دقيقة.
not-found-title = لا توجد صفحة كهذه
bad-request-title = تعذّر إتمام ذلك
bad-request-text = الرابط غير كامل، أو ليس لهذه الصفحة.
begin-again-text = عُد إلى حيث كنت، مثل بريد الويب، وابدأ هناك من جديد.
forged-text = ما أرسلته لم يأت من هذه الصفحة. ابدأ هنا من جديد.
cookies-text = تحتاج هذه الصفحة إلى ملفات تعريف الارتباط. اسمح بها وحاول من جديد.
help-heading = مساعدة
language-label = اللغة
# Lifetimes
lifetime-minutes = { $n ->
    [one] دقيقة واحدة
    [two] دقيقتين
    [few] { $n } دقائق
   *[other] { $n } دقيقة
}
lifetime-hours = { $n ->
    [one] ساعة واحدة
    [two] ساعتين
    [few] { $n } ساعات
   *[other] { $n } ساعة
}
lifetime-days = { $n ->
    [one] يوم واحد
    [two] يومين
    [few] { $n } أيام
   *[other] { $n } يومًا
}
skip-link = إلى النموذج
not-me-title = لم تكن أنت؟
not-me-text = إذن يُنهي هذا ما قد يكون أحدهم كسبه منذ ذلك الحين:
not-me-sessions = تسجيلات الدخول، والاتصالات والأجهزة التي أصبحت موثوقة منذ ذلك الحين
not-me-app-passwords = كلمات مرور التطبيقات التي أُنشئت منذ ذلك الحين
not-me-authenticators = تطبيقات المصادقة ومفاتيح المرور التي أُضيفت منذ ذلك الحين: تبقى، لكنها لا تفتح شيئًا
not-me-button = أنهِ الآن
not-me-mine = إن كنت أنت فأغلق هذه الصفحة. لن يحدث شيء.
not-me-over-title = لم يعد هذا الرابط يعمل
not-me-over-text = تعمل مثل هذه الروابط 7 أيام.
not-me-administrator = إن كان شخص آخر يستخدم حسابك فأخبر المسؤول.
disowned-title = تم الإنهاء
disowned-nothing = لم يكن هناك ما يُنهى: لا تسجيل دخول قائم، ولم يُضف شيء منذ ذلك الحين.
disowned-trust = { $n ->
    [one] أُنهي تسجيل دخول أو اتصال أو جهاز واحد.
   *[other] أُنهيت { $n } من تسجيلات الدخول أو الاتصالات أو الأجهزة.
}
disowned-app-passwords = { $n ->
    [one] أُنهيت كلمة مرور تطبيقات واحدة.
   *[other] أُنهيت { $n } من كلمات مرور التطبيقات.
}
disowned-authenticators = { $n ->
    [one] لم يعد تطبيق مصادقة واحد يفتح شيئًا.
   *[other] لم تعد { $n } من تطبيقات المصادقة تفتح شيئًا.
}
disowned-passkeys = { $n ->
    [one] لم يعد مفتاح مرور واحد يفتح شيئًا.
   *[other] لم تعد { $n } من مفاتيح المرور تفتح شيئًا.
}
disowned-password = غيّر الآن كلمة مرورك: من سجّل الدخول قد يعرفها. إن لم تستطع فإن المسؤول يساعدك.
# My sign-in
my-nav = تسجيل دخولي
my-home = نظرة عامة
my-poor = لا يمكن عرض ما يخص حسابك الآن. حاول مرة أخرى بعد دقيقة.
my-access-title = أين سجّلت دخولك
my-access-hint = الجلسات والاتصالات والأجهزة الموثوقة. أنهِ ما لا تعرفه.
when-today = اليوم، { $time }
when-yesterday = أمس، { $time }
when-day = { $day }، { $time }
trust-session-heading = الجلسات
trust-session-about = المتصفحات والتطبيقات التي سجّلت الدخول فيها.
trust-session-none = لا توجد جلسة سوى هذه الصفحة.
trust-ip-heading = اتصالات الإنترنت الموثوقة
trust-ip-about = تعمل برامج البريد هناك بكلمة مرورك.
trust-ip-none = لا تثق بأي اتصال إنترنت.
trust-device-heading = المتصفحات والأجهزة الموثوقة
trust-device-about = يُطلب فيها أقل عند تسجيل الدخول.
trust-device-none = لا تثق بأي متصفح أو جهاز.
session-of-page = صفحة تسجيل الدخول هذه
session-here = هذا المتصفح
ip-here = حيث أنت الآن
since = منذ { $when }
last-used = آخر استخدام { $when } من { $address }
never-used = لم يُستخدم بعد
end-session-button = إنهاء الجلسة
end-trust-button = إلغاء الثقة
end-all-heading = إنهاء كل شيء
end-all-hint = { $n ->
    [one] ينهي الإدخال الوحيد أعلاه. يُسجَّل خروجك هنا أيضًا، ثم تسجّل الدخول من جديد بكل ما يُطلب.
   *[other] ينهي كل الإدخالات أعلاه وعددها { $n }. يُسجَّل خروجك هنا أيضًا، ثم تسجّل الدخول من جديد بكل ما يُطلب.
}
end-all-button = إنهاء كل شيء
done-ended = تم الإنهاء.
done-trusted = أصبح اتصال الإنترنت هذا موثوقًا.
service-WebUI = بريد الويب
service-WebAdminUI = الإدارة
service-Imap = قراءة البريد (IMAP)
service-Pop3 = جلب البريد (POP3)
service-Smtp = إرسال البريد (SMTP)
service-EAS = الهاتف (Exchange ActiveSync)
service-Dav = التقويم وجهات الاتصال
service-SOAP = برامج أخرى لخادم البريد
service-Sieve = مرشحات البريد
service-MobileApp = تطبيق الهاتف
service-DesktopApp = تطبيق سطح المكتب
service-Chat = الدردشة
service-Cli = سطر الأوامر
my-ways-title = تطبيقات المصادقة ومفاتيح المرور ورموز الاسترداد
my-ways-hint = اطّلع على وسائل دخولك وأعد تسميتها وأزلها. رموز استرداد جديدة.
my-authenticator-title = إضافة تطبيق مصادقة
my-authenticator-hint = لهاتفك الأول أو لهاتف آخر أو بعد فقدان هاتف.
my-passkey-title = إضافة مفتاح مرور
my-passkey-hint = سجّل الدخول ببصمتك أو وجهك أو رقم سري.
my-app-password-title = إنشاء كلمة مرور لتطبيق
my-app-password-hint = لبرنامج بريد أو هاتف لا يمكنه طلب رمز.
my-app-passwords-title = كلمات مرور التطبيقات
my-app-passwords-hint = اطّلع على آخر استخدام لها وأنهِها.
prove-title = أكّد أنك أنت
prove-text = التالي: { $act }
cancel-link = إلغاء
other-account-text = أكّدت حسابًا غير الحساب المسجّل هنا. لم يتغيّر شيء.
not-done-title = لم يتغيّر شيء
needs-second-title = أعدّ خطوة ثانية أولًا
needs-second-text = لا تكفي كلمة مرورك وحدها لهذا. أعدّ تطبيق مصادقة أو مفتاح مرور ثم عُد.
authenticators-heading = تطبيقات المصادقة
authenticators-none = ليس لديك أي منها.
authenticator-about = يعرض تطبيق المصادقة في هاتفك رمزًا جديدًا كل نصف دقيقة. أعطه اسمًا تعرفه به.
authenticator-name = هاتفي
passkey-name = مفتاح مروري
label-label = الاسم
suspended = لا يفتح شيئًا
restore-button = إعادة تفعيله
remove-link = إزالة
rename-link = إعادة تسمية
rename-authenticator-title = إعادة تسمية تطبيق المصادقة
recovery-heading = رموز الاسترداد
recovery-left = { $n ->
    [0] لم يبقَ أي رمز.
    [one] بقي رمز واحد.
    [two] بقي رمزان.
   *[other] بقيت رموز عددها { $n }.
}
recovery-new-button = إنشاء رموز استرداد جديدة
recovery-new-hint = تتوقف الرموز الحالية عن العمل.
passkeys-heading = مفاتيح المرور
passkeys-none = ليس لديك أي منها.
passkey-moving = يعمل على { $host } { $until }. أضف مفتاحًا آخر هنا.
passkey-moving-here = يعمل هنا { $until }.
used-when = آخر استخدام { $when }
remove-title = إزالة «{ $label }»؟
remove-text = لن يُدخلك بعد الآن. تنتهي كل جلساتك ولا يبقى أي اتصال أو جهاز موثوقًا. تبقى كلمات مرور التطبيقات.
remove-last = { $n ->
    [0] هذا هو الأخير: لا تبقى بعده إلا كلمة مرورك. حيث تُطلب خطوة ثانية لن تستطيع تسجيل الدخول حتى تُعدّ خطوة أخرى.
   *[other] هذا هو الأخير: تنتهي معه رموز الاسترداد ({ $n }) ولا تبقى إلا كلمة مرورك. حيث تُطلب خطوة ثانية لن تستطيع تسجيل الدخول حتى تُعدّ خطوة أخرى.
}
remove-button = إزالته
keep-link = الاحتفاظ به
rename-passkey-title = إعادة تسمية مفتاح المرور
rename-button = حفظ الاسم
ended-with-it = انتهت جلساتك معه. سجّل الدخول من جديد للمتابعة.
app-passwords-about = كلمة مرور التطبيق تفتح صندوقك لبرنامج واحد لا غير. تبقى كلمة مرورك معك.
app-passwords-tick = حدّد ما تريد إنهاءه. يكفي تأكيد واحد لعدة كلمات مرور.
app-passwords-nowhere = لا تسمح مؤسستك لأي برنامج بالدخول بكلمة مرور تطبيق.
app-passwords-none = ليس لديك أي منها.
app-password-one-factor = تنتهي عند إعداد خطوتك الثانية الأولى ما لم تحتفظ بها.
end-app-passwords-button = إنهاء المحدّدة
app-password-label = اسم، مثل «Outlook في البيت»
app-password-for = ما تفتحه
expiry-label = مدة صلاحيتها
expiry-never = حتى تنهيها
app-password-button = إنشاؤها
app-password-made-title = كلمة مرور التطبيق «{ $label }»
app-password-made-text = أدخلها الآن في برنامجك. لن تُعرض مرة أخرى.
setting-user = اسم المستخدم
setting-password = كلمة المرور
app-password-kept-button = لقد أدخلتها
keep-app-passwords = الاحتفاظ بكلمات مرور التطبيقات التي أنشأتها من قبل
keep-app-passwords-hint = وإلا فتنتهي الآن تلك التي أُنشئت بكلمة مرورك وحدها.
done-authenticator-added = تمت إضافة تطبيق المصادقة.
asks-again = قبل التغيير التالي ستؤكد مرة أخرى أنك أنت.
done-authenticator-renamed = لتطبيق المصادقة اسمه الجديد.
done-authenticator-restored = يعمل تطبيق المصادقة من جديد.
done-authenticator-removed = تمت إزالة تطبيق المصادقة
done-passkey-added = تمت إضافة مفتاح المرور.
done-passkey-renamed = لمفتاح المرور اسمه الجديد.
done-passkey-removed = تمت إزالة مفتاح المرور
done-recovery-codes = رموز الاسترداد الجديدة صالحة من الآن.
done-app-password-made = كلمة مرور التطبيق صالحة من الآن.
done-app-passwords-ended = { $n ->
    [one] أُنهيت كلمة مرور التطبيقات. يحتاج البرنامج الذي كان يستخدمها إلى أخرى.
   *[other] أُنهيت { $n } من كلمات مرور التطبيقات. يحتاج كل برنامج كان يستخدم إحداها إلى أخرى.
}
problem-label-missing = أدخل اسمًا.
problem-label-wrong = أدخل اسمًا آخر.
problem-services-missing = اختر ما تفتحه.
problem-none-ticked = حدّد ما تريد إنهاءه.
problem-too-many = لديك أقصى عدد مسموح. أنهِ واحدة لا تستخدمها.
my-sign-ins-title = عمليات الدخول الأخيرة
my-sign-ins-hint = من حاول الدخول ومن أين، وما الذي يفيد حين يُرفض برنامج.
sign-ins-about = من المتصفحات وبرامج البريد. إن لم تعرف واحدة فأنهِ كل شيء وغيّر كلمة مرورك.
sign-ins-none = لا شيء بعد. تظهر عمليات الدخول هنا خلال ثوانٍ.
older-link = الأقدم
another-place = مكان آخر
service-other = برنامج آخر
outcome-allowed = سُمح بالدخول
outcome-unfinished = لم يكتمل
outcome-refused = مرفوض
unfinished = بدأ تسجيل الدخول ولم تُدخل كلمة مرور ولا رمز.
unfinished-right = كانت كلمة المرور صحيحة ولم تُنجز الخطوة الثانية. إن لم تكن أنت فغيّر كلمة مرورك.
why-BAD_CREDENTIALS = كانت كلمة المرور خاطئة.
why-BAD_SECOND_FACTOR = كان الرمز خاطئًا.
why-BAD_PASSKEY = لم يُقبل مفتاح المرور.
why-BAD_SAML_RESPONSE = لم يُقبل رد مؤسستك.
why-WRONG_CREDENTIAL_FOR_SERVICE = كلمة المرور هذه لا تفتح ذلك.
why-NO_RULE = لا تسمح مؤسستك بذلك من هناك.
why-DENIED_BY_RULE = لا تسمح مؤسستك بذلك من هناك.
why-CANNOT_CHALLENGE = من هناك يُطلب أكثر من كلمة مرور ولا يستطيع البرنامج أن يسألك.
why-ENROLMENT_REQUIRED = من هناك تُطلب خطوة ثانية وليس لديك أي منها بعد.
why-RATE_LIMITED = كانت هناك محاولات فاشلة كثيرة.
why-SESSION_ENDED = كانت الجلسة قد انتهت.
why-other = لم يكن مسموحًا به.
help-again = يُسمح به الآن. حاول مرة أخرى.
help-wait = انتظر ربع ساعة ثم حاول مرة أخرى.
help-nothing = لا شيء مما تستطيعه يفيد. اسأل المسؤول.
help-heading-ways = هذا يفيد:
help-later-heading = انتظر ربع ساعة. بعدها يفيد هذا:
then = ثم:
way-present-password = أدخل كلمة مرورك الرئيسية.
way-present-app-password = استخدم إحدى كلمات مرور التطبيقات.
way-present-otp = أدخل رمزًا من تطبيق المصادقة.
way-present-otp-or-recovery-code = أدخل رمزًا من تطبيق المصادقة أو رمز استرداد.
way-present-recovery-code = أدخل رمز استرداد.
way-present-passkey = استخدم مفتاح المرور.
way-present-passkey-at = استخدم مفتاح المرور في { $hosts }.
way-present-saml = سجّل الدخول لدى مؤسستك.
way-app-password = أنشئ كلمة مرور لتطبيق: { $service }
way-app-password-program = أنشئ كلمة مرور لتطبيق { $program }: { $service }
way-enrol-otp = أعدّ تطبيق مصادقة
way-enrol-passkey = أعدّ مفتاح مرور
way-trust-here = الوثوق بهذا الاتصال { $until }
way-trust-there = سجّل الدخول من هناك ({ $address }) بمتصفح وثق بذلك الاتصال { $until }.
way-trust-device = سجّل الدخول بذلك الجهاز وثق به { $until }.
way-sign-in = سجّل الدخول إلى { $client } من جديد.
way-come-from = اتصل من: { $networks }.
way-from-networks = { $text } (من: { $networks })
done-passkey-restored = يعمل مفتاح المرور من جديد.
my-password-title = غيّر كلمة مرورك
my-password-hint = كلمة المرور الرئيسية لحسابك.
password-elsewhere = تحتفظ مؤسستك بكلمة مرورك في مكان آخر. غيّرها حيث تغيّرها لحاسوبك أو اسأل المسؤول.
password-change-text = تنتهي كل الجلسات وتسجّل الدخول بكلمة المرور الجديدة. تبقى كلمات مرور التطبيقات ما لم تُنهِها مؤسستك.
current-password-label = كلمة المرور الحالية
new-password-label = كلمة المرور الجديدة
new-password-hint = { $n } من الأحرف على الأقل. عدة كلمات لا صلة بينها خيار جيد.
password-change-button = تغيير كلمة المرور
weak-keyboard = المفاتيح المتجاورة تُخمَّن سريعًا.
weak-repeat = التكرار والتسلسل مثل abc يُخمَّنان سريعًا.
weak-dates = التواريخ والسنوات تُخمَّن سريعًا.
weak-common = الكلمات وكلمات المرور الشائعة تُخمَّن سريعًا.
weak-names = الأسماء، ولا سيما اسمك، تُخمَّن سريعًا.
done-password-changed = تم تغيير كلمة مرورك
problem-current-missing = أدخل كلمة مرورك الحالية.
problem-current-wrong = كلمة المرور الحالية خاطئة.
problem-rate-limited = كانت هناك محاولات فاشلة كثيرة. انتظر ربع ساعة ثم حاول مرة أخرى.
problem-new-missing = أدخل كلمة مرور جديدة.
problem-new-short = تحتاج كلمة المرور الجديدة إلى { $n } من الأحرف على الأقل.
problem-new-long = كلمة المرور الجديدة طويلة جدًا.
problem-new-weak = كلمة المرور الجديدة سهلة التخمين.
problem-new-breached = كلمة المرور الجديدة في قوائم كلمات المرور المسروقة. اختر غيرها.
problem-new-same = هذه كلمة مرورك الحالية. اختر غيرها.
setting-imap = الاستقبال: خادم IMAP
setting-pop3 = الاستقبال: خادم POP3
setting-smtp = الإرسال: خادم SMTP
setting-port = المنفذ { $port }
programs-heading = كيف تدخلها
program-thunderbird = Thunderbird
program-thunderbird-text = اختر جديد ثم حساب بريد موجود. أدخل اسمك وعنوانك وكلمة المرور هذه. يجد Thunderbird الخوادم بنفسه.
program-outlook = Outlook
program-outlook-text = اختر ملف ثم إضافة حساب. أدخل عنوانك واختر الخيارات المتقدمة وIMAP ثم أدخل الخوادم أعلاه وكلمة المرور هذه.
program-apple = Apple Mail
program-apple-text = نزّل ملف التعريف وافتحه. أكّده في إعدادات النظام ضمن ملفات التعريف.
program-android = Android
program-android-text = في تطبيق Gmail افتح الإعدادات واختر إضافة حساب ثم غير ذلك. أدخل عنوانك واختر IMAP ثم أدخل كلمة المرور هذه والخوادم أعلاه.
program-ios = iPhone وiPad
program-ios-text = إن كنت ترى هذه الصفحة على الجهاز نفسه فنزّل ملف التعريف؛ ينتظر بعدها أعلى الإعدادات. وإلا فافتح الإعدادات ثم البريد ثم إضافة حساب ثم غير ذلك، وأدخل ما ورد أعلاه.
profile-with-password = ضع كلمة المرور في ملف التعريف. احذف الملف بعد ذلك.
profile-button = تنزيل ملف التعريف
my-trust-ip-title = الوثوق باتصال الإنترنت هذا
disowned-address = أُزيل العنوان الثاني للتنبيهات الذي أُضيف منذ ذلك الحين، وقد أُبلغ بذلك.
confirm-address-title = تنبيهات إلى هذا العنوان؟
confirm-address-text = تصل تنبيهات الأمان لحساب البريد { $account } إلى { $address } أيضًا إذا أكّدت.
confirm-address-button = تأكيد هذا العنوان
confirm-address-else = ألا تعرف هذا الحساب؟ أغلق هذه الصفحة: لا يتغيّر شيء.
address-confirmed-title = يتلقّى هذا العنوان التنبيهات
address-confirmed-text = تصل تنبيهات الأمان للحساب { $account } إلى { $address } من الآن.
switch-off-title = ألا تريد رسائل من هذا النوع؟
switch-off-text = تُوقَف هذه الرسائل عن الحساب { $account }:
switch-off-button = إيقاف
switch-off-else = التنبيهات عن كلمات المرور والعوامل الثانية وعمليات الدخول الجديدة تصل دائمًا.
notices-off-title = أُوقفت
notices-off-text = لن تصل هذه الرسائل عن الحساب { $account } بعد الآن.
link-over-title = لم يعد هذا الرابط صالحًا
link-over-text = استُخدم أو قديم جدًا أو حلّ محلّه رابط أحدث.
notice-kind-trust-granted = اتصال أو جهاز أصبح موثوقًا
notice-kind-app-password-expired = انتهت صلاحية كلمة مرور تطبيق
notice-kind-locked = حاول أحدهم الدخول وأُوقف
# What an administrator confirms for the console
console-act-text = سجّل الدخول مرة أخرى لتأكيد ما تفعله في لوحة الإدارة:
console-act = { $act ->
    [reset-otp] إعادة تعيين العامل الثاني للحساب { $account }
    [recovery-codes] إنشاء رموز استرداد جديدة للحساب { $account }
    [remove-passkeys] إزالة مفاتيح المرور للحساب { $account }
    [set-password] تعيين كلمة مرور جديدة للحساب { $account }
    [revoke-app-password] إلغاء كلمة مرور تطبيق للحساب { $account }
    [put-client] تسجيل التطبيق { $account } في صفحة الدخول أو تغييره
    [remove-client] إزالة التطبيق { $account } من صفحة الدخول
   *[remove-second-address] إزالة العنوان الثاني للحساب { $account }
}
# تنبيهات صاحب الحساب
my-notices-title = التنبيهات
my-notices-hint = رسائل عمّا يحدث لحسابك: إلى أين تصل، وأيّها يصل.
my-second-address-title = إضافة عنوان ثانٍ
my-remove-second-address-title = إزالة العنوان الثاني
notices-none = لا تُرسَل تنبيهات هنا: لم يُعدّها المسؤول.
notices-away = لا يمكن عرض تنبيهاتك الآن. حاول من جديد بعد دقيقة. إن لم ينفع ذلك فاسأل المسؤول هل أُعدّت التنبيهات هنا.
notices-where-heading = إلى أين تصل
notices-where = إلى صندوق بريدك. ويتلقّى العنوان الثاني التنبيهات المهمة أيضًا: من يقرأ صندوقك لا يستطيع إخفاءها عنك هناك.
second-address-none = ليس لديك عنوان ثانٍ.
second-address-active = يتلقّى التنبيهات
second-address-waiting = لم يُؤكَّد بعد
second-address-asked = أُرسل رابط إليه. افتحه واضغط الزر. يعمل الرابط { $until }.
second-address-removed = أُزيل
second-address-former = لا يزال يتلقّى التنبيهات { $until }.
second-address-other = إضافة عنوان آخر
notices-which-heading = أيّها يصل
notice-off = متوقفة
switch-on-button = تشغيل
notice-off-for-domain = أوقفتها مؤسستك للجميع.
second-address-text = الأفضل عنوان لا يعتمد على هذا الصندوق. يُرسَل رابط إليه، وتصل التنبيهات إليه بعد أن يفتح أحدهم الرابط ويؤكّده.
second-address-instead = يحلّ محلّ { $address }. يُبلَّغ ذلك العنوان بهذا، ويتلقّى التنبيهات ثلاثة أيام أخرى.
second-address-link-ends = ولا يعود الرابط المرسَل إلى { $address } صالحًا.
second-address-label = عنوان البريد الثاني
second-address-button = إرسال الرابط
remove-second-address-text = يُبلَّغ صندوقك وهذا العنوان بذلك. ويتلقّى العنوان التنبيهات ثلاثة أيام أخرى، كي لا يزيله أحد دون أن تلاحظ.
done-second-address-asked = الرابط في الطريق. افتحه عند العنوان الثاني خلال 24 ساعة.
done-second-address-removed = أُزيل العنوان الثاني.
done-notices-on = تصل هذه الرسائل من جديد.
done-notices-off = لم تعد هذه الرسائل تصل.
problem-address-missing = أدخل عنوان بريد.
problem-address-malformed = أدخل العنوان كاملًا، مثل anna@example.org.
problem-address-own = هذا صندوق بريدك نفسه، والتنبيهات تصل إليه على أي حال. أدخل عنوانًا آخر.
problem-links-used-up = أُرسل اليوم عدد من الروابط لا يُرسَل بعده غيرها. حاول من جديد غدًا.
# What changed
my-changes-title = ما الذي تغيّر
my-changes-hint = ما حدث لحسابك، والإشعارات التي لم ترها بعد.
unseen-notices = { $n ->
    [one] إشعار واحد لم تره بعد
    [two] إشعاران لم ترهما بعد
    [few] { $n } إشعارات لم ترها بعد
   *[other] { $n } إشعارًا لم ترها بعد
}
unseen-heading = إشعارات لم ترها بعد
unseen-about = كل منها أُرسل أيضًا بالبريد. في الرسالة تفاصيل أكثر، ورابط إن لم تكن أنت من فعل ذلك.
unseen-badge = جديد
unseen-more = { $n ->
    [one] وإشعار آخر.
    [two] وإشعاران آخران.
    [few] و{ $n } إشعارات أخرى.
   *[other] و{ $n } إشعارًا آخر.
}
unseen-button = لقد رأيتها
done-notices-seen = سُجّل أنك رأيت هذه الإشعارات.
changes-heading = التغييرات
changes-about = تطبيقات المصادقة ومفاتيح المرور وكلمات المرور والاتصالات الموثوق بها. إن لم تعرف أحدها فأنهِ كل شيء وغيّر كلمة مرورك.
changes-none = لم يتغيّر شيء حتى الآن.
changed-by-administrator = فعل ذلك المسؤول لديك.
changed-authenticator-renamed = صار لتطبيق مصادقة اسم آخر
changed-passkey-renamed = صار لمفتاح مرور اسم آخر
changed-app-password-many-networks = استُخدمت كلمة مرور تطبيق من أماكن كثيرة
changed-disowned = ضُغط «لم أكن أنا» في إشعار
changed-trust-ended = لم يعد اتصال أو جهاز موثوقًا به
changed-trust-expired = انتهت مدة الثقة باتصال أو جهاز
changed-sign-in = تسجيل دخول جديد إلى بريدك
changed-sign-in-refused = رُفض دخول شخص يعرف كلمة مرورك
changed-trust-granted = اتصال أو جهاز أصبح موثوقًا
changed-trust-stolen = نُسخ جهاز موثوق
changed-authenticator-added = أُضيف تطبيق مصادقة
changed-authenticator-removed = أُزيل تطبيق مصادقة
changed-authenticator-suspended = أُوقف تطبيق مصادقة
changed-authenticator-restored = عاد تطبيق مصادقة إلى العمل
changed-passkey-added = أُضيف مفتاح مرور
changed-passkey-removed = أُزيل مفتاح مرور
changed-passkey-suspended = أُوقف مفتاح مرور
changed-passkey-restored = عاد مفتاح مرور إلى العمل
changed-passkey-copied = ربما نُسخ مفتاح مرور
changed-passkey-host-moves = ستنتقل صفحة تسجيل دخولك
changed-enrolment-due = أعدّ عامل التحقق الثاني
changed-app-password-added = أُنشئت كلمة مرور للتطبيقات
changed-app-password-removed = أُلغيت كلمة مرور للتطبيقات
changed-app-password-expired = انتهت صلاحية كلمة مرور للتطبيقات
changed-factors-reset = أُعيد ضبط عوامل الدخول الثانية
changed-recovery-code-used = استُخدم رمز استرداد
changed-recovery-codes-new = لديك رموز استرداد جديدة
changed-password-changed = غُيّرت كلمة مرورك
changed-locked = حاول أحدهم الدخول إلى بريدك
changed-second-address-added = تصل تنبيهاتك إلى عنوان ثانٍ أيضًا
changed-second-address-removed = لم تعد تنبيهاتك تصل إلى عنوان ثانٍ
