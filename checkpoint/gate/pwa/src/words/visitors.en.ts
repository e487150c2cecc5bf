/** What is said of visitors and vehicles. `toVisitor` says the same verdict in other words to a visitor. */

import type { Reason } from "../core/types";
import type { Told } from "./types";

export const reasons = {
  "visitor.denied": {
    title: () => "Not let in",
    reason: () => "Their phone or plate is on the **deny list**. Don't argue; call the office.",
    say: () => "You can't come in today. One moment, the office will talk to you.",
    brief: "deny list",
  },
  "visitor.maybe_denied": {
    title: () => "Please check",
    reason: () =>
      "Their name is on the **deny list**. It may be somebody else: check their ID or call the office.",
    say: () => "One moment, please, while I check.",
    brief: "perhaps on the deny list",
  },
  "visitor.closed": {
    title: () => "No visits",
    reason: () => "The rules allow no visits now, but for medical care and rescue.",
    say: () => "No visits for now. Leave things at the hand-over point; I'll tell the household.",
    brief: "no visits",
  },
  "visitor.unconfirmed": {
    title: () => "Ask the host",
    reason: () => "The household has not confirmed this visit. Call them first.",
    say: () => "One moment, please, I'll call the household.",
    brief: "host not asked",
  },
  "visit.used": {
    title: () => "Used already",
    reason: () => "This visit is over; a visitor pass works once. Register them again.",
    say: () => "This pass was used. I'll register you again, it is quick.",
    brief: "visit over",
  },
  "visit.cancelled": {
    title: () => "Cancelled",
    reason: () => "This visit was cancelled. Register them again if they are welcome.",
    say: () => "This visit was cancelled. Shall I ask the household?",
    brief: "visit cancelled",
  },
  "visit.too_early": {
    title: () => "Too early",
    reason: ({ from }) => `They are expected from **${from}** on.`,
    say: ({ from }) => `You are expected from ${from} on. Please come back then.`,
    brief: "too early",
  },
  "visit.over": {
    title: () => "Too late",
    reason: ({ until }) => `They were expected until **${until}**. Register them again.`,
    say: () => "Your time has passed. I'll register you again, it is quick.",
    brief: "time has passed",
  },
  "visit.already_in": {
    title: () => "Please check",
    reason: () =>
      "On record they are still inside. If it is the same person, record the entry; else register anew.",
    say: () => "I have you down as inside. When did you leave?",
    brief: "on record inside",
  },
  "visit.not_inside": {
    title: () => "Please check",
    reason: () => "On record they are not inside. Perhaps nobody registered them on the way in.",
    say: () => "I don't see when you came in. About what time was that?",
    brief: "no entry on record",
  },
  "visit.overstayed": {
    title: () => "Leaves late",
    reason: ({ until }) => `They said until **${until}**.`,
    say: () => "You stayed longer than you said. A little earlier next time, please.",
    brief: "overstayed",
  },
  "vehicle.denied": {
    title: () => "No vehicle",
    reason: () => "This plate is on the **deny list**. Call the office.",
    say: () => "This vehicle can't come in. One moment, I'll call the office.",
    brief: "plate denied",
  },
  "vehicle.closed": {
    title: () => "No vehicle",
    reason: () => "No vehicle comes in now but the emergency services. They may walk in.",
    say: () => "No vehicles for now. Please park outside and walk in.",
    brief: "no vehicles",
  },
  "vehicle.residents_only": {
    title: () => "No vehicle",
    reason: () => "Only **residents' registered vehicles** come in now. They may walk in.",
    say: () => "Only residents' cars come in now. Please park outside.",
    brief: "residents' vehicles only",
  },
  "vehicle.unknown": {
    title: () => "Unknown car",
    reason: () => "This plate is not in the register. Ask whose it is before it comes in.",
    say: () => "This car isn't registered. Which household is it from?",
    brief: "vehicle not registered",
  },
  "vehicle.hand_over": {
    title: () => "Hand-over only",
    reason: () => "A delivery goes to the **hand-over point** and no further.",
    say: () => "Please leave it at the hand-over point and drive no further.",
    brief: "only to the hand-over point",
  },
} satisfies Partial<Record<Reason, Told>>;

export const toVisitor: Partial<Record<Reason, Told>> = {
  "entry.admitted": {
    title: () => "May come in",
    reason: ({ until }) => `Leaves by **${until}**, please`,
    say: ({ until }) => `Please go straight there, and leave by this gate before ${until}.`,
  },
  "exit.admitted": {
    title: () => "Leaves",
    reason: () => "The time of leaving is recorded.",
    say: null,
  },
  "household.in_observation": {
    title: () => "Not let in",
    reason: () => "This household takes **no visits** now. Leave things at the hand-over point.",
    say: () => "They can't have visitors now. Leave things here; I'll tell them.",
    brief: "household takes no visits",
  },
  "household.gone": {
    title: () => "Moved out",
    reason: () => "The roster says that this household has moved out. Ask whom they look for.",
    say: () => "They have moved out. Whom are you looking for?",
  },
  "closure.night": {
    title: () => "Closed",
    reason: ({ closedFrom, closedTo }) =>
      `No visits from **${closedFrom} to ${closedTo}**, but for medical care and rescue.`,
    say: ({ next }) => `We are closed for the night. Please come back from ${next} on.`,
    brief: "night closure",
  },
};

