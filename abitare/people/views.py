from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from abitare.people import selectors, services
from abitare.people.access import permission_required
from abitare.people.enums import InvitationState
from abitare.people.forms import (
    AcceptInvitationForm,
    GrantForm,
    InvitationForm,
    MessagePreferencesForm,
    OfficeFilter,
    OfficeForm,
    ProfileForm,
    StaffFilter,
)
from abitare.people.models import Invitation, Office, RoleGrant, User
from abitare.people.roles import Permission
from abitare.people.session_clock import renew, seconds_left, stands_still
from abitare.ui.exports import export
from abitare.ui.pagination import paginate

manages_people = permission_required(Permission.MANAGE_PEOPLE)


# --- one's own page ---------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    """Name, address, roles and enti of the person who is in."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Profilo aggiornato.")
        return redirect("people:profile")
    person = User.objects.get(pk=request.user.pk)
    memberships = person.memberships.current().select_related("organization")
    context = {"form": form, "person": person, "grants": person.current_grants, "memberships": memberships}
    if person.is_staff:
        context["messages_form"] = MessagePreferencesForm(initial=selectors.preferences_of(person))
    return render(request, "people/profile.html", context)


@require_POST
def message_preferences(request):
    """Which messages of the plan this person wants. 404 to who is not staff: none is ever sent to them."""
    if not request.user.is_staff:
        raise Http404
    form = MessagePreferencesForm(request.POST)
    if form.is_valid():
        services.set_preferences(user=request.user, choices=form.choices_by_kind)
        messages.success(request, "Scelte sui messaggi salvate.")
    return redirect("people:profile")


@stands_still
@never_cache
@require_http_methods(["GET", "POST"])
def session(request):
    """How many seconds the session still lasts, for `session.js`; POST renews it. Also a fresh token for the forms."""
    if request.method == "POST":
        renew(request)
    return JsonResponse({"seconds": seconds_left(request), "token": get_token(request)})


# --- staff ------------------------------------------------------------------------------------------------------
@require_safe
@manages_people
def staff_list(request):
    staff = StaffFilter(request.GET, queryset=selectors.staff_for_list(request.user))
    sort = {"nome": "full_name", "email": "email", "accesso": "last_login"}
    listing = paginate(request, staff.qs, sort=sort, default="nome")
    download = export(request, "persone", selectors.STAFF_COLUMNS, selectors.staff_rows(listing.rows))
    return download or render(request, "people/staff_list.html", {"filter": staff, "listing": listing})


@require_safe
@manages_people
def staff_detail(request, pk):
    person = get_object_or_404(User.objects.visible_to(request.user).staff(), pk=pk)
    return _staff_page(request, person, GrantForm(person=person))


@require_POST
@manages_people
def grant_create(request, pk):
    person = get_object_or_404(User.objects.visible_to(request.user).staff(), pk=pk)
    form = GrantForm(request.POST, person=person)
    if form.is_valid():
        try:
            grant = services.grant_role(user=person, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"Ruolo assegnato a {person}: {grant}.")
            return redirect("people:staff_detail", pk=person.pk)
    return _staff_page(request, person, form)


