"""Words of this slice on screen."""

from flask_babel import gettext

from checkpoint.people.models import Role


def role_word(role: Role) -> str:
    """The name of a role, in the person's language."""
    words = {
        Role.ADMIN: gettext("Admin"),
        Role.CLERK: gettext("Clerk"),
        Role.GUARD: gettext("Guard"),
    }
    return str(words[Role(role)])


def role_choices() -> list[tuple[str, str, str]]:
    """Value, word and explanation of each role."""
    return [
        (Role.GUARD.value, gettext("Guard"), gettext("Works at a gate with a phone.")),
        (
            Role.CLERK.value,
            gettext("Clerk"),
            gettext("Imports the roster, issues passes, sees who is out."),
        ),
        (Role.ADMIN.value, gettext("Admin"), gettext("All of it, and accounts and settings.")),
    ]


# What most offices choose; any other name of the tz database is taken as well.
COMMON_ZONES = (
    "Asia/Shanghai",
    "Asia/Urumqi",
    "Asia/Hong_Kong",
    "Asia/Macau",
    "Asia/Taipei",
    "Asia/Singapore",
    "Asia/Kuala_Lumpur",
    "Asia/Tokyo",
    "Asia/Seoul",
    "Asia/Bangkok",
    "Asia/Kolkata",
    "Asia/Dubai",
    "Europe/Berlin",
    "Europe/London",
    "Europe/Madrid",
    "Europe/Rome",
    "America/New_York",
    "America/Chicago",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "Australia/Sydney",
    "UTC",
)


def time_zone_choices(present: str) -> list[tuple[str, str]]:
    """Time zones as pairs of name and words, the present one among them."""
    names = COMMON_ZONES if present in COMMON_ZONES or not present else (present, *COMMON_ZONES)
    return [(name, name.replace("_", " ")) for name in names]
