/** Numbers as people write them; pure. What might be meant otherwise is none: nothing is guessed. */

const FEW = { 십: 10, 十: 10, 백: 100, 百: 100, 천: 1e3, 千: 1e3 };
const MANY = { 만: 1e4, 万: 1e4, 萬: 1e4, 억: 1e8, 億: 1e8, 조: 1e12, 兆: 1e12 };
const WORDS = new Map([
  ["k", 1e3],
  ["thousand", 1e3],
  ["mn", 1e6],
  ["million", 1e6],
  ["bn", 1e9],
  ["billion", 1e9],
]);
// A metre or a million, a byte or a billion.
const OPEN = new Set(["m", "b"]);

const GROUPED = /(?<![\d.])(?:\d{1,3}(?:,\d{2,3})*,\d{3}|\d{1,3}(?:[\s_'’]\d{3})+)(?!\d)/g;
const SIGNED = /^([-−–▲△]?)([^\d.\-−–()]{0,3})([-−–]?)(\(?)([^\d.()]{0,3})(\d.*?|\.\d.*?)(\)?)(-?)$/;
const NUMBER = /^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?=\D*$)/i;
const WORD = /[십十백百천千만万萬억億조兆]/;
const LATIN = /^([a-z]*)(.*)$/i;
const PART = /^(\d+(?:\.\d+)?)([십十백百천千]?)([만万萬억億조兆]?)/;

/**
 * "1,200", "₩1,200", "(500)", "200만", "1.5億", "2k", "35%" (0.35, as "35" of a percentage).
 * @returns {number|null|undefined} null for nothing, undefined for what is no number
 */
export function readNumber(text, format) {
  const { value, percent } = read(text);
  if (!value) return value;
  if (!isKept(text, value)) return undefined;
  return percent || format === "percent" ? exact(value / 100) : value;
}

/** The name of the text that says why something is no number. */
export function whyNoNumber(text) {
  return read(text).value === undefined ? "notANumber" : "numberTooLong";
}

function read(text) {
  const said = text.normalize("NFKC").trim();
  if (!said) return { value: null };
  const bare = said.replace(GROUPED, (digits) => digits.replace(/\D/g, ""));
  if (/\d\s+[\d.]|\d,|,\d/.test(bare)) return {};
  const found = SIGNED.exec(bare.replace(/\s/g, ""));
  if (!found) return {};
  const [, minus, before, inner, open, within, amount, close, behind] = found;
  if (Boolean(open) !== Boolean(close)) return {};
  if (WORD.test(before + within)) return {};
  const { value, unit } = counted(amount);
  if (value === undefined || !/^%?\D{0,3}$/.test(unit)) return {};
  const negative = minus || inner || open || behind || /[-−–]/.test(within);
  return { value: negative ? -value : value, percent: unit.startsWith("%") };
}

/** What digits come to with the words of thousands behind them, and the unit that is left. */
function counted(amount) {
  const [plain] = NUMBER.exec(amount) ?? [];
  if (plain === undefined) return inTenThousands(amount);
  const [, word, unit] = LATIN.exec(amount.slice(plain.length));
  if (unit[0] in FEW || unit[0] in MANY) return word ? {} : inTenThousands(amount);
  if (OPEN.has(word.toLowerCase()) && word !== "M") return {};
  const times = word === "M" ? 1e6 : WORDS.get(word.toLowerCase());
  if (times) return { value: exact(plain * times), unit };
  return { value: Number(plain), unit: word + unit };
}

/**
 * "2천5백만원": each word for less than the one before it. Last digits without a word are what the
 * word before leaves room for, written out: "3억5" may mean five of anything.
 */
function inTenThousands(amount) {
  let left = amount;
  let [total, section, most, few] = [0, 0, Infinity, Infinity];
  for (let found; few > 1 && (found = PART.exec(left)); left = left.slice(found[0].length)) {
    const [, digits, small, large] = found;
    const times = FEW[small] ?? 1;
    if (times >= few || (MANY[large] ?? 1) >= most) return {};
    if (!small && !large && !fills(digits, Math.min(few, most))) return {};
    section += digits * times;
    few = times;
    if (!large) continue;
    total += section * MANY[large];
    [section, most, few] = [0, MANY[large], Infinity];
  }
  return { value: exact(total + section), unit: left };
}

/** Whether digits are as many as stand behind a word for so much, or all but one of them. */
function fills(digits, most) {
  return digits.split(".", 1)[0].length >= Math.log10(most) - 1;
}

/** Without the noise of binary fractions. */
function exact(value) {
  return Number(value.toPrecision(15));
}

/** Whether a number is small enough to keep its whole digits; those behind the point are rounded. */
function isKept(text, value) {
  const most = /\de/i.test(text) ? Number.MAX_VALUE : Number.MAX_SAFE_INTEGER;
  return Math.abs(value) <= most;
}
