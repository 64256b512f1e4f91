import { backoffDelay } from "../../chat/reconnect.js";

const OVER = 1000; // the close code once all is told
const REFUSED = [4002, 4003];

/** The address of a job's stream for a page at `here`, behind what was told already. Pure. */
export function streamAddress(jobId, since, here) {
  const url = new URL(`/ingest/jobs/${encodeURIComponent(jobId)}/stream`, here);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  url.searchParams.set("since", since);
  return url.href;
}

/**
 * Follows a job over broken lines: `onFrame(frame)` gets each frame behind `since` once, `onOver()`
 * is called when there are no more. Returns what ends it. `accessToken` is the person's server key,
 * told in the first frame and never in the address.
 */
export function watchJob(jobId, { accessToken, since = 0 }, { onFrame, onOver }) {
  let socket;
  let timer;
  let attempt = 0;

  function open() {
    socket = new WebSocket(streamAddress(jobId, since, window.location.href));
    socket.onopen = () =>
      socket.send(JSON.stringify({ type: "init", access_token: accessToken ?? "" }));
    socket.onmessage = ({ data }) => hear(JSON.parse(data));
    socket.onclose = ({ code }) => lose(code);
  }

  function hear(frame) {
    attempt = 0;
    since = frame.seq ?? since;
    onFrame(frame);
  }

  function lose(code) {
    if (code === OVER || REFUSED.includes(code)) onOver();
    else timer = setTimeout(open, backoffDelay(attempt++));
  }

  open();
  return () => {
    clearTimeout(timer);
    socket.onclose = null;
    socket.close();
  };
}
