from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property

from abitare.people.roles import STAFF_ROLES, Permission, Role, allows


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everyone sees themselves; who manages people sees every account."""
        return self if user.can(Permission.MANAGE_PEOPLE) else self.filter(pk=user.pk)

    def staff(self):
        return self.filter(is_staff=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def get_by_natural_key(self, email):
        return self.get(email=email.strip().lower())

    def create_user(self, email, password=None, **fields):
        """Save an account; without a password nobody can enter with one until it is set."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """The first account of an installation: an amministratore, who manages people and sees no content.

        Called by `manage.py createsuperuser`. Also writes the role grant.
        """
        user = self.create_user(email, password, is_staff=True, **fields)
        user.role_grants.create(role=Role.ADMINISTRATOR, valid_from=timezone.localdate())
        return user


class User(AbstractBaseUser):
    """A person who signs in with an e-mail address. What they may do comes from `RoleGrant` only.

    `is_staff` means invited by the Comune (staff, commissioners): it asks for a second factor and is never
    set by the public sign-up. There is no Django admin and no superuser flag.
    """

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ("full_name",)

    email = models.EmailField(
        "indirizzo e-mail",
        unique=True,
        error_messages={"unique": "Esiste già un account con questo indirizzo e-mail."},
    )
    full_name = models.CharField("nome e cognome", max_length=150)
    is_active = models.BooleanField("attivo", default=True)
    is_staff = models.BooleanField("invitato dal Comune", default=False)
    created_at = models.DateTimeField("creato il", default=timezone.now, editable=False)

    objects = UserManager()

    class Meta:
        verbose_name = "persona"
        verbose_name_plural = "persone"
        ordering = ("full_name", "pk")
        constraints = (
            # Together with unique=True this makes addresses unique whatever their case.
            models.CheckConstraint(
                name="people_user_email_lower",
                condition=models.Q(email=Lower("email")),
                violation_error_message="L’indirizzo e-mail va scritto in minuscolo.",
            ),
        )

    def __str__(self):
        return self.full_name

    def clean(self):
        self.email = self.email.strip().lower()
        self.full_name = " ".join(self.full_name.split())

    @cached_property
    def current_grants(self) -> tuple:
        """The role grants that hold today, with their offices: one query, kept for this instance.

        A staff role given to an account that is not staff counts for nothing: it would go round the second
        factor.
        """
        grants = self.role_grants.current().select_related("office").order_by("pk")
        return tuple(grant for grant in grants if self.is_staff or grant.role not in STAFF_ROLES)

    def get_full_name(self):
        return self.full_name

    def can(self, permission: Permission) -> bool:
        """True when a grant that holds today carries the permission. One query per instance."""
        return self.is_active and any(allows(grant.role, permission) for grant in self.current_grants)

    def has_role(self, role: Role) -> bool:
        return self.is_active and any(grant.role == role for grant in self.current_grants)

    def offices_with(self, permission: Permission) -> tuple:
        """The offices for which the person holds the permission today, without repetitions.

        No further query after `can`. Grants without an office add nothing here.
        """
        offices = {
            grant.office_id: grant.office
            for grant in self.current_grants
            if self.is_active and grant.office_id and allows(grant.role, permission)
        }
        return tuple(offices.values())
