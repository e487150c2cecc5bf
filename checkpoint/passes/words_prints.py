"""Words of printing on screen."""

from flask_babel import gettext

from checkpoint.passes.models_prints import Only


def only_word(only: Only) -> str:
    """Which cards a job was asked for."""
    words = {
        Only.ALL: gettext("All cards"),
        Only.NEW: gettext("Only new"),
        Only.CHANGED: gettext("Only changed"),
        Only.OLDER_KEY: gettext("Only under an older key"),
    }
    return str(words[only])


def color_word(color: str) -> str:
    """What a colour of a design is called."""
    words = {
        "jade": gettext("Jade"),
        "blue": gettext("Blue"),
        "violet": gettext("Violet"),
        "wine": gettext("Wine red"),
        "slate": gettext("Slate"),
        "amber": gettext("Amber"),
        "sky": gettext("Sky blue"),
        "rose": gettext("Rose"),
    }
    return str(words[color])


def sheet_word(sheet: str) -> str:
    """What a job is printed on; one that this version does not know is shown as it is."""
    words = {
        "a4": gettext("Paper, A4, ten cards"),
        "a4-8": gettext("Paper, A4, eight cards"),
        "a7": gettext("To hang up, A7"),
        "cr80": gettext("Plastic cards"),
    }
    return str(words.get(sheet, sheet))
