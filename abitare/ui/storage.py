"""Static files: hashed names and gzip, without brotli (it costs 13 s and 30 MB on the design system's files)."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class CompressedStaticStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's manifest storage that writes only ``.gz`` beside each file."""

    def create_compressor(self, **kwargs):
        return super().create_compressor(**kwargs | {"use_brotli": False})
