import { afterClose } from "./reconnect.js";

const PING_EVERY_MS = 25_000;
const PONG_WITHIN_MS = 10_000;

/**
 * One conversation's line to `/ws/chat`: sends `init` first, keeps itself alive and comes back by
 * itself.
 *
 * `init()` gives the frame to introduce oneself with, asked for anew at each attempt so that it
 * carries the `since` of that moment. `onFrame(frame)` gets every server frame but `pong`.
 * `onStatus({phase, reason, problem})` gets `connecting`, `open`, `waiting` or `stopped`; `problem`
 * is the server's own word on why.
 */
export class ChatSocket {
  #url;
  #init;
  #onFrame;
  #onStatus;
  #socket = null;
  #attempt = 0;
  #retryTimer = 0;
  #pingTimer = 0;
  #pongTimer = 0;

  constructor({ url, init, onFrame, onStatus }) {
    this.#url = url;
    this.#init = init;
    this.#onFrame = onFrame;
    this.#onStatus = onStatus;
  }

  /** Connects now, whatever was going on: a waiting retry is skipped, an open line replaced. */
  connect() {
    this.#drop();
    this.#onStatus({ phase: "connecting" });
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    socket.addEventListener("open", () => socket.send(JSON.stringify(this.#init())));
    socket.addEventListener("message", (event) => this.#receive(socket, event.data));
    socket.addEventListener("close", (event) => this.#closed(socket, event.code));
  }

  /** Sends a frame if the line is open; says whether it did. */
  send(frame) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /**
   * Connects at once if a retry is being waited for, or tests a line that may have died in a sleep.
   */
  wake() {
    if (this.#retryTimer) this.connect();
    else this.#ping();
  }

  /** Hangs up and stays so until somebody connects again. */
  rest(reason, problem) {
    this.#drop();
    this.#onStatus({ phase: "stopped", reason, problem });
  }

  #receive(socket, data) {
    if (socket !== this.#socket) return;
    clearTimeout(this.#pongTimer);
    const frame = JSON.parse(data);
    if (frame.type === "pong") return;
    if (frame.type === "system" && frame.seq === undefined) this.#opened();
    this.#onFrame(frame);
  }

  #opened() {
    this.#attempt = 0;
    clearInterval(this.#pingTimer);
    this.#pingTimer = setInterval(() => this.#ping(), PING_EVERY_MS);
    this.#onStatus({ phase: "open" });
  }

  #ping() {
    if (!this.send({ type: "ping" })) return;
    clearTimeout(this.#pongTimer);
    const socket = this.#socket;
    this.#pongTimer = setTimeout(() => this.#closed(socket, 1006), PONG_WITHIN_MS);
  }

  #closed(socket, code) {
    if (socket !== this.#socket) return;
    this.#drop();
    const { retry, delay, reason } = afterClose(code, this.#attempt);
    this.#attempt += 1;
    if (retry) this.#retryTimer = setTimeout(() => this.connect(), delay);
    this.#onStatus({ phase: retry ? "waiting" : "stopped", reason });
  }

  #drop() {
    clearTimeout(this.#retryTimer);
    clearInterval(this.#pingTimer);
    clearTimeout(this.#pongTimer);
    this.#retryTimer = 0;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }
}
