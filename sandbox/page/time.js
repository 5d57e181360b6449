/** Times as people in Belgium read them, from the programme clock's instants (ISO 8601, UTC). */

const ZONE = "Europe/Brussels";
const make = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, ...options });
const minute = make({ hour: "2-digit", minute: "2-digit" });
const second = make({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
const day = make({ weekday: "long", day: "numeric", month: "long" });
const dayAndYear = make({ weekday: "short", day: "numeric", month: "short", year: "numeric" });
const key = make({ year: "numeric", month: "2-digit", day: "2-digit" });
const utc = make({ timeZone: "UTC", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });
const weekday = make({ weekday: "short" });

export const hourMinute = (iso) => minute.format(new Date(iso));
export const hourMinuteSecond = (iso) => second.format(new Date(iso));
export const dayName = (iso) => day.format(new Date(iso));
export const shortDate = (iso) => dayAndYear.format(new Date(iso));
/** The same for two instants of one Brussels day. */
export const dayKey = (iso) => key.format(new Date(iso));
export const inUtc = (iso) => utc.format(new Date(iso));

const QUARTER_MS = 900_000;

/** The first 08:30 in Brussels after an instant, on that weekday ("Mon") if one is named; as an instant. */
export function nextMorning(iso, day = "") {
  let at = Math.floor(Date.parse(iso) / QUARTER_MS) * QUARTER_MS;
  do at += QUARTER_MS;
  while (minute.format(at) !== "08:30" || (day && weekday.format(at) !== day));
  return new Date(at).toISOString();
}