@require_POST
@manages_people
def grant_revoke(request, pk):
    grant = get_object_or_404(RoleGrant.objects.visible_to(request.user).select_related("user", "office"), pk=pk)
    try:
        revoked = services.revoke_grant(grant=grant, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        done = f"Ruolo revocato: {grant}." if revoked else "Il ruolo era già stato revocato."
        messages.success(request, done)
    return redirect("people:staff_detail", pk=grant.user_id)


@require_POST
@manages_people
def second_factor_reset(request, pk):
    person = get_object_or_404(User.objects.visible_to(request.user).staff(), pk=pk)
    try:
        removed = services.reset_second_factor(user=person, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        done = "Verifica in due passaggi azzerata." if removed else "La persona non ha una verifica in due passaggi."
        messages.success(request, done)
    return redirect("people:staff_detail", pk=person.pk)


def _staff_page(request, person, form):
    context = {"person": person, "form": form, "grants": selectors.grants_history(person)}
    return render(request, "people/staff_detail.html", context)


# --- invitations ------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@manages_people
def invitation_list(request):
    """The invitations sent, and the form to send one."""
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        invitation, _ = services.invite(by=request.user, **form.cleaned_data)
        messages.success(request, f"Invito in partenza per {invitation.email}.")
        return redirect("people:invite")
    sort = {"data": "created_at", "email": "email"}
    listing = paginate(request, selectors.invitations_for_list(request.user), sort=sort, default="-data")
    download = export(request, "inviti", selectors.INVITATION_COLUMNS, selectors.invitation_rows(listing.rows))
    return download or render(request, "people/invitation_list.html", {"form": form, "listing": listing})


@require_POST
@manages_people
def invitation_withdraw(request, pk):
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)
    if services.withdraw_invitation(invitation=invitation):
        messages.success(request, f"Invito a {invitation.email} ritirato.")
    else:
        messages.error(request, "L’invito non era più aperto.")
    return redirect("people:invite")


@login_not_required
@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request, token):
    """The page behind the link of an invitation. 404 for a token that never was, 410 for one that is over."""
    invitation = selectors.invitation_by_token(token)
    if invitation is None:
        raise Http404
    if invitation.state != InvitationState.PENDING:
        return _invitation_closed(request, invitation)
    if request.user.is_authenticated or User.objects.filter(email=invitation.email).exists():
        return _accept_with_account(request, invitation)
    form = AcceptInvitationForm(request.POST or None, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        name, password = form.cleaned_data["full_name"], form.cleaned_data["password1"]
        return _accept(
            request, invitation, services.accept_invitation, full_name=name, password=password, then="account_login"
        )
    return render(request, "people/invitation_accept.html", {"form": form, "invitation": invitation})


def _accept_with_account(request, invitation):
    """The address has an account already: only that account may take the invitation."""
    mine = request.user.is_authenticated and request.user.email == invitation.email
    if mine and request.method == "POST":
        return _accept(request, invitation, services.accept_invitation_as, user=request.user, then="people:profile")
    other = request.user.is_authenticated and not mine
    context = {"invitation": invitation, "mine": mine, "other": other}
    return render(request, "people/invitation_account.html", context, status=403 if other else 200)


def _accept(request, invitation, accept, *, then, **data):
    try:
        user = accept(invitation=invitation, **data)
    except services.InvitationClosed:
        invitation.refresh_from_db()
        return _invitation_closed(request, invitation)
    messages.success(request, f"Invito accettato: {user.email}. Ora puoi lavorare con il tuo account.")
    return redirect(then)


def _invitation_closed(request, invitation):
    return render(request, "people/invitation_closed.html", {"invitation": invitation}, status=410)


# --- offices ----------------------------------------------------------------------------------------------------
@require_safe
@manages_people
def office_list(request):
    offices = OfficeFilter(request.GET, queryset=selectors.offices_for_list(request.user))
    sort = {"nome": "name", "tipo": "kind", "dal": "valid_from"}
    listing = paginate(request, offices.qs, sort=sort, default="nome")
    download = export(request, "uffici", selectors.OFFICE_COLUMNS, selectors.office_rows(listing.rows))
    return download or render(request, "people/office_list.html", {"filter": offices, "listing": listing})


@require_http_methods(["GET", "HEAD", "POST"])
@manages_people
def office_create(request):
    return _office_page(request, Office())


@require_http_methods(["GET", "HEAD", "POST"])
@manages_people
def office_update(request, pk):
    return _office_page(request, get_object_or_404(Office.objects.visible_to(request.user), pk=pk))


def _office_page(request, office):
    name = office.name
    form = OfficeForm(request.POST or None, instance=office)
    if request.method == "POST" and form.is_valid():
        messages.success(request, f"Ufficio salvato: {form.save()}.")
        return redirect("people:office_list")
    return render(request, "people/office_form.html", {"form": form, "name": name})
