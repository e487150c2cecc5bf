"""Words of the desk on screen and in exports."""

from flask_babel import gettext

from checkpoint.gate import Crossing, Direction, Method
from checkpoint.people import HouseholdState


def direction_word(direction: Direction) -> str:
    """Out or in."""
    return str(gettext("out") if direction == Direction.EXIT else gettext("in"))


def method_word(method: Method) -> str:
    """How the guard found the household."""
    match method:
        case Method.SCAN:
            return str(gettext("card scanned"))
        case Method.NUMBER:
            return str(gettext("number typed"))
        case Method.ADDRESS:
            return str(gettext("address; card forgotten"))
        case Method.VISIT:
            return str(gettext("visit"))


def state_word(state: HouseholdState) -> str:
    """Whether a household lives here."""
    return str(gettext("lives here") if state == HouseholdState.ACTIVE else gettext("moved out"))


def outcome_word(crossing: Crossing) -> str:
    """What was decided at the gate, an exception included."""
    if crossing.override_reason:
        return str(gettext("let through as an exception"))
    match crossing.device_outcome:
        case "admit":
            return str(gettext("admitted"))
        case "refuse":
            return str(gettext("refused"))
        case "ask":
            return str(gettext("asked, then recorded"))
        case other:
            return other


def action_word(action: str) -> str:
    """What an entry of the record says that somebody did; the code itself for a new one."""
    words = {
        "staff.signed_in": gettext("signed in"),
        "staff.created": gettext("made an account"),
        "staff.password_set": gettext("set a password"),
        "staff.blocked": gettext("blocked an account"),
        "staff.unblocked": gettext("let an account in again"),
        "installation.begun": gettext("set up the installation"),
        "community.changed": gettext("changed the community's settings"),
        "compound.added": gettext("added a compound"),
        "household.opened": gettext("looked at names and phones"),
        "retention.run": gettext("deleted what is older than the office keeps"),
        "export.made": gettext("took a list away"),
        "staff.pin_set": gettext("set a PIN"),
        "join.opened": gettext("showed a code for a phone"),
        "device.enrolled": gettext("let a phone join"),
        "device.renamed": gettext("renamed a phone"),
        "device.moved": gettext("moved a phone to another gate"),
        "device.revoked": gettext("revoked a phone"),
        "device.wiped": gettext("a revoked phone wiped itself"),
        "device.ended": gettext("stopped waiting for a phone, or signed it out"),
        "roster.imported": gettext("imported a roster"),
        "pass.issued": gettext("issued a pass"),
        "passes.issued": gettext("issued passes"),
        "pass.replaced": gettext("replaced a card"),
        "pass.revoked": gettext("revoked a pass"),
        "pass.shown": gettext("looked at a pass code"),
        "request.made": gettext("asked for an extra pass"),
        "request.approved": gettext("approved an extra pass"),
        "request.declined": gettext("declined an extra pass"),
        "request.withdrawn": gettext("took back a request for an extra pass"),
        "request.delivered": gettext("noted that a card was delivered"),
        "request.opened": gettext("looked at the extra passes in full"),
        "phone.code_made": gettext("made a code to link a phone"),
        "phone.linked": gettext("linked a phone to a pass"),
        "phone.unlinked": gettext("unlinked a phone"),
        "phone.unlinked_by_resident": gettext("a resident unlinked a phone"),
        "correction.asked": gettext("asked for a correction"),
        "correction.done": gettext("answered a correction: done"),
        "correction.declined": gettext("answered a correction: declined"),
        "cards.made": gettext("made cards to print"),
        "cards.designed": gettext("changed how the cards look"),
        "key.rotated": gettext("made a new signing key"),
        "key.retired": gettext("retired a signing key"),
        "key.leaked": gettext("called in a signing key that leaked"),
        "key.affected_listed": gettext("took away the list of households that a leak affects"),
        "household.moved_out": gettext("noted that a household moved out"),
        "household.moved_back": gettext("noted that a household is back"),
        "household.restricted": gettext("asked a household to stay in"),
        "household.unrestricted": gettext("let a household out again"),
        "notice.put": gettext("had the guard pass something on"),
        "notice.taken_back": gettext("took a notice back"),
        "gate.opened": gettext("opened a gate"),
        "gate.sealed": gettext("sealed a gate"),
        "gate.added": gettext("added a gate"),
        "gate.renamed": gettext("renamed a gate"),
        "conflict.resolved": gettext("settled a conflict"),
        "aside.resolved": gettext("settled what was set aside"),
        "vehicle.registered": gettext("put a vehicle into the register"),
        "vehicles.registered": gettext("put vehicles into the register"),
        "vehicle.changed": gettext("changed a vehicle in the register"),
        "vehicle.ended": gettext("took a vehicle out of the register"),
        "fever.looked_back": gettext("looked who passed the gate around a fever"),
        "visit.registered": gettext("registered a visit"),
        "visit.confirmed": gettext("noted that a host agreed"),
        "visit.changed": gettext("changed a visit"),
        "visit.cancelled": gettext("cancelled a visit"),
        "visit.opened": gettext("looked at a visitor's name and phone"),
        "denial.proposed": gettext("proposed an entry of the deny list"),
        "denial.approved": gettext("approved an entry of the deny list"),
        "denial.lifted": gettext("lifted an entry of the deny list"),
        "denial.opened": gettext("looked at the deny list in full"),
        "book.made": gettext("made a gate book"),
        "book.copied": gettext("typed in a line of a gate book"),
        "rules.proposed": gettext("proposed rules"),
        "rules.published": gettext("published rules"),
        "rules.approved": gettext("approved rules"),
        "rules.withdrawn": gettext("withdrew rules"),
        "instrument.added": gettext("added a thermometer"),
        "instrument.renamed": gettext("renamed a thermometer"),
        "instrument.retired": gettext("retired a thermometer"),
        "instrument.offset": gettext("set a thermometer's offset"),
    }
    return str(words.get(action, action))
