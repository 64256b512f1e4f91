import assert from "node:assert/strict";
import { test } from "node:test";

import { accountOf, DEMO, headersOf } from "../../web/rooms/helpdesk/account.js";
import { bodyOf } from "../../web/rooms/helpdesk/fetching.js";
import { pieces } from "../../web/rooms/helpdesk/highlight.js";
import { figuresOf, heard } from "../../web/rooms/helpdesk/job.js";
import { ruleTold } from "../../web/rooms/helpdesk/rules.js";
import { statusName } from "../../web/rooms/helpdesk/statuses.js";
import { streamAddress } from "../../web/rooms/helpdesk/watch.js";
import { meantBy } from "../../web/shared/company.js";

const NOTHING = { companyId: "", helpdeskDomain: "", helpdeskKey: "" };
const TICKS = { articles: true, attachments: false, notes: true, anew: false };

test("who connected nothing reads the demo account", () => {
  assert.deepEqual(accountOf(NOTHING), { ...DEMO, isDemo: true });
  assert.equal(accountOf({ ...NOTHING, helpdeskDomain: DEMO.domain }).key, DEMO.key);
});

test("an account's key goes into a header, and never to the demo's key by itself", () => {
  const own = accountOf({ ...NOTHING, companyId: "acme", helpdeskDomain: "acme.freshdesk.com" });

  assert.deepEqual([own.key, own.isDemo], ["", false]);
  assert.equal(headersOf({ ...own, key: "k" })["X-API-Key"], "k");
});

test("a company is called as its domain begins, where it was called nothing", () => {
  const company = (helpdeskDomain, companyId) => {
    const meant = meantBy({ helpdeskDomain, companyId });
    return [meant.helpdeskDomain, meant.companyId];
  };
  const acme = ["acme.freshdesk.com", "acme"];
  for (const entered of ["Acme.freshdesk.com", "acme", " https://acme.freshdesk.com/a/tickets?x=1 "])
    assert.deepEqual(company(entered), acme);
  assert.deepEqual(company(" acme.freshdesk.com", " a-1 "), ["acme.freshdesk.com", "a-1"]);
  assert.deepEqual([company(DEMO.domain), company("")], [[DEMO.domain, ""], ["", ""]]);
});

test("what was filled in is the body of a job", () => {
  const asked = { most: "100", from: "", again: "once", cron: "", priority: "normal" };

  assert.deepEqual(bodyOf(asked, TICKS, "Asia/Seoul"), {
    max_tickets: 100,
    include_kb: true,
    process_attachments: false,
    include_private_notes: true,
    force_rebuild: false,
    priority: "normal",
  });
  const ruled = bodyOf({ ...asked, most: "", again: "daily", from: "2026-01-02" }, TICKS, "Asia/Seoul");
  assert.deepEqual(
    [ruled.schedule, ruled.timezone, ruled.start_date, "max_tickets" in ruled],
    ["0 2 * * *", "Asia/Seoul", "2026-01-02T00:00:00Z", false],
  );
});

test("hits are marked whatever their endings and case, and no letter is lost", () => {
  const hits = (text, query) =>
    pieces(text, query).filter(({ hit }) => hit).map(({ text: piece }) => piece);

  assert.deepEqual(hits("Refund policy: refunded", "REFUNDS"), ["Refund", "refund"]);
  assert.deepEqual(hits("환불은 언제 되나요", "환불이"), ["환불"]);
  assert.deepEqual(hits("返金について", "返金は"), ["返金"]);
  assert.deepEqual(hits("nothing here", "zebra"), []);
  for (const [text, query] of [["<b>x</b>", "b"], ["İstanbul", "i"], ["", "a"], ["aaa", "a aa"]])
    assert.equal(pieces(text, query).map(({ text: piece }) => piece).join(""), text);
});

test("a job is what its frames tell", () => {
  const job = { status: "queued", priority: "normal", progress: { percentage: 0 } };
  const running = heard(job, { type: "status", status: "running", previous: "queued" });
  const told = heard(running, {
    type: "progress",
    step: "collecting_tickets",
    current: 20,
    total: 80,
    items_per_second: 9,
    statistics: { tickets: 20, retries: 0 },
  });

  assert.deepEqual([told.status, told.progress.percentage], ["running", 25]);
  assert.deepEqual(figuresOf(told), [["tickets", 20]]);
  assert.deepEqual(figuresOf({ statistics: { tickets_collected: 7, retries: 3 } }), [["tickets", 7]]);
  assert.equal(heard(told, { type: "log", level: "INFO", message: "x" }), told);
  const warned = heard(told, { type: "log", level: "WARN", message: "the key is gone" });
  assert.equal(warned.remark, "the key is gone");
  assert.equal(heard(warned, { type: "status", status: "running" }).remark, "");
  const endless = heard(running, { type: "progress", step: "indexing", current: 3, total: null });
  assert.equal(endless.progress.percentage, 0);
});

test("a stream's address holds no key", () => {
  assert.equal(
    streamAddress("ingest-job-a-1", 7, "https://forge.example/helpdesk"),
    "wss://forge.example/ingest/jobs/ingest-job-a-1/stream?since=7",
  );
});

test("Freshdesk's own statuses are said in the person's language, an account's own as they are", () => {
  const t = (key) => key;

  assert.equal(statusName("Waiting on Customer", t), "desk.status.waitingOnCustomer");
  assert.equal(statusName("published", t), "desk.status.published");
  assert.equal(statusName("교환 검토", t), "교환 검토");
  assert.equal(statusName("constructor", t), "constructor");
});

test("a rule is told as people say it, and as it is written where that is beyond words", () => {
  const t = (key, given = {}) => [key, ...Object.values(given)].join(" ");
  const read = (cron) => ruleTold(cron, t, "en");

  assert.equal(read("0 2 * * *"), "desk.again.daily");
  assert.equal(read("30 9 * * *"), "desk.rule.daily 09:30");
  assert.equal(read("0 2 * * 1-5"), "desk.rule.workdays 02:00");
  assert.equal(read("5 18 * * 0"), "desk.rule.weekly 18:05 Sunday");
  for (const cron of ["*/5 * * * *", "0 2 1 * *", "0 2 * 6 1", "0 2 * * 1,3", "bad"])
    assert.equal(read(cron), cron);
});
