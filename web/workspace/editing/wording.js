/**
 * Why something cannot be kept, told before it is sent or after Notion refused it; pure. A reason is
 * the name of a text, and what stands in it.
 */

import { folded } from "../values.js";

/** @typedef {[key: string, values?: object]} Reason */

const MOST = { url: 2_000, email: 200, phone_number: 200, name: 100 }; // characters, Notion's limits
const ADDRESS = /^(https?:\/\/|mailto:|tel:|[a-z][a-z0-9+.-]*:\/\/)\S+$/i;

/** @returns {Reason|null} what is wrong with a text as a value of this type */
export function whyNoText(type, text) {
  if (!text) return null;
  if (type === "url" && !ADDRESS.test(text)) return ["notAnAddress"];
  if (type === "email" && !/^\S+@\S+$/.test(text)) return ["notAnEmail"];
  return tooLong(text, MOST[type]);
}

/** @returns {Reason|null} what is wrong with a name beside others, which is not to be doubled */
export function whyNoName(name, others) {
  return others.includes(name) ? ["nameTaken", { name }] : tooLong(name, MOST.name);
}

/** @returns {Reason|null} the same of an option, whose name is to be its own whatever its case */
export function whyNoOption(name, type, others) {
  if (type !== "status" && name.includes(",")) return ["noCommas"];
  const taken = others.find((other) => folded(other) === folded(name));
  return taken === undefined ? whyNoName(name, []) : ["nameTaken", { name: taken }];
}

function tooLong(text, most = Infinity) {
  const { length } = [...text]; // as Notion counts: a sign outside of the basic plane is one
  return length > most ? ["tooLong", { most, length }] : null;
}

const REFUSALS = [
  [/is archived/, () => ["edit_gone"]],
  [/Could not find (?:block|page|property|data_source)/, () => ["edit_gone"]],
  [/multiple properties named (.*)/, (name) => ["nameTaken", { name }]],
  [/must be unique ignoring case, `(.*)`/, (name) => ["nameTaken", { name }]],
  [/commas not allowed/, () => ["noCommas"]],
  [/length should be ≤ `(\d+)`, instead was `(\d+)`/, (most, length) => ["tooLong", { most, length }]],
  [/schema exceeds the maximum/, () => ["schemaFull"]],
  [/request body is larger|body\.\S*length should be ≤/, () => ["tooMuch"]],
];

/** @returns {Reason} what a refusal in Notion's words means to a person */
export function refusal(message) {
  for (const [words, reason] of REFUSALS) {
    const found = words.exec(message);
    if (found) return reason(...found.slice(1));
  }
  return ["edit_refused"];
}

const WORDS = new Set(["content", "url", "email", "phone_number"]);

/** What a person wrote in calls, to be taken along where they were refused. */
export function wordsOf(calls) {
  return calls.flatMap(({ body }) => wordsIn(body)).join("\n");
}

function wordsIn(value) {
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, part]) =>
    typeof part === "string" && WORDS.has(key) ? [part] : wordsIn(part),
  );
}
