"""All addresses of the program."""

from django.contrib import admin
from django.urls import include, path

from pccc import views

handler400 = "pccc.views.bad_request"
handler500 = "pccc.views.server_error"

urlpatterns = [
    path("", views.home, name="home"),
    path("huong-dan/", views.guide, name="guide"),
    path("suc-khoe/", views.health, name="health"),
    path("san-sang/", views.ready, name="ready"),
    path("", include("accounts.urls")),
    path("", include("units.urls")),
    path("", include("plans.urls")),
    path("", include("tasks.urls")),
    path("", include("intake.urls")),
    path("", include("reports.urls")),
    path("quan-tri/", admin.site.urls),
]
