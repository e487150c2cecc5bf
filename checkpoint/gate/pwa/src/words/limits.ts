/** The days and hours of an extra pass in words. */

import type { Limits } from "../core/types";

const DAYS = {
  zh: {
    names: ["一", "二", "三", "四", "五", "六", "日"],
    every: "每天",
    to: "至",
    and: "、",
    whole: "全天",
  },
  en: {
    names: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    every: "every day",
    to: "–",
    and: ", ",
    whole: "at all hours",
  },
} as const;

/** `Mon–Fri 08:00–20:00`, `周一至五 08:00–20:00`. */
export function limitsInWords(code: string, { weekdays, hours }: Limits): string {
  const language = code === "zh" ? "zh" : "en";
  const days = daysInWords(language, weekdays);
  if (!hours) return days;
  const isWhole = hours.from === hours.to;
  return `${days} ${isWhole ? DAYS[language].whole : `${hours.from}–${hours.to}`}`;
}

function daysInWords(code: "zh" | "en", weekdays: number[] | null): string {
  const { names, every, to, and } = DAYS[code];
  if (!weekdays || weekdays.length === names.length) return every;
  const said = runs(weekdays).map(([first, last]) => {
    const [from, until] = [names[first - 1], names[last - 1]];
    if (first === last) return from;
    return last - first === 1 ? `${from}${and}${until}` : `${from}${to}${until}`;
  });
  return (code === "zh" ? "周" : "") + said.join(and);
}

/** Days that follow each other, as the first and the last of each run. */
function runs(weekdays: number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const day of [...weekdays].sort()) {
    const last = found.at(-1);
    if (last && last[1] === day - 1) last[1] = day;
    else found.push([day, day]);
  }
  return found;
}
