"""Files with their fingerprints: what was declared, what was computed, and whether the two agree."""

from uuid import uuid4

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse

from abitare.records.enums import AttachmentKind, FingerprintState, UploadState

HASH_FORMAT = r"^[0-9A-F]{64}$"
STORED_UNDER = "attachments/"


class AttachmentQuerySet(models.QuerySet):
    def for_object(self, obj):
        content_type = ContentType.objects.get_for_model(type(obj))
        return self.filter(content_type=content_type, object_id=obj.pk)

    def with_file(self):
        return self.exclude(file="")


class ActUploadQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A person sees the texts he or she uploaded."""
        return self.filter(uploaded_by=user)


class Attachment(models.Model):
    """A file that belongs to an object, or the fingerprint of one that has not been acquired yet.

    ``declared_hash`` is what an act prints (64 hexadecimal digits, the algorithm is not stated: SHA-256 is presumed);
    ``computed_hash`` is ours, of the bytes in storage. A file is never overwritten.
    """

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey()
    kind = models.CharField("tipo", max_length=20, choices=AttachmentKind)
    title = models.CharField("titolo", max_length=200)
    file = models.FileField("file", upload_to=STORED_UNDER, blank=True, max_length=200)
    file_name = models.CharField("nome del file", max_length=200, blank=True)
    media_type = models.CharField("formato", max_length=80, blank=True)
    size = models.PositiveBigIntegerField("byte", null=True, blank=True)
    declared_hash = models.CharField("impronta dichiarata", max_length=64, blank=True)
    computed_hash = models.CharField("impronta calcolata", max_length=64, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="caricato da"
    )
    uploaded_at = models.DateTimeField("caricato il", null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "file"
        verbose_name_plural = "file"
        ordering = ["pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="attachment_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "kind", "title"],
                name="attachment_title_once",
                violation_error_message="C’è già un file con questo titolo.",
            ),
            models.CheckConstraint(
                condition=Q(declared_hash="") | Q(declared_hash__regex=HASH_FORMAT),
                name="attachment_declared_hash_format",
                violation_error_message="Un’impronta ha 64 cifre esadecimali.",
            ),
            models.CheckConstraint(
                condition=Q(file="", computed_hash="") | (~Q(file="") & Q(computed_hash__regex=HASH_FORMAT)),
                name="attachment_computed_hash_iff_file",
                violation_error_message="Il file e la sua impronta calcolata ci sono tutti e due o nessuno.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("records:attachment_download", args=[self.pk])

    @property
    def state(self):
        if not self.file:
            return FingerprintState.DECLARED if self.declared_hash else FingerprintState.UNDECLARED
        if not self.declared_hash:
            return FingerprintState.ACQUIRED
        if self.declared_hash == self.computed_hash:
            return FingerprintState.VERIFIED
        return FingerprintState.MISMATCH

    @property
    def state_label(self):
        return FingerprintState(self.state).label

    @property
    def hash_label(self):
        """Which of the two fingerprints ``fingerprint`` is."""
        if not self.fingerprint:
            return ""
        return "calcolata" if self.computed_hash else "dichiarata"

    @property
    def fingerprint(self):
        return self.computed_hash or self.declared_hash


class ActUpload(models.Model):
    """The text of an act as uploaded, kept between the preview and the confirmation so that nothing is typed twice."""

    token = models.UUIDField(default=uuid4, unique=True, editable=False)
    file = models.FileField("file", upload_to=STORED_UNDER, max_length=200)
    file_name = models.CharField("nome del file", max_length=200)
    state = models.CharField("stato", max_length=10, choices=UploadState, default=UploadState.PENDING)
    report = models.JSONField("anteprima", default=dict)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("caricato il", auto_now_add=True)
    act = models.ForeignKey("records.Act", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="atto")

    objects = ActUploadQuerySet.as_manager()

    class Meta:
        verbose_name = "testo caricato"
        verbose_name_plural = "testi caricati"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=UploadState.CONFIRMED) | Q(act__isnull=False),
                name="upload_confirmed_has_act",
                violation_error_message="Un testo confermato indica il suo atto.",
            ),
        ]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("acts:import_preview", args=[self.token])
