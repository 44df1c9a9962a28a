"""Ending sessions: one's own elsewhere, and by the administrator all of a user."""

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from chain import sessions, user_acts
from chain.manage import admin
from chain.memberships import may_change, of_this_chain
from chain.once import claimed
from chain.user_pages import user_of_chain

logger = logging.getLogger(__name__)


def said(number: int) -> str:
    return ngettext("%(n)s apparaat afgemeld.", "%(n)s apparaten afgemeld.", number) % {"n": number}


@login_required
@require_POST
def session_end(request: HttpRequest, session_id: int) -> HttpResponse:
    """One's own session elsewhere; 404 for what is not one's own, or this one."""
    if not sessions.end_one(request, session_id):
        raise Http404
    messages.success(request, said(1))
    return redirect("my_settings")


@login_required
@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """All of one's own sessions but this one."""
    messages.success(request, said(sessions.end_others(request)))
    return redirect("my_settings")


@login_required
@require_POST
def user_sessions_end(request: HttpRequest, user_id: int) -> HttpResponse:
    """All sessions of somebody of the chain, by the administrator."""
    by = admin(request)
    user = user_of_chain(by, user_id)
    if not (may_change(by, user) and of_this_chain(by, user)):
        raise PermissionDenied
    led_to = reverse("user_edit", args=[user.pk])
    if claimed(request, led_to):
        number = sessions.end_all(user)
        user_acts.note(by, user, "sessions")
        logger.info("%s sessions of user %s ended by membership %s", number, user.pk, by.pk)
        messages.success(request, said(number))
    return redirect(led_to)
