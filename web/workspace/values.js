/** Plain readings of Notion property values, for filtering, sorting, grouping and titles; pure. */

/** The text of a rich text array. */
export function plainText(runs) {
  return (runs ?? [])
    .map((run) => run.plain_text ?? run.text?.content ?? run.equation?.expression ?? "")
    .join("");
}

/** A text as it is compared: without its case, however its signs are put together. */
export function folded(text) {
  return String(text ?? "")
    .normalize("NFC")
    .toLocaleLowerCase();
}

/** Whether a text holds every word searched for; full-width letters are as their narrow ones. */
export function holdsWords(text, words) {
  const wide = (said) => folded(said.normalize("NFKC"));
  const held = wide(text);
  return wide(words)
    .split(/\s+/)
    .every((word) => held.includes(word));
}

/** The schema entry that a property id or name means; ids may be URL-encoded or not. */
export function findProperty(schema, reference) {
  if (!reference) return null;
  if (schema[reference]) return named(schema, reference);
  const wanted = decodeId(reference);
  const name = Object.keys(schema).find((key) => decodeId(schema[key].id) === wanted);
  return name === undefined ? null : named(schema, name);
}

function named(schema, name) {
  return { ...schema[name], name };
}

function decodeId(id) {
  try {
    return decodeURIComponent(id ?? "");
  } catch {
    return id;
  }
}

/** A formula or a rollup read as the plain property that it amounts to. */
export function unwrap(value) {
  if (value?.type === "formula")
    return computed(value.formula, { string: asText, boolean: asCheckbox });
  if (value?.type === "rollup") return computed(value.rollup, {});
  return value;
}

function computed(result, readers) {
  if (!result) return null;
  const read = readers[result.type];
  return read
    ? read(result[result.type])
    : { type: result.type, [result.type]: result[result.type] };
}

function asText(text) {
  return { type: "rich_text", rich_text: text ? [{ plain_text: text }] : [] };
}

function asCheckbox(checked) {
  return { type: "checkbox", checkbox: Boolean(checked) };
}

const TEXT_READERS = {
  title: (value) => plainText(value.title),
  rich_text: (value) => plainText(value.rich_text),
  number: (value) => (value.number ?? "").toString(),
  select: (value) => value.select?.name ?? "",
  status: (value) => value.status?.name ?? "",
  multi_select: (value) => (value.multi_select ?? []).map((option) => option.name).join(", "),
  date: (value) => value.date?.start ?? "",
  people: (value) => (value.people ?? []).map((person) => person.name ?? "").join(", "),
  checkbox: (value) => String(Boolean(value.checkbox)),
  url: (value) => value.url ?? "",
  email: (value) => value.email ?? "",
  phone_number: (value) => value.phone_number ?? "",
  files: (value) => (value.files ?? []).map((file) => file.name ?? "").join(", "),
  relation: (value) => (value.relation ?? []).map((page) => page.id).join(", "),
  unique_id: (value) => uniqueIdText(value.unique_id),
  created_time: (value) => value.created_time ?? "",
  last_edited_time: (value) => value.last_edited_time ?? "",
  created_by: (value) => value.created_by?.name ?? "",
  last_edited_by: (value) => value.last_edited_by?.name ?? "",
  place: (value) => value.place?.name ?? value.place?.address ?? "",
  array: (value) => value.array.map(textOf).filter(Boolean).join(", "),
};

/** Any value as text; "" when empty. */
export function textOf(value) {
  const plain = unwrap(value);
  return plain && TEXT_READERS[plain.type] ? TEXT_READERS[plain.type](plain) : "";
}

export function uniqueIdText(id) {
  if (id?.number === null || id?.number === undefined) return "";
  return id.prefix ? `${id.prefix}-${id.number}` : String(id.number);
}

/** Empty in Notion's sense: an unchecked checkbox is not empty, a false formula neither. */
export function isEmpty(value) {
  const plain = unwrap(value);
  if (!plain) return true;
  return plain.type === "array" ? plain.array.every(isEmpty) : textOf(plain) === "";
}

/** The number in a value, or null. */
export function numberOf(value) {
  const plain = unwrap(value);
  if (plain?.type === "number") return plain.number ?? null;
  if (plain?.type === "unique_id") return plain.unique_id?.number ?? null;
  return plain?.type === "checkbox" ? Number(plain.checkbox) : null;
}

/** The date in a value as {start, end}, or null. */
export function dateOf(value) {
  const plain = unwrap(value);
  if (plain?.type === "date") return plain.date?.start ? plain.date : null;
  const time = plain?.[plain.type];
  const timed = plain?.type === "created_time" || plain?.type === "last_edited_time";
  return timed && time ? { start: time, end: null } : null;
}

/** The names a value holds: options, people, related ids, or its text. */
export function namesOf(value) {
  const plain = unwrap(value);
  if (!plain || isEmpty(plain)) return [];
  if (plain.type === "multi_select") return plain.multi_select.map((option) => option.name);
  if (plain.type === "people") return plain.people.map((person) => person.name ?? person.id);
  if (plain.type === "relation") return plain.relation.map((page) => page.id);
  return [textOf(plain)];
}

/** The title value of a page or row. */
export function titleRuns(page) {
  const title = Object.values(page?.properties ?? {}).find((value) => value.type === "title");
  return title?.title ?? [];
}

export function titleText(page) {
  return plainText(titleRuns(page));
}
