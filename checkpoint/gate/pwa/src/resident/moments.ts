/** Moments (milliseconds since 1970) as a resident or a visitor reads them, on the compound's clock. */

type Language = "zh" | "en";

/** The clock today, with the day otherwise. */
export function when(language: Language, at: number, now: number, zone: string): string {
  const time = clockOf(language, at, zone);
  return dayOf(language, at, zone) === dayOf(language, now, zone)
    ? time
    : `${dayOf(language, at, zone)} ${time}`;
}

/** From when until when: the day once where it is one day, and never today's. */
export function span(
  language: Language,
  since: number,
  until: number,
  now: number,
  zone: string,
): string {
  const oneDay = dayOf(language, since, zone) === dayOf(language, until, zone);
  const end = oneDay ? clockOf(language, until, zone) : when(language, until, since, zone);
  return `${when(language, since, now, zone)} – ${end}`;
}

export function dayOf(language: Language, at: number, zone: string): string {
  const month = language === "zh" ? "long" : "short";
  return format(language, at, zone, { month, day: "numeric" });
}

/** With the day of the week: for somebody who plans. */
export function longDay(language: Language, at: number, zone: string): string {
  const weekday = language === "zh" ? "long" : "short";
  return format(language, at, zone, { month: "long", day: "numeric", weekday });
}

export function clockOf(language: Language, at: number, zone: string): string {
  return format(language, at, zone, { hour: "2-digit", minute: "2-digit" });
}

function format(
  language: Language,
  at: number,
  timeZone: string,
  how: Intl.DateTimeFormatOptions,
): string {
  const locale = language === "zh" ? "zh-CN" : "en-GB";
  return new Intl.DateTimeFormat(locale, { timeZone, hourCycle: "h23", ...how }).format(at);
}
