"""Reading the outline of a place: GeoJSON text, Polygon or MultiPolygon, WGS 84. Pure: no Django."""

import json

Ring = list[tuple[float, float]]


def outline_mistake(text: str) -> str | None:
    """The Italian sentence that says what is wrong with a GeoJSON outline, None when it is right."""
    try:
        rings_of(text)
    except ValueError as error:
        return str(error)
    return None


def rings_of(text: str) -> list[Ring]:
    """The rings of a Polygon or MultiPolygon as (longitude, latitude) pairs in degrees.

    Raises ValueError with an Italian sentence.
    """
    try:
        geometry = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"Il contorno non è JSON valido (riga {error.lineno}).") from error
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise ValueError("Il contorno deve essere un Polygon o un MultiPolygon GeoJSON.")
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list) or not coordinates:
        raise ValueError("Il contorno è vuoto.")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    rings = [ring for polygon in polygons for ring in (polygon if isinstance(polygon, list) else [None])]
    if not rings:
        raise ValueError("Il contorno è vuoto.")
    return [_ring(points) for points in rings]


def _ring(points) -> Ring:
    if not isinstance(points, list) or len(points) < 4 or points[0] != points[-1]:
        raise ValueError("Ogni anello del contorno ha almeno quattro punti e si chiude sul primo.")
    return [_point(point) for point in points]


def _point(point) -> tuple[float, float]:
    numbers = isinstance(point, list) and len(point) >= 2 and all(_is_number(n) for n in point[:2])
    if not numbers or not (-180 <= point[0] <= 180 and -90 <= point[1] <= 90):
        raise ValueError("Ogni punto del contorno è [longitudine, latitudine] in gradi.")
    return float(point[0]), float(point[1])


def _is_number(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
