/** English, written and not translated: short, plain, kind. */

import { reasons } from "./reasons.en";
import type { Words } from "./types";
import { vehicles, visits } from "./visitors.en";

export const en: Words = {
  code: "en",
  html: "en",
  product: "Checkpoint",
  otherName: "中文",

  strip: {
    unsent: (count) => `${count} unsent`,
    aside: (count) => `${count} set aside`,
    heard: (age) => `Roster: ${age}`,
    menu: "Menu",
    offline: "offline",
    unkept:
      "This was not saved! Press again. If it fails again, write it down and call the office.",
    clockOff: (by) => `This device's clock is off by ${by}; please set it`,
    guard: (name) => `On duty: ${name}`,
    spaceLow: (megabytes, unsent) =>
      `Storage runs low: ${megabytes} MB left. Free some space${unsent ? ` and connect soon, to send ${unsent} crossings` : ""}.`,
    joinedAlready: (gate) =>
      `This phone is on duty at ${gate} already. To change that, staff move it on their Devices page.`,
  },
  age: {
    now: "now",
    minutes: (count) => `${count} min ago`,
    hours: (count) => `${count} h ago`,
    days: (count) => (count === 1 ? "1 day ago" : `${count} days ago`),
    never: "never synced",
  },
  span: (hours, minutes) =>
    [hours && `${hours} h`, (minutes || !hours) && `${minutes} min`].filter(Boolean).join(" "),
  yesterday: (time) => `yesterday ${time}`,
  ahead: {
    today: (time) => `from ${time}`,
    tomorrow: (time) => `tomorrow from ${time}`,
    later: (day, time) => `${day} from ${time}`,
  },

  direction: { exit: "Out", entry: "In", label: "Direction" },
  went: { exit: "went out", entry: "came home" },
  party: {
    label: "People",
    people: (count) => (count === 1 ? "1 person" : `${count} people`),
    more: "One more",
    fewer: "One fewer",
    children: (count) => (count === 1 ? "1 child" : `${count} children`),
    childrenLabel: "Children among them",
    moreChildren: "One child more",
    fewerChildren: "One child fewer",
  },
  door: {
    whole: (building, unit, room) =>
      unit ? `Building ${building}, ${unit}-${room}` : `Building ${building}, ${room}`,
    short: (building, unit, room) =>
      unit ? `Bldg ${building}, ${unit}-${room}` : `Bldg ${building}, ${room}`,
    building: (building) => `Bldg ${building}`,
    unit: (unit) => (unit ? `Unit ${unit}` : "No units"),
  },
  household: {
    name: (name) => `${name} household`,
    members: (count) => (count === 1 ? "1 person" : `${count} people`),
    holder: (name) => `Holder ${name}: check their ID`,
    waiting: "Checking…",
  },
  kind: { household: "Household pass", caregiver: "Caregiver pass", visitor: "Visitor pass" },

  scan: {
    title: "Scan",
    hint: "Hold the code inside the frame",
    torch: "Torch",
    torchOn: "Torch off",
    lookup: "Look up",
    emergency: "Emergency",
    recent: "Just now",
    none: "Nobody yet. Scan the first card and it shows here.",
    done: "Recorded",
    released: "Let through, recorded",
    noted: "Noted",
    refused: "not let through",
  },
  camera: {
    starting: "Opening the camera…",
    denied: {
      title: "The camera is not allowed",
      body: "Tap the icon left of the address, allow the camera, then try again. Looking up and a hand scanner work meanwhile.",
    },
    absent: { title: "No camera found", body: "Use a hand scanner, or look up by number or room." },
    busy: {
      title: "The camera is in use",
      body: "Close the other program that uses it, then try again.",
    },
    insecure: {
      title: "No camera on an insecure address",
      body: "Open this page by its https address and trust the certificate as the join page shows. A hand scanner and looking up work here too.",
    },
    failed: {
      title: "The camera stopped",
      body: "Try again. If it stays off, use a hand scanner or look up.",
    },
    off: { title: "The camera is off", body: "Tap to open it again." },
    retry: "Try again",
  },

  verdict: {
    measure: "Take temperature",
    record: "Record as home",
    recordAnyway: "Record anyway",
    again: "Measure again",
    gotIt: "Got it",
    urgent: "It's urgent",
    lookup: "Look up",
    back: "Back",
    call: "Call office",
    say: "Tell the resident",
    notices: "Pass this on",
    quote: (text) => text,
    emergency: "Emergency exit",
    next: { exit: (when) => `Next outing **${when}**`, entry: (when) => `Possible **${when}**` },
    also: (reasons) => `Also: ${reasons}`,
    newest: (card) => `The card must say **Card ${card} · 第 ${card} 张卡**. An older one is dead.`,
    outcome: { admit: "let through", refuse: "do not let through", ask: "check" },
  },
  reasons,
  visits,
  vehicles,

  exempt: {
    label: "May go out for",
    medical: "Doctor",
    duty: "Duty",
    essential_work: "Vital work",
  },

  hold: {
    title: "To measure again",
    waits: (left) => `Ready in **${left}**`,
    ready: "Ready to measure",
    again: (at) => `again at ${at}`,
    next: "They wait. Next!",
    measure: "Measure again",
    wentHome: "Went home",
  },

  instrument: {
    which: "Which thermometer?",
    other: "Which one for the second reading?",
    label: "Thermometer",
    used: "just used",
    corrected: (name, offset, tenths) => `${name} ${offset}: counts as **${tenths}**`,
    raw: (shown) => `shown ${shown}`,
  },

  rules: {
    label: "Rules",
    ahead: (when, what) => `${when.charAt(0).toUpperCase()}${when.slice(1)}: ${what}`,
    version: (version, what) => (version ? `Version ${version} · ${what}` : what),
    open: "no limit on outings",
    sealed: "sealed",
    outings: (limit, days) =>
      (limit === 1 ? "1 outing" : `${limit} outings`) + (days === 1 ? " a day" : ` in ${days} days`),
    people: (count) => (count === 1 ? "1 person at a time" : `${count} people at a time`),
    closure: (from, to) => `closed ${from}–${to}`,
  },

  keypad: {
    title: "Temperature",
    start: "Just three digits, such as 3 6 5",
    normal: "Normal, recording",
    fever: "High",
    cold: "Low",
    record: "Record",
    back: "Delete",
    cancel: "Back",
    skip: "No reading",
    unit: "°C",
    digit: (digit) => `Digit ${digit}`,
  },
  problems: {
    "reading.out_of_range": (shown) => `${shown} is no body temperature. Look again (30.0–43.0)`,
    "reading.not_a_figure": () => "Not complete yet. For 36.5 press 3 6 5",
    "reading.letters": () => "Digits only. For 36.5 press 3 6 5",
  },

  override: {
    title: "Why let them through?",
    hint: "Choose a reason: it is recorded at once. Staff see it the same day.",
    medical: "Medical care",
    duty: "Work or duty",
    other: "Something else",
    emergency: "Emergency (fire, rescue)",
    note: "Note (optional)",
    back: "Back",
  },

  lookup: {
    title: "Look up",
    byAddress: "By room",
    byNumber: "By pass number",
    building: "Which building?",
    unit: "Which unit?",
    room: "Which door?",
    back: "Back",
    number: "The nine digits on the card",
    clear: "Clear",
    empty: "The roster has no households yet.",
    outside: "out",
    aloud: (groups) => groups.map((group) => [...group].join(" ")).join(", "),
    closed: (until) => `Five numbers led to no pass. The next one from **${until}**.`,
    meanwhile: "Scan cards as always, or look up by room.",
    problems: {
      "number.empty": "Type the nine digits on the card, such as 0318-4402-1.",
      "number.malformed": "A pass number has nine digits, such as 0318-4402-1.",
      "number.check_digit": "One digit is wrong. Compare it with the card again.",
    },
  },

  join: {
    title: "Put this phone on duty",
    lead: "Join once; it then works with or without a network.",
    steps: [
      "Ask staff to open Gates at the desk and press Add a phone beside your gate.",
      "Within ten minutes, scan the code shown there, or type its ten characters here.",
    ],
    code: "Code",
    look: "Scan it",
    looking: "Point the camera at the code on the desk's screen.",
    lookOver: "Type it instead",
    name: "Device name",
    nameHint: "For others to know it by, such as: red phone, north gate",
    submit: "Join",
    busy: "Joining…",
    unsent: (count) =>
      `${count} crossings on this phone are not sent yet. They go out once it joins; none is lost.`,
    problems: {
      "code.malformed":
        "A code has ten letters and digits, such as 7K3QF-M29XA. Please look again.",
      "code.unknown": "There is no such code. Compare it with the desk's screen again.",
      "code.used": "This code was used already, and each works once. Ask staff for another.",
      "code.expired": "This code ran out: it lasts ten minutes. Ask staff for another.",
      "code.foreign": "That is no code to join by. Point at the one that staff just made.",
      busy: "Too many tries. Wait a minute, then try again.",
      unreachable: "The server does not answer. Check the network, then try again.",
      unwelcome:
        "This phone has to join again. What it has not sent is safe and goes out then.",
      revoked:
        "Staff took this phone off its gate. Its records are handed over and its roster is deleted. To go on duty again, join again.",
    },
    storage:
      "The browser does not let this page keep records. Leave private browsing, or free some space.",
    devicePlatform: {
      android: "Android phone",
      iphone: "iPhone",
      ipad: "Tablet",
      computer: "Computer",
    },
  },

  signOn: {
    title: "Who is on duty?",
    nobody:
      "Nobody can sign on here yet. Ask staff to give the guards a PIN, on the Staff page or with: checkpoint staff pin.",
    pin: "Your six-digit PIN",
    typed: (count) => `${count} digits typed`,
    wrong: "Wrong PIN. Please try again",
    wait: (left) => `Too many wrong ones. Wait ${left}`,
    over: "Back",
  },

  undo: {
    button: "Undo",
    done: "Undone",
  },

  light: {
    office: "Checked with the office just now",
    own: (age) =>
      age === "now" ? "Judged by this phone" : `Judged by this phone's roster of ${age}`,
    offline: (age) =>
      age === "now" ? "Offline: judged by this phone" : `Offline: judged by the roster of ${age}`,
    old: (said) => `${said}. If in doubt, call.`,
  },

  lapsed: {
    title: "The roster was deleted",
    body: "This phone was without a network for too long. To protect the residents, its roster was deleted. Connect it, and it comes back by itself.",
    unsent: (count) =>
      count === 1
        ? "One crossing is not sent yet. It is safe here."
        : `${count} crossings are not sent yet. All are safe here.`,
  },

  handingOver: {
    title: "This phone is off duty",
    body: "Staff took it off its gate. Its roster is deleted and it decides no more. Use another phone, or pen and paper.",
    unsent: (count) => `Handing over what was not sent: ${count}. Please leave it switched on.`,
    sent: "Everything is handed over.",
    offline: "There is no network now. It goes on as soon as there is.",
  },

  menu: {
    title: "Menu",
    close: "Close",
    language: "Language",
    voice: "Voice",
    on: "on",
    off: "off",
    torch: "Torch",
    camera: "Camera",
    cameraName: (label) => (/^\d+$/.test(label) ? `Camera ${label}` : label),
    knowledge: "Roster",
    knowledgeOf: (households, age) => `${households} households · ${age}`,
    unsent: "Not sent yet",
    unsentNone: "Everything is sent",
    unsentSome: (count) => `${count}, sent as soon as there is a network`,
    aside: "Set aside",
    asideNone: "None",
    asideHint:
      "The office could not record these as they are. Staff will look at them; this device keeps them too.",
    storage: "Storage",
    storageKept: "The browser promised to keep it",
    storageLoose: "The browser may clear it when space runs low; send soon",
    version: "Version",
    update: "A new version is here and starts in a quiet moment",
    updateNow: "Update now",
    guard: (name) => `On duty: ${name}`,
    signOff: "Sign off",
    leave: "Take off the gate",
    leaveSure: (count) =>
      "Afterwards it takes a new code to put this phone on duty again." +
      (count ? ` ${count} crossings are not sent yet: they stay here until then.` : ""),
    leaveAnyway: "Take it off",
    stay: "Stay",
    device: "Device",
  },

  starting: {
    title: "Fetching the roster…",
    slow: "There is no roster yet. It comes as soon as there is a network.",
    retry: "Try again",
  },
};
