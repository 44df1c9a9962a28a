"""The addresses, beneath /api/v1/."""

from django.urls import path

from clients.api import files, goals, notes, people, referrals, steps
from clients.models.referral import MOVES

ROUTES = [
    path("clients", people.People.as_view(), name="api-clients"),
    path("clients/_search", people.Search.as_view(), name="api-clients-search"),
    path("clients/<number:number>", files.OneClient.as_view(), name="api-client"),
    path("clients/<number:number>/identity", files.OneIdentity.as_view(), name="api-identity"),
    path("clients/<number:number>/bsn/_show", files.ShowBsn.as_view(), name="api-bsn-show"),
    path("clients/<number:number>/contact", files.OneContact.as_view(), name="api-contact"),
    path("clients/<number:number>/capacity", files.OneCapacity.as_view(), name="api-capacity"),
    path("clients/<number:number>/benefit-periods", files.BenefitPeriods.as_view(), name="api-benefit-periods"),
    path("clients/<number:number>/events", files.Events.as_view(), name="api-events"),
    path("clients/<number:number>/plan", files.OnePlan.as_view(), name="api-plan"),
    path("clients/<number:number>/notes", notes.Notes.as_view(), name="api-notes"),
    path("clients/<number:number>/steps", steps.Steps.as_view(), name="api-steps"),
    path("clients/<number:number>/referrals", referrals.Referrals.as_view(), name="api-referrals"),
    path("notes/<key:pk>", notes.OneNote.as_view(), name="api-note"),
    path("goals/<key:pk>", goals.OneGoal.as_view(), name="api-goal"),
    path("goals/<key:pk>/_reach", goals.GoalReach.as_view(), name="api-goal-reach"),
    path("goals/<key:pk>/_drop", goals.GoalDrop.as_view(), name="api-goal-drop"),
    path("goals/<key:pk>/_resume", goals.GoalResume.as_view(), name="api-goal-resume"),
    path("steps/<key:pk>", steps.OneStep.as_view(), name="api-step"),
    path("steps/<key:pk>/_start", steps.StepStart.as_view(), name="api-step-start"),
    path("steps/<key:pk>/_finish", steps.StepFinish.as_view(), name="api-step-finish"),
    path("steps/<key:pk>/_stop", steps.StepStop.as_view(), name="api-step-stop"),
    path("steps/<key:pk>/_cancel", steps.StepCancel.as_view(), name="api-step-cancel"),
    path("referrals/<key:pk>", referrals.OneReferral.as_view(), name="api-referral"),
    *(
        path(f"referrals/<key:pk>/_{name}", referrals.act(name).as_view(), name=f"api-referral-{name}")
        for name in MOVES
    ),
]
