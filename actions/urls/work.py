"""Addresses of the steps at work, of the updates, of the declared healths and of the money.

They come before those of ``plan``: there a word after a step is a transition.
"""

from django.urls import path

from actions.views import budget, overrides, updates, work

urlpatterns = [
    path("passi/<int:pk>/sposta/", work.step_postpone, name="step_postpone"),
    path("passi/<int:pk>/attese/nuova/", work.step_wait, name="step_wait"),
    path("passi/<int:pk>/attese/<int:predecessor>/togli/", work.step_unwait, name="step_unwait"),
    path("passi/<int:pk>/prove/nuova/", work.step_evidence, name="step_evidence"),
    path("passi/<int:pk>/aggiornamenti/nuovo/", updates.step_update, name="step_update"),
    path("passi/<int:pk>/aggiornamenti/nessuna-novita/", updates.step_nothing_new, name="step_nothing_new"),
    path("azioni/<int:number>/aggiornamenti/", updates.action_updates, name="action_updates"),
    path("azioni/<int:number>/aggiornamenti/nuovo/", updates.action_update, name="action_update"),
    path("azioni/<int:number>/aggiornamenti/nessuna-novita/", updates.action_nothing_new, name="action_nothing_new"),
    path("punti/<int:pk>/aggiornamenti/nuovo/", updates.point_update, name="point_update"),
    path("punti/<int:pk>/aggiornamenti/nessuna-novita/", updates.point_nothing_new, name="point_nothing_new"),
    path("azioni/<int:number>/salute/nuova/", overrides.override_declare, name="override_declare"),
    path("salute-dichiarata/<int:pk>/ritira/", overrides.override_withdraw, name="override_withdraw"),
    path("azioni/<int:number>/spese/nuova/", budget.budget_create, name="budget_create"),
    path("spese/<int:pk>/modifica/", budget.budget_change, name="budget_change"),
    path("spese/<int:pk>/annulla/", budget.budget_strike, name="budget_strike"),
]