export const visits = {
  turnAway: "Turn away",
  wentAway: "They left",
  went: { exit: "visitor left", entry: "visitor in" },
  say: "Tell the visitor",
  visitor: "Visitor",
  open: "Visitor",
  path: "Register as a visitor",
  inside: (count: number) => (count === 1 ? "1 visitor" : `${count} visitors`),
  over: (count: number) => `${count} late`,
  title: "Visitor",
  name: "Name",
  phone: "Phone",
  phoneHint: "Mobile, or with its area code",
  from: "From where",
  optional: "if you like",
  purpose: "What for",
  purposes: {
    family: "Family, friends",
    care: "Care",
    delivery: "Delivery",
    repair: "Repair",
    medical: "Medical",
    official: "Official",
    emergency_service: "Rescue, fire",
    other: "Other",
  },
  household: "Which household",
  chooseHousehold: "Choose the door",
  noHousehold: "No household",
  notHousehold: "Office or hand-over point",
  people: "How many",
  vehicle: "Vehicle",
  addVehicle: "Add a plate",
  until: "Until when",
  minutes: (minutes: number) => (minutes < 60 ? `${minutes} min` : `${minutes / 60} h`),
  untilTime: "Until",
  host: "Did the host confirm",
  askHost: "Ask on their page",
  asked: (phones: number | "failed") =>
    phones === "failed"
      ? "The office could not be reached. Call them."
      : phones === 0
        ? "They have no phone linked. Call them, or ring at the door."
        : "It stands on their page. The answer comes here by itself; call them meanwhile.",
  hosts: { phone: "By phone", door: "At the door", none: "Not yet" },
  submit: "Allowed in?",
  back: "Back",
  wrong: {
    "name.empty": "Write their name.",
    "phone.empty": "Write their phone number.",
    "phone.length": "A mobile number has 11 digits and begins with 13 to 19.",
    "phone.area_code": "Write the area code first, such as 010.",
    "phone.malformed": "This is no phone number. For another country begin with +.",
    "purpose.empty": "Choose what they come for.",
    "household.empty": "Choose a door, or 'No household'.",
    "until.past": "That time has passed, or is more than 24 hours away.",
  },
  before: {
    came: (name: string, times: number, when: string) =>
      times
        ? `${name} was here ${times === 1 ? "once" : `${times} times`}, last ${when}`
        : `${name} was turned away ${when}`,
    inside: (name: string, when: string) => `${name} came in ${when} and has not left`,
    denied: "This phone is on the deny list.",
    use: "As last time",
  },
  list: {
    title: "Visitors",
    inside: "Inside",
    expected: "Expected",
    none: "No visitor is inside now.",
    noneExpected: "Nobody is expected.",
    leaves: "Leaves",
    arrives: "Is here",
    until: (time: string) => `until ${time}`,
    over: (span: string) => `${span} over`,
    from: (time: string) => `from ${time}`,
    people: (count: number) => (count === 1 ? "1 person" : `${count} people`),
    register: "New visitor",
  },
  facts: (purpose: string, people: number) =>
    `${purpose} · ${people === 1 ? "1 person" : `${people} people`}`,
  to: (door: string) => `To ${door}`,
  stays: (until: string) => `until ${until}`,
};

export const vehicles = {
  add: "Vehicle",
  title: "Number plate",
  province: "Province",
  other: "None of these",
  done: "Done",
  none: "No vehicle",
  erase: "Delete",
  start: "First the province, then letters and digits",
  kinds: {
    resident: "Resident's",
    visitor: "Visitor's",
    delivery: "Delivery",
    emergency: "Rescue",
    unknown: "Unknown",
  },
  kind: "Whose",
  registered: (kind: string) => `In the register: ${kind}`,
  registeredAt: (kind: string, door: string) => `In the register: ${kind}, ${door}`,
  notRegistered: "Not in the register",
  doubt: "No plate of here. Please look again",
  disinfected: "Disinfected",
  handOver: "Only to the hand-over point",
  wrong: {
    "plate.empty": "Choose the province first",
    "plate.province": "A plate begins with its province and a letter",
    "plate.letter": "A plate has no letters I and O",
    "plate.length": "After the letter come 5, on a green plate 6",
    "plate.malformed": "Not complete yet: as it is painted",
  },
};
