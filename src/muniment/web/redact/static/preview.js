// The preview: keys that turn its pages.

import { onKey } from "/static/everywhere.js";

const follow = (selector) => () => document.querySelector(selector)?.click();

onKey("j", follow(".turning-pages [rel=next]"));
onKey("k", follow(".turning-pages [rel=prev]"));
onKey("u", follow(".turning-pages [data-unopened]"));
