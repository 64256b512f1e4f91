import assert from "node:assert/strict";
import { test } from "node:test";

import { hostOf, lastPart, safeLink } from "../../web/shared/dom.js";

test("an address that is none is text, has no last part and is no link", () => {
  for (const address of ["http://[", "nothing", "", "javascript:alert(1)"]) {
    assert.equal(safeLink(address), null);
    assert.equal(lastPart(address), "");
  }
  assert.equal(hostOf("http://["), "http://[");
});

test("a file is called what its address ends in, as far as that can be read", () => {
  assert.equal(lastPart("https://x.org/deep/caf%C3%A9.pdf?x=1#y"), "café.pdf");
  assert.equal(lastPart("https://x.org/100%"), "");
  assert.equal(lastPart("https://x.org"), "");
});
