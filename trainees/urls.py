from django.urls import path

from trainees.views import closeddays, cohorts, coordinators, me, pauses, rosters, trainees

urlpatterns = [
    path("cohorts/", cohorts.cohort_list, name="cohort_list"),
    path("cohorts/new/", cohorts.cohort_new, name="cohort_new"),
    path("cohorts/<int:pk>/edit/", cohorts.cohort_edit, name="cohort_edit"),
    path("cohorts/<int:pk>/coordinators/new/", coordinators.coordinator_new, name="coordinator_new"),
    path("coordinators/<int:pk>/remove/", coordinators.coordinator_remove, name="coordinator_remove"),
    path("trainees/", rosters.trainee_list, name="trainee_list"),
    path("trainees/export/", rosters.trainee_export, name="trainee_export"),
    path("cohorts/<int:pk>/trainees/new/", trainees.trainee_new, name="trainee_new"),
    path("trainees/<int:pk>/edit/", trainees.trainee_edit, name="trainee_edit"),
    path("trainees/<int:pk>/pauses/new/", pauses.pause_new, name="pause_new"),
    path("pauses/<int:pk>/remove/", pauses.pause_remove, name="pause_remove"),
    path("closed-days/", closeddays.closed_day_list, name="closed_day_list"),
    path("closed-days/new/", closeddays.closed_day_new, name="closed_day_new"),
    path("closed-days/<int:pk>/edit/", closeddays.closed_day_edit, name="closed_day_edit"),
    path("closed-days/<int:pk>/remove/", closeddays.closed_day_remove, name="closed_day_remove"),
    path("closed-days/public/", closeddays.closed_day_fill, name="closed_day_fill"),
    path("closed-days/school/", closeddays.closed_day_fill_school, name="closed_day_fill_school"),
    path("me/edit/", me.me_edit, name="me_edit"),
]
