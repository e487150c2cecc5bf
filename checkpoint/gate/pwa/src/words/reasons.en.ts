/** What each verdict says: the word on the screen, why, and what to tell the resident. `**` is bold. */

import type { ByReason, Telling } from "./types";
import { reasons as visitors } from "./visitors.en";

const EXEMPT = { medical: "Medical", duty: "Duty", essential_work: "Essential work" } as const;
const cannot = ({ direction }: Telling) =>
  direction === "exit" ? "Can't go out" : "Can't come in";

export const reasons: ByReason = {
  ...visitors,
  "exit.admitted": {
    title: ({ fromElsewhere }) => (fromElsewhere ? "May leave" : "May go out"),
    reason: ({ back, exempt, fromElsewhere }) =>
      fromElsewhere
        ? "They live elsewhere and **go home**"
        : (exempt ? `${EXEMPT[exempt]}, not counted. ` : "") + `Back by **${back}**, please`,
    say: null,
  },
  "entry.admitted": {
    title: () => "May come in",
    reason: ({ since, away, late, longest, fromElsewhere, hours }) =>
      fromElsewhere
        ? `They come to help this home${hours && `: **${hours}**`}`
        : late
          ? `Left at **${since}**, out for **${away}**: longer than ${longest}`
          : `Left at **${since}**, out for ${away}`,
    say: ({ late }) => (late ? "Good to have you back. A little earlier next time, please." : null),
  },
  "outing.late": {
    title: () => "Back late",
    reason: ({ away, longest }) => `Out for **${away}**: longer than ${longest}.`,
    say: () => "Good to have you back. A little earlier next time, please.",
  },
  "crossing.undone": { title: () => "Undone", reason: () => "This was taken back.", say: null },
  "token.empty": {
    title: () => "Empty code",
    reason: () => "There is nothing in this code.",
    say: () => "Please hold up the code on your pass card.",
  },
  "token.foreign": {
    title: () => "Not a pass",
    reason: () =>
      "This is some other code, a web address or a payment code, not that of a pass card.",
    say: () => "Please show the card from the office. If you left it at home, tell me your room.",
  },
  "token.unsupported": {
    title: () => "Update needed",
    reason: () =>
      "This card is of a newer kind than this device knows. Once online, it will learn it.",
    say: () => "Your card is fine, our device is behind. I'll look up your room instead.",
  },
  "token.malformed": {
    title: () => "Damaged code",
    reason: () => "A part of the code is missing, or it was altered.",
    say: () => "The print may be damaged. I'll look you up by number or room.",
  },
  "token.called_in": {
    title: () => "Card called in",
    reason: () => "The office ended all cards of this series. **Look the household up**, then hand out a new card.",
    say: () => "This card was called in; it's not your fault. Which room? The office has a new one.",
  },
  "token.unknown_key": {
    title: () => "Can't verify",
    reason: () =>
      "This device does not know the key that signed this card yet. Go online, then scan again.",
    say: () => "One moment, please, while I check.",
  },
  "token.bad_signature": {
    title: () => "Not genuine",
    reason: () =>
      "The card and its signature do not match. It may be forged or altered. Call the office.",
    say: () => "This card doesn't check out. One moment, I'll ask the office.",
  },
  "pass.stale_code": {
    title: () => "Old code",
    reason: () => "This code is **not from now**: a picture of it, or a phone whose clock is off.",
    say: () => "Please open your pass page and show me a fresh code. It renews by itself.",
  },
  "pass.unlinked": {
    title: () => "Phone unlinked",
    reason: () => "The office or the household took the pass off this phone, as when it is lost.",
    say: () => "This phone no longer carries the pass. Do you have the card? Else I'll call.",
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
    say: () =>
      "There is a newer card for your home; please show that one. I can help if it's lost.",
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
  "pass.outside_hours": {
    title: () => "Not these hours",
    reason: ({ hours }) => `This pass is good **${hours}**.`,
    say: ({ next, exemptions, direction }) =>
      `Your pass isn't good at this hour. ${next && `It is ${next}. `}` +
      (exemptions && direction === "exit" ? "For a doctor or for work, tell me." : "Urgent? Tell me."),
  },
  "pass.after_hours": {
    title: () => "After hours",
    reason: ({ hours }) => `This pass is good **${hours}**. Nobody is kept from going home.`,
    say: ({ hours }) => `Get home well. Your pass is good ${hours}.`,
  },
  "pass.already_out": {
    title: ({ fromElsewhere }) => (fromElsewhere ? "Please check" : "Can't go out"),
    reason: ({ fromElsewhere, since }) =>
      fromElsewhere
        ? "There is no record that they came in. If the card is theirs, record that they leave."
        : `Whoever has this pass went out at **${since}** and is not back yet.`,
    say: ({ fromElsewhere }) =>
      fromElsewhere
        ? "I don't see when you came. About what time was that?"
        : "This pass is out already. Is it really yours? Urgent? Tell me.",
    brief: "Already out",
  },
  "pass.already_in": {
    title: () => "Please check",
    reason: () =>
      "Whoever has this pass is **in already**, by the record. Is it the same person, the same card?",
    say: () => "I don't see when you left. About what time was that?",
    brief: "Already in",
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
  "household.in_observation": {
    title: ({ fromElsewhere }) => (fromElsewhere ? "Ask the office" : "Stays home"),
    reason: ({ restrictedUntil }) =>
      "This household is under home observation" +
      (restrictedUntil ? ` until **${restrictedUntil}**.` : " until the office lifts it."),
    say: ({ restrictedUntil, fromElsewhere }) =>
      fromElsewhere
        ? "That home is under observation at present. One moment, I'll ask the office."
        : "You're asked to stay at home for now" +
          (restrictedUntil ? `, until ${restrictedUntil}.` : ".") +
          " What do you need? We'll have it brought to your door.",
  },
  "household.restricted": {
    title: () => "Can't go out",
    reason: ({ restrictedUntil }) =>
      "The office asks this household to stay in" +
      (restrictedUntil ? ` until **${restrictedUntil}**.` : " for now."),
    say: () => "The office asks you to stay in for now. I can call them for you.",
    brief: "Stays in",
  },
  "household.already_out": {
    title: cannot,
    reason: ({ since }) => `This household went out at **${since}** and is not back yet.`,
    say: () =>
      "Someone from your home is out already. Once they're back, it's your turn. Urgent? Tell me.",
    brief: "Already out",
  },
  "household.already_in": {
    title: () => "Please check",
    reason: () =>
      "Nobody of this household is on record as out. If they live here, record them as home.",
    say: () => "I don't see when you left. About what time was that?",
  },
  "closure.night": {
    title: () => "Night closure",
    reason: ({ closedFrom, closedTo }) =>
      `Nobody goes out from **${closedFrom}** to **${closedTo}**.`,
    say: ({ next, exemptions }) =>
      `We're closed for the night. ${next && `You can go ${next}. `}` +
      (exemptions ? "For a doctor or for work, tell me." : "Urgent? Tell me."),
    brief: "Night closure",
  },
  "quota.used": {
    title: cannot,
    reason: ({ limit, days, last }) =>
      (limit === 1 ? "One outing" : `${limit} outings`) +
      (days === 1 ? " a day" : ` in ${days} days`) +
      `: the last was at **${last}**.`,
    say: ({ next }) =>
      `Your home's outing is used. ${next && `Next: ${next}. `}Urgent? Tell me.`,
    brief: "Outing used",
  },
  "quota.sealed": {
    title: cannot,
    reason: ({ exemptions }) =>
      "The estate is sealed: no home goes out" +
      (exemptions ? ", but for a doctor or for work." : "."),
    say: () => "Everyone stays in for now. Shopping, a doctor? Tell me and I'll arrange it.",
    brief: "Sealed",
  },
  "party.too_many": {
    title: () => "Too many",
    reason: ({ most, counted, people }) =>
      `Only **${most}** may go out at a time; there are ${counted}` +
      (counted < people ? ", children apart." : "."),
    say: ({ most }) =>
      `Only ${most === 1 ? "one" : most} at a time, please. The others wait at home.`,
    brief: "Too many",
  },
  "reading.high": {
    title: () => "Please wait",
    reason: ({ reading, rest, other }) =>
      `**${reading} °C** is high. ` +
      (rest ? `Rest in the shade for **${rest} min**, then ` : "Take ") +
      (other ? "the **other** thermometer." : "a second reading."),
    say: () => "You're a little warm. Please sit for a moment and we'll measure again.",
    brief: "To measure again",
  },
  "reading.too_soon": {
    title: () => "A little longer",
    reason: ({ reading, rest }) =>
      `**${reading} °C** is still high, but they rested less than **${rest} min**.`,
    say: ({ next }) =>
      next ? `Please rest a little longer. We'll measure again ${next}.` : "Please rest a little.",
    brief: "To measure again",
  },
  "reading.same_instrument": {
    title: () => "Use the other",
    reason: ({ reading }) =>
      `**${reading} °C** is high, but it was the **same** thermometer twice. Take the other.`,
    say: () => "Let me measure once more, with the other thermometer.",
    brief: "To measure again",
  },
  "reading.fever": {
    title: ({ direction, visitor }) =>
      visitor ? "Can't come in" : direction === "exit" ? "Stays in today" : "Straight home",
    reason: ({ reading, direction, visitor }) =>
      visitor
        ? `High twice: **${reading} °C**. They do not come in and see a doctor. Record it to tell the office.`
        : direction === "exit"
          ? `High twice: **${reading} °C**. The office has been told. Please wait at home.`
          : `High twice: **${reading} °C**. They may go home, to a room alone. The office is told; observation may follow.`,
    say: ({ visitor }) =>
      visitor
        ? "You're warm, twice now. Please don't go in today, and see a doctor soon."
        : "You're warm, twice now. Please go home and keep to one room; the office will call you.",
    brief: "High reading",
  },
  "reading.too_cold": {
    title: () => "Measure again",
    reason: ({ reading }) =>
      `**${reading} °C** is too low to be right. Try the forehead or the wrist.`,
    say: () => "The cold gets in the way. Let me measure once more.",
  },
};
