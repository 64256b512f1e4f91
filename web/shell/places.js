/** Addresses of the page, and what each of them shows. Pure. */

/**
 * The rooms beside the chat. A room is a folder `web/rooms/<name>` and its name in this list; its
 * icon is that of the same name, its text `room.<name>`.
 */
export const ROOMS = ["recipes", "skills", "helpdesk", "stats", "settings"];

/** `{room, threadId}` of a path: the chat with a thread or a new one, or one of the rooms. */
export function placeOf(path) {
  const [name, id] = path.split("/").filter(Boolean);
  if (ROOMS.includes(name)) return { room: name };
  const threadId = name === "threads" && id ? id : null;
  return { room: "chat", threadId };
}

/** Whether a path is one of the page's own, which needs no loading anew. */
export function isPlace(path) {
  const [name] = path.split("/").filter(Boolean);
  return name === undefined || name === "threads" || ROOMS.includes(name);
}

/** The address of a thread; of a new one where there is none yet. */
export function threadPath(threadId) {
  return threadId ? `/threads/${threadId}` : "/";
}
