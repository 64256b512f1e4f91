/** Versions of a plan beside each other. Pure. */

/**
 * The versions of the plan that waits, oldest first: each approval since something was last built or
 * dropped, as `{approvalId, version, blueprint, previewUrl}`; none where only one was made.
 */
export function versionsOf({ items }) {
  const ended = items.findLastIndex(
    ({ kind, status }) => kind === "complete" || kind === "cancelled" || status === "rejected",
  );
  const plans = items.slice(ended + 1).filter(({ kind, blueprint }) => kind === "approval" && blueprint);
  const versions = plans.map(({ approval_id: approvalId, blueprint, preview_url: previewUrl }, at) => ({
    approvalId,
    version: at + 1,
    blueprint,
    previewUrl,
  }));
  return versions.length > 1 ? versions : [];
}

/**
 * A design in outline: its page, databases and sub-pages as `{id, kind, name, detail, inside}`. Two
 * parts of two versions are the same thing where their `id` is, and look the same where `detail` is.
 */
export function outlineOf({ title, icon, databases = [], sub_pages: pages = [] }) {
  return [
    { id: "page", kind: "page", name: title, detail: `${title} ${icon ?? ""}`, inside: [] },
    ...databases.map(databaseOf),
    ...pages.map(({ key, title: name }) => ({
      id: `sub_page ${key ?? name}`,
      kind: "sub_page",
      name,
      detail: name,
      inside: [],
    })),
  ];
}

function databaseOf({ key, title, properties = [], views = [], rows = [] }) {
  const titled = properties.find(({ type }) => type === "title")?.name;
  const inside = [
    ...properties.map(({ name, type, options = [] }) => ({
      id: `property ${name}`,
      kind: "property",
      name,
      type,
      detail: `${type} ${options.map((option) => option.name).join(" ")}`,
    })),
    ...views
      .filter(({ name }) => name)
      .map((view) => ({
        id: `view ${view.name}`,
        kind: "view",
        name: view.name,
        type: view.type,
        detail: JSON.stringify(view),
      })),
    ...rows.map(({ values = {} }, at) => ({
      id: `row ${values[titled] ?? at}`,
      kind: "row",
      name: String(values[titled] ?? at + 1),
      detail: JSON.stringify(values),
    })),
  ];
  return { id: `database ${key ?? title}`, kind: "database", name: title, detail: title, inside };
}

/**
 * An outline with a `mark` on each part: `only` where the other version has none such, `changed`
 * where it looks otherwise there or inside, else `same`.
 */
export function marked(outline, other) {
  const known = new Map(other.map((part) => [part.id, part]));
  return outline.map((part) => {
    const twin = known.get(part.id);
    const inside = part.inside && marked(part.inside, twin?.inside ?? []);
    const gone = twin?.inside?.some(({ id }) => !part.inside.some((own) => own.id === id));
    const touched = gone || inside?.some(({ mark }) => mark !== "same");
    const differs = twin && (twin.detail !== part.detail || touched);
    return { ...part, inside, mark: !twin ? "only" : differs ? "changed" : "same" };
  });
}
