/** English, written and not translated: short, plain, kind. */

import { reasons } from "./reasons.en";
import type { Words } from "./types";

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
  },
  age: {
    now: "now",
    minutes: (count) => `${count} min ago`,
    hours: (count) => `${count} h ago`,
    days: (count) => (count === 1 ? "1 day ago" : `${count} days ago`),
    never: "never synced",
  },
  span: (hours, minutes) => (hours ? `${hours} h ${minutes} min` : `${minutes} min`),
  yesterday: (time) => `yesterday ${time}`,

  direction: { exit: "Out", entry: "In", label: "Direction" },
  went: { exit: "went out", entry: "came home" },
  party: {
    label: "People",
    people: (count) => (count === 1 ? "1 person" : `${count} people`),
    more: "One more",
    fewer: "One fewer",
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
  judge: (age) =>
    age === "now" ? "Offline: judged by this device" : `Offline: judged by the roster of ${age}`,

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
    outcome: { admit: "let through", refuse: "do not let through", ask: "check" },
  },
  reasons,

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
    problems: {
      "number.empty": "Type the nine digits on the card, such as 0318-4402-1.",
      "number.malformed": "A pass number has nine digits, such as 0318-4402-1.",
      "number.check_digit": "One digit is wrong. Compare it with the card again.",
    },
  },

  enrol: {
    title: "Put this device on duty",
    lead: "Sign in once, and this device scans, decides and records at its gate, with or without a network.",
    username: "User name",
    password: "Password",
    deviceName: "Device name",
    deviceHint: "For others to know it by, such as: red phone, north gate",
    submit: "Sign in",
    busy: "Signing in…",
    choose: "Which gate are you at?",
    sealed: "closed",
    over: "Use another account",
    unsent: (count) =>
      `${count} crossings on this device are not sent yet. They go out after you sign in; none is lost.`,
    problems: {
      unreachable: "The server does not answer. Check the network, then try again.",
      unwelcome:
        "This device has to sign in again. What it has not sent is safe and goes out then.",
      storage:
        "The browser does not let this page keep records. Leave private browsing, or free some space.",
    },
    devicePlatform: {
      android: "Android phone",
      iphone: "iPhone",
      ipad: "Tablet",
      computer: "Computer",
    },
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
    leave: "Sign out",
    leaveSure: (count) =>
      `${count} crossings are not sent yet. They stay on this device and go out after the next sign-in.`,
    leaveAnyway: "Sign out anyway",
    stay: "Stay",
    device: "Device",
  },

  starting: {
    title: "Fetching the roster…",
    slow: "There is no roster yet. It comes as soon as there is a network.",
    retry: "Try again",
  },
};
