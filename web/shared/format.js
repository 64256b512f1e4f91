/** Numbers, dates and durations in the reader's language; pure. */

import { dateOfDay, dayOf } from "./days.js";

const CURRENCIES = {
  dollar: "USD",
  australian_dollar: "AUD",
  canadian_dollar: "CAD",
  singapore_dollar: "SGD",
  hong_kong_dollar: "HKD",
  new_zealand_dollar: "NZD",
  new_taiwan_dollar: "TWD",
  euro: "EUR",
  pound: "GBP",
  yen: "JPY",
  ruble: "RUB",
  rupee: "INR",
  won: "KRW",
  yuan: "CNY",
  real: "BRL",
  lira: "TRY",
  rupiah: "IDR",
  franc: "CHF",
  krona: "SEK",
  norwegian_krone: "NOK",
  danish_krone: "DKK",
  mexican_peso: "MXN",
  rand: "ZAR",
  zloty: "PLN",
  baht: "THB",
  forint: "HUF",
  koruna: "CZK",
  shekel: "ILS",
  chilean_peso: "CLP",
  philippine_peso: "PHP",
  dirham: "AED",
  colombian_peso: "COP",
  riyal: "SAR",
  ringgit: "MYR",
  leu: "RON",
  argentine_peso: "ARS",
  uruguayan_peso: "UYU",
  peruvian_sol: "PEN",
};

/** @param {string|undefined} format Notion's number format; percent takes 0.42 for 42 % */
export function formatNumber(value, format, locale) {
  if (value === null || value === undefined) return "";
  if (CURRENCIES[format]) return formatCurrency(value, CURRENCIES[format], locale);
  if (format === "percent") {
    return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2 }).format(
      value,
    );
  }
  const useGrouping = format === "number_with_commas";
  return new Intl.NumberFormat(locale, { useGrouping, maximumFractionDigits: 6 }).format(value);
}

function formatCurrency(value, currency, locale) {
  const style = { style: "currency", currency, currencyDisplay: "narrowSymbol" };
  const whole = Number.isInteger(value) ? { ...style, minimumFractionDigits: 0 } : style;
  return new Intl.NumberFormat(locale, whole).format(value);
}

/** A short form for axes: 1.2만, 12K. */
export function formatCompact(value, locale) {
  return new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 }).format(
    value,
  );
}

/**
 * @param {{start: string, end?: string|null}|null} value a Notion date value
 * @param {{today?: number}} [options] with `today` (a day number) the year is left out in its own
 *   year
 */
export function formatDate(value, locale, options = {}) {
  if (!value?.start) return "";
  const start = formatMoment(value.start, locale, options);
  return value.end ? `${start} → ${formatMoment(value.end, locale, options)}` : start;
}

function formatMoment(text, locale, { today }) {
  const day = dayOf(text);
  if (day === null) return text;
  const year = dateOfDay(day).getUTCFullYear();
  const sameYear = today !== undefined && dateOfDay(today).getUTCFullYear() === year;
  const fields = { month: "short", day: "numeric", ...(sameYear ? {} : { year: "numeric" }) };
  if (!text.includes("T")) {
    return new Intl.DateTimeFormat(locale, { ...fields, timeZone: "UTC" }).format(dateOfDay(day));
  }
  return new Intl.DateTimeFormat(locale, { ...fields, hour: "numeric", minute: "2-digit" }).format(
    new Date(text),
  );
}

/** A day number with the given Intl fields, e.g. {month: "long", year: "numeric"}. */
export function formatDay(day, locale, fields) {
  return new Intl.DateTimeFormat(locale, { ...fields, timeZone: "UTC" }).format(dateOfDay(day));
}
