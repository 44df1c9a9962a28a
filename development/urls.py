"""Addresses of the stage of development."""

from django.urls import path

from development import (
    course_pages,
    group_day_pages,
    group_pages,
    line_edit_pages,
    line_pages,
    moving_pages,
    onward_pages,
    palette,
    request_pages,
    running,
)

urlpatterns = [
    path("clienten/<slug:number>/aanvraag/", request_pages.step_request, name="step_request"),
    path("clienten/<slug:number>/stappen/<int:step_id>/verlengen/", course_pages.step_extend, name="step_extend"),
    path("clienten/<slug:number>/stappen/<int:step_id>/stilzetten/", course_pages.step_pause, name="step_pause"),
    path("clienten/<slug:number>/stappen/<int:step_id>/hervatten/", course_pages.step_resume, name="step_resume"),
    path("clienten/<slug:number>/stappen/<int:step_id>/einde/", course_pages.step_end, name="step_end"),
    path("palet/", palette.palette, name="palette"),
    path("lopend/", running.running, name="running"),
    path("doorstroom/", onward_pages.page, name="onward"),
    path("clienten/<slug:number>/stappen/<int:step_id>/doorstroom/", onward_pages.say, name="onward_say"),
    path("groepen/", group_pages.group_list, name="groups"),
    path("groepen/vandaag/", group_day_pages.groups_today, name="groups_today"),
    path("groepen/nieuw/", group_pages.group_new, name="group_new"),
    path("groepen/<int:group_id>/", group_pages.group, name="group"),
    path("groepen/<int:group_id>/wijzigen/", group_pages.group_edit, name="group_edit"),
    path("groepen/<int:group_id>/<str:day>/", group_day_pages.group_day, name="group_day"),
    path("leerlijnen/", line_pages.line_list, name="lines"),
    path("leerlijnen/nieuw/", line_edit_pages.line_new, name="line_new"),
    path("leerlijnen/<int:line_id>/", line_pages.line, name="line"),
    path("leerlijnen/<int:line_id>/wijzigen/", line_edit_pages.line_edit, name="line_edit"),
    path("leerlijnen/<int:line_id>/onderdeel/<slug:kind>/", line_edit_pages.line_part, name="line_part"),
    path("leerlijnen/<int:line_id>/station/", line_edit_pages.station_edit, name="station_new"),
    path("leerlijnen/<int:line_id>/station/<int:station_id>/", line_pages.station, name="station"),
    path("leerlijnen/<int:line_id>/station/<int:station_id>/wijzigen/", line_edit_pages.station_edit, name="station_edit"),
    path("leerlijnen/<int:line_id>/station/<int:station_id>/plek/", line_edit_pages.station_move, name="station_move"),
    path("clienten/<slug:number>/stappen/<int:step_id>/verder/", moving_pages.move_on, name="move_on"),
]
