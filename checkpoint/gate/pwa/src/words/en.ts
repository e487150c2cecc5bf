/** English, written and not translated: short, plain, kind. What stands between `**` is set bold. */

import type { ByReason, Words } from "./types";

const reasons: ByReason = {
  "exit.admitted": {
    title: () => "May go out",
    reason: ({ back }) => `Back by **${back}**, please`,
    say: null,
  },
  "entry.admitted": {
    title: () => "May come in",
    reason: ({ since, away, late }) =>
      late ? `Left at **${since}**, out for **${away}**: overdue` : `Left at **${since}**, out for ${away}`,
    say: ({ late }) => (late ? "Good to have you back. A little earlier next time, please." : null),
  },
  "token.empty": {
    title: () => "Empty code",
    reason: () => "There is nothing in this code.",
    say: () => "Please hold up the code on your pass card.",
  },
  "token.foreign": {
    title: () => "Not a pass",
    reason: () => "This is some other code, a web address or a payment code, not that of a pass card.",
    say: () => "Please show the card from the office. If you left it at home, tell me your room.",
  },
  "token.unsupported": {
    title: () => "Update needed",
    reason: () => "This card is of a newer kind than this device knows. Once online, it will learn it.",
    say: () => "Your card is fine, our device is behind. I'll look up your room instead.",
  },
  "token.malformed": {
    title: () => "Damaged code",
    reason: () => "A part of the code is missing, or it was altered.",
    say: () => "The print may be damaged. I'll look you up by number or room.",
  },
  "token.unknown_key": {
    title: () => "Unknown seal",
    reason: () => "This device does not know the key that signed this card yet. Go online, then scan again.",
    say: () => "One moment, please, while I check.",
  },
  "token.bad_signature": {
    title: () => "Seal is wrong",
    reason: () => "The card and its signature do not match. It may be forged or altered. Call the office.",
    say: () => "This card doesn't check out. One moment, I'll ask the office.",
  },
  "pass.unknown": {
    title: ({ method }) => (method === "address" ? "No pass here" : "No such pass"),
    reason: ({ method }) =>
      method === "address"
        ? "The roster has no valid pass for this household."
        : "This pass is not in the roster: perhaps brand new, perhaps cancelled.",
    say: () => "I can't find it yet. Let me ask the office for you.",
  },
  "pass.other_compound": {
    title: () => "Other estate",
    reason: () => "This pass belongs to another compound and does not open this gate.",
    say: () => "This pass is for another compound; please use its gate. I can call for you.",
  },
  "pass.revoked": {
    title: () => "Pass stopped",
    reason: () => "This pass was withdrawn or reported lost.",
    say: () => "This card has been stopped. If you got a new one, please show that.",
  },
  "pass.superseded": {
    title: () => "Old card",
    reason: () => "This household has a newer card; the old one no longer counts.",
    say: () => "There is a newer card for your home; please show that one. I can help if it's lost.",
  },
  "pass.not_yet_valid": {
    title: () => "Not yet valid",
    reason: ({ from }) => `This pass starts on **${from}**.`,
    say: ({ from }) => `It works from ${from} on. If it's urgent, tell me.`,
  },
  "pass.expired": {
    title: () => "Pass expired",
    reason: ({ until }) => `This pass ran out on **${until}**.`,
    say: () => "This pass has run out. The office can renew it; I have the number.",
  },
  "household.unknown": {
    title: () => "No such home",
    reason: () => "The pass is genuine, but its household is not in the roster.",
    say: () => "One moment, please. I'll ask the office.",
  },
  "household.gone": {
    title: () => "Moved out",
    reason: () => "The roster says that this household has moved out.",
    say: () => "Our list says you have moved out. If that's wrong, the office will put it right.",
  },
  "gate.sealed": {
    title: () => "Gate closed",
    reason: () => "Nobody passes here now. Please use an open gate.",
    say: () => "This gate is closed, please use the open one. If it's urgent, tell me now.",
  },
  "household.already_out": {
    title: ({ direction }) => (direction === "exit" ? "Can't go out" : "Can't come in"),
    reason: ({ since }) => `This household went out at **${since}** and is not back yet.`,
    say: () => "Someone from your home is out already. Once they're back, it's your turn. Urgent? Tell me.",
  },
  "household.already_in": {
    title: () => "Please check",
    reason: () => "Nobody of this household is on record as out. If they live here, record them as home.",
    say: () => "I don't see when you left. About what time was that?",
  },
  "reading.fever": {
    title: ({ direction }) => (direction === "exit" ? "Please wait" : "Measure again"),
    reason: ({ reading }) =>
      `**${reading} °C** is high. Let them rest in the shade, then use the **other** thermometer.`,
    say: () => "You're a little warm. Please sit for a moment and we'll measure again.",
  },
  "reading.too_cold": {
    title: () => "Measure again",
    reason: ({ reading }) => `**${reading} °C** is too low to be right. Try the forehead or the wrist.`,
    say: () => "The cold gets in the way. Let me measure once more.",
  },
};

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
    short: (building, unit, room) => (unit ? `Bldg ${building}, ${unit}-${room}` : `Bldg ${building}, ${room}`),
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
  judge: (age) => `Offline: judged by the roster of ${age}`,

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
    busy: { title: "The camera is in use", body: "Close the other program that uses it, then try again." },
    insecure: {
      title: "No camera on an insecure address",
      body: "Open this page by its https address and trust the certificate as the join page shows. A hand scanner and looking up work here too.",
    },
    failed: { title: "The camera stopped", body: "Try again. If it stays off, use a hand scanner or look up." },
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
      unwelcome: "This device has to sign in again. What it has not sent is safe and goes out then.",
      storage: "The browser does not let this page keep records. Leave private browsing, or free some space.",
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
    asideHint: "The server did not take these. They are kept on this device; please tell staff.",
    storage: "Storage",
    storageKept: "The browser promised to keep it",
    storageLoose: "The browser may clear it when space runs low; send soon",
    version: "Version",
    update: "A new version is here and starts in a quiet moment",
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
