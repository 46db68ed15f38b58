"""What the dashboard and the public page read."""

from abitare.dashboard.selectors.board import Dashboard, read_dashboard, read_public_page
from abitare.dashboard.selectors.mine import my_things

__all__ = ["Dashboard", "my_things", "read_dashboard", "read_public_page"]
