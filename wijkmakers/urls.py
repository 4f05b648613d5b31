from django.contrib import admin
from django.urls import include, path

from wijkmakers.views import absences, cohorts, imports, laying, me, site, trainees, weeks

urlpatterns = [
    path("", site.home, name="home"),
    path("theme/", site.theme_switch, name="theme_switch"),
    path("language/", site.language_switch, name="language_switch"),
    path("help/", site.help, name="help"),
    path("privacy/", site.privacy, name="privacy"),
    path("accessibility/", site.accessibility, name="accessibility"),
    path("me/", me.me, name="me"),
    path("me/data/", me.my_data, name="my_data"),
    path("week/", weeks.week, name="week"),
    path("week/<int:year>/<int:number>/", weeks.week_of, name="week_of"),
    path("schedule/", weeks.schedule, name="schedule"),
    path("cohorts/import/", imports.cohort_import, name="cohort_import"),
    path("imports/template.xlsx", imports.import_template, name="import_template"),
    path("imports/<int:pk>/", imports.import_preview, name="import_preview"),
    path("imports/<int:pk>/confirm/", imports.import_confirm, name="import_confirm"),
    path("imports/<int:pk>/discard/", imports.import_discard, name="import_discard"),
    path("cohorts/<int:pk>/", cohorts.cohort, name="cohort"),
    path("cohorts/<int:pk>/programme/lay-out/", laying.programme_lay, name="programme_lay"),
    path("trainees/<int:pk>/", trainees.trainee, name="trainee"),
    path("trainees/<int:pk>/stop/", trainees.trainee_stop, name="trainee_stop"),
    path("trainees/<int:pk>/extend/", trainees.trainee_extend, name="trainee_extend"),
    path("my-absences/", absences.my_absences, name="my_absences"),
    path("my-absences/new/", absences.my_absence_new, name="my_absence_new"),
    path("trainees/<int:pk>/absences/new/", absences.absence_new, name="absence_new"),
    path("cohorts/<int:pk>/absences/", absences.absence_list, name="absence_list"),
    path("absences/<int:pk>/approve/", absences.absence_approve, name="absence_approve"),
    path("absences/<int:pk>/decline/", absences.absence_decline, name="absence_decline"),
    path("absences/<int:pk>/withdraw/", absences.absence_withdraw, name="absence_withdraw"),
    path("", include("trainees.urls")),
    path("", include("placements.urls")),
    path("", include("curriculum.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
handler500 = "wijkmakers.views.site.server_error"
