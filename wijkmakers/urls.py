from django.contrib import admin
from django.urls import include, path

from wijkmakers import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("trainees.urls")),
    path("", include("placements.urls")),
    path("", include("curriculum.urls")),
]
handler500 = "wijkmakers.views.server_error"
