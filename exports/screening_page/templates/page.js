"use strict";
// The screening page: one record at a time, served by `ajour screen` or as one file by itself.
(() => {
  const AHEAD = 3; // records kept loaded, so that reading goes on while the connection is lost
  const ASK_WITHIN = 15000; // milliseconds that an answer of the server may take
  const PARTS_AFTER = 4000; // milliseconds until the parts of the page are asked for again
  const PREPARED_AFTER = 700; // milliseconds until the next records are asked for again, while they are prepared
  const MOST_UNSENT = 500; // records that the server is told to be decided here, though not sent yet
  const REFUSED_AFTER = 5000; // the same where the server says that it cannot give them
  const RETRY = [1000, 2000, 5000, 10000, 30000]; // milliseconds between tries to send what waits

  const $ = (id) => document.getElementById(id);
  const holder = $("data");
  const embedded = holder ? JSON.parse(holder.textContent) : null;
  const tab = Math.random().toString(36).slice(2);

  let start = null; // the session: words, keys, reasons, progress
  let store = null; // where cards come from and decisions go
  let language = document.documentElement.lang;
  let part = "read";
  let current = null; // the card on the screen
  let marked = []; // reasons marked for the next exclusion
  let done = []; // keys decided here, the latest last: what undo takes back
  let busy = false;
  let lastFocus = null;

  // ---- words -----------------------------------------------------------------------------------

  const say = (key, values = {}) => {
    const words = start.words[language] || {};
    const one = values.n === 1 && words[`${key}_one`];
    return (one || words[key] || key).replace(/\{(\w+)\}/g, (whole, name) => {
      const value = values[name];
      return typeof value === "number" ? count(value) : value === undefined ? whole : String(value);
    });
  };
  const count = (value) => new Intl.NumberFormat(language, { maximumFractionDigits: value < 10 ? 2 : 0 }).format(value);
  const day = (text) => {
    const when = new Date(text);
    return Number.isNaN(when.getTime()) ? text : new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(when);
  };
  const named = (code) => {
    try {
      const name = new Intl.DisplayNames([code], { type: "language" }).of(code.split("-")[0]);
      return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
    } catch { return code; }
  };
  // A code such as JOUR says nothing to a reader; what else a source calls a publication stands as it is.
  const typeName = (type) => (type && start.words[language]?.[`type.${type.toUpperCase()}`]) || type;
  const verdictName = (verdict) => say(`verdict.${verdict}`);
  const reasonOf = (code) => start.reasons.find((reason) => reason.code === code);
  const inLanguage = (name) => typeof name === "string" ? name : name?.[language] || Object.values(name || {})[0] || "";
  const reasonName = (code) => inLanguage(reasonOf(code)?.name) || code;
  const codesOf = (codes) => (Array.isArray(codes) ? codes : String(codes || "").split(/; */)).filter(Boolean);

  // ---- elements --------------------------------------------------------------------------------

  const make = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === undefined || value === null || value === false) continue;
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return made;
  };
  const button = (text, act, attributes = {}, key = "") =>
    make("button", { type: "button", onclick: act, "aria-keyshortcuts": key || null, ...attributes }, text, key ? " " : "", key ? make("kbd", { "aria-hidden": "true" }, key) : "");
  const listed = (items, name = "plain") => make("ul", { class: name }, ...items.map((item) => make("li", {}, ...[item].flat())));
  const plainText = (runs) => (runs || []).map((run) => run[0]).join("");

  const tell = (text) => {
    // The same sentence twice is read twice: the region is emptied first.
    $("said").textContent = "";
    requestAnimationFrame(() => { $("said").textContent = text; });
  };

  const notice = (text, ...acts) => {
    const place = $("notice");
    place.hidden = !text;
    place.dataset.kept = "";
    place.replaceChildren();
    if (text) place.append(make("p", { role: "alert" }, text), ...acts, button(say("close"), () => notice("")));
  };

  // ---- this browser's memory -------------------------------------------------------------------

  const memory = (() => {
    let kept = null;
    const spare = new Map(); // what the browser would not keep
    let trouble = "";
    try {
      kept = window.localStorage;
      const probe = `ajour:probe:${tab}`;
      kept.setItem(probe, "1");
      kept.removeItem(probe);
    } catch (fault) {
      trouble = fault && fault.name === "QuotaExceededError" ? "full" : "off";
      if (trouble === "off") kept = null;
    }
    const read = (key) => {
      if (spare.has(key)) return spare.get(key);
      try { return kept ? kept.getItem(key) : null; } catch { return null; }
    };
    const write = (key, text) => {
      try {
        if (!kept) throw new Error("off");
        kept.setItem(key, text);
        spare.delete(key);
        return true;
      } catch {
        trouble = kept ? "full" : "off";
        spare.set(key, text);
        return false;
      }
    };
    const drop = (key) => {
      spare.delete(key);
      try { if (kept) kept.removeItem(key); } catch { /* nothing was kept */ }
    };
    return { read, write, drop, trouble: () => trouble, unkept: () => spare.size };
  })();

  const readJson = (key, otherwise) => {
    try { return JSON.parse(memory.read(key)) ?? otherwise; } catch { return otherwise; }
  };

  const uuid = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  };
  const clean = (text) => (text.toWellFormed ? text.toWellFormed() : text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").trim();

  // SHA-256 (FIPS 180-4). crypto.subtle is not there where a page is opened from some devices' disks.
  const sha256 = (text) => {
    const constants = [], state = [];
    for (let candidate = 2; constants.length < 64; candidate += 1) {
      let prime = true;
      for (let other = 2; other * other <= candidate; other += 1) if (candidate % other === 0) prime = false;
      if (!prime) continue;
      const part = (root) => ((root - Math.floor(root)) * 4294967296) | 0;
      if (state.length < 8) state.push(part(Math.sqrt(candidate)));
      constants.push(part(Math.cbrt(candidate)));
    }
    const bytes = new TextEncoder().encode(text);
    const padded = new Uint8Array(((bytes.length + 72) >> 6) << 6);
    padded.set(bytes);
    padded[bytes.length] = 128;
    const view = new DataView(padded.buffer);
    view.setUint32(padded.length - 8, Math.floor(bytes.length / 536870912));
    view.setUint32(padded.length - 4, (bytes.length * 8) >>> 0);
    const turn = (word, by) => (word >>> by) | (word << (32 - by));
    const words = new Int32Array(64);
    for (let block = 0; block < padded.length; block += 64) {
      for (let at = 0; at < 16; at += 1) words[at] = view.getInt32(block + 4 * at);
      for (let at = 16; at < 64; at += 1) {
        const early = words[at - 15], late = words[at - 2];
        words[at] = words[at - 16] + words[at - 7] + (turn(early, 7) ^ turn(early, 18) ^ (early >>> 3)) + (turn(late, 17) ^ turn(late, 19) ^ (late >>> 10));
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let at = 0; at < 64; at += 1) {
        const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + constants[at] + words[at]) | 0;
        const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
      }
      [a, b, c, d, e, f, g, h].forEach((word, at) => { state[at] = (state[at] + word) | 0; });
    }
    return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  };

  // ---- the file that goes back -----------------------------------------------------------------

  const ROW = ["key", "digest", "verdict", "reason", "other_reasons", "retrieval", "location", "note", "at"];
  const ADDED = ["key", "text", "at"]; // of an abstract that was pasted in
  const checkOf = (rows, added) => sha256([[rows, ROW], [added, ADDED]].map(([all, names]) =>
    all.map((row) => names.map((name) => row[name] ?? "").join("\u001f")).join("\u001e")).join("\u001d"));
  const rowOf = (said) => Object.fromEntries([...ROW.map((name) => [name, said[name] ?? ""]), ["title", said.title ?? ""]]);

  const fileName = (ending) => {
    const safe = (text) => String(text).replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
    const when = new Date();
    const two = (number) => String(number).padStart(2, "0");
    const stamp = `${when.getFullYear()}${two(when.getMonth() + 1)}${two(when.getDate())}-${two(when.getHours())}${two(when.getMinutes())}`;
    return `ajour-${start.stage}-${safe(start.reviewer)}-${stamp}.${ending}`;
  };
  const asJson = (rows, added) => {
    const head = { ajour: "decisions", format: 1, review: start.review.id, review_title: start.review.title, list: start.list || "", reviewer: start.reviewer, stage: start.stage, language, written: new Date().toISOString() };
    const lines = rows.map((row) => JSON.stringify(row)).join(",\n");
    return `${JSON.stringify({ ...head, count: rows.length, check: checkOf(rows, added), abstracts: added }).slice(0, -1)},"rows":[\n${lines}\n]}\n`;
  };
  const asCsv = (rows) => {
    const columns = ["id", "title", ...(start.stage === "screening" ? [] : ["retrieval", "location"]), "verdict", "reason", "other_reasons", "note", "key", "at"];
    const cell = (text) => {
      const guarded = /^[=+\-@\t\r']/.test(text) ? `'${text}` : text;
      return `"${guarded.replaceAll('"', '""')}"`;
    };
    const id = (row) => row.key.split("|")[4] || row.key;
    const delimiter = start.delimiters?.[language] || ";";
    const line = (values) => values.map(cell).join(delimiter);
    const lines = rows.map((row) => line(columns.map((name) => String(name === "id" ? id(row) : row[name] ?? ""))));
    return `\ufeff${[line(columns), ...lines].join("\r\n")}\r\n`;
  };
  const download = (text, name, kind) => {
    const address = URL.createObjectURL(new Blob([text], { type: kind }));
    const link = make("a", { href: address, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  };
  const saveFile = (rows, form, added = []) => {
    const name = fileName(form);
    download(form === "json" ? asJson(rows, added) : asCsv(rows), name, form === "json" ? "application/json" : "text/csv");
    tell(say("exported", { n: rows.length, name }));
    return name;
  };

  // ---- a list in one file ----------------------------------------------------------------------

  const fileStore = (data) => {
    const own = `ajour:list:${data.start.review.id}:${data.start.list}:`;
    const cards = new Map(data.cards.map((card) => [card.key, card]));
    const place = (key) => `${own}said:${key}`;
    const saidOf = (key) => readJson(place(key), null);
    const stands = (said) => Boolean(said && (said.verdict || said.retrieval));
    const skippedAt = () => readJson(`${own}skipped`, []);
    const began = Date.now();
    let here = 0; // decisions since the page was opened, for the pace
    const put = (key, said) => memory.write(place(key), JSON.stringify(said));
    const order = () => {
      const skipped = skippedAt();
      const open = data.cards.map((card) => card.key).filter((key) => !stands(saidOf(key)) || !complete(saidOf(key)));
      return [...open.filter((key) => !skipped.includes(key)), ...skipped.filter((key) => open.includes(key))];
    };
    const complete = (said) => start.stage === "screening" || said.verdict || said.retrieval === "not retrieved";
    const shown = (key) => {
      const said = saidOf(key);
      const card = cards.get(key);
      if (!said) return card;
      const edited = said.abstract && !card.abstract ? { abstract: [[said.abstract, []]], abstract_origin: say("abstract_added", { by: start.reviewer }) } : {};
      const told = start.stage === "screening" ? {} : { retrieval: said.retrieval ?? card.retrieval, location: said.location ?? card.location };
      return { ...card, ...edited, ...told, standing: stands(said) && said.verdict ? said : said.at ? null : card.standing };
    };
    const rows = () => data.cards.map((card) => saidOf(card.key)).filter(stands).map((said) => rowOf({ ...said, key: cards.get(said.key).row_key }));
    const added = () => data.cards.filter((card) => !card.abstract).map((card) => [card, saidOf(card.key)]).filter(([, said]) => said?.abstract)
      .map(([card, said]) => ({ key: card.row_key, text: said.abstract, at: said.abstract_at }));
    const progress = () => {
      const made = rows();
      const hours = (Date.now() - began) / 3600000;
      const today = new Date().toDateString();
      return {
        ...data.start.progress,
        read: data.cards.length - order().length,
        all: data.cards.length,
        today: made.filter((row) => new Date(row.at).toDateString() === today).length,
        pace: here >= 5 && hours > 0.01 ? Math.round(here / hours) : null,
        then: true,
      };
    };
    const decide = (said) => {
      const stood = saidOf(said.key);
      put(said.key, { ...stood, ...said, earlier: stood ? rowOf(stood) : null });
      here += 1;
      return { saved: true, progress: progress() };
    };
    return {
      kind: "file",
      rows,
      added,
      next: async (after) => {
        const found = order().find((key) => !after.includes(key));
        return { card: found ? shown(found) : null, progress: progress(), end: null };
      },
      card: async (key) => ({ card: shown(key) }),
      decide: async (said) => decide(said),
      retrieval: async (said) => decide(said),
      undo: async (key) => {
        const said = saidOf(key);
        if (!stands(said)) return { saved: false, why: say("undo_none") };
        const stood = stands(said.earlier) ? said.earlier : { key, digest: said.digest };
        put(key, { ...stood, abstract: said.abstract, abstract_at: said.abstract_at, at: new Date().toISOString() });
        return { saved: true, progress: progress(), card: shown(key) };
      },
      last: () => data.cards.map((card) => saidOf(card.key)).filter(stands).sort((one, other) => (one.at < other.at ? 1 : -1))[0]?.key,
      skip: async (key) => {
        memory.write(`${own}skipped`, JSON.stringify([...skippedAt().filter((one) => one !== key), key]));
        return { saved: true };
      },
      skipped: () => skippedAt().filter((key) => !stands(saidOf(key))).length,
      abstract: async (key, text) => {
        put(key, { ...(saidOf(key) || { key, digest: cards.get(key).digest }), abstract: text, abstract_at: new Date().toISOString() });
        return { saved: true, card: shown(key) };
      },
      search: async (text) => {
        const wanted = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
        const found = data.cards.filter((card) => {
          const whole = [plainText(card.title), plainText(card.abstract), card.authors.join(" ")].join(" ").toLocaleLowerCase();
          return wanted.every((word) => whole.includes(word));
        });
        return { found: found.slice(0, 200).map((card) => ({ key: card.key, title: plainText(card.title), authors: card.authors.slice(0, 3).join("; "), year: card.year, verdict: saidOf(card.key)?.verdict || "" })) };
      },
      mine: async () => ({
        decisions: data.cards.map((card) => saidOf(card.key)).filter(stands).sort((one, other) => (one.at < other.at ? 1 : -1)),
      }),
      load: (file) => {
        if (file.ajour !== "decisions" || !Array.isArray(file.rows)) return say("load_other");
        if (file.review !== data.start.review.id || file.reviewer !== data.start.reviewer || file.stage !== data.start.stage || (file.list && file.list !== data.start.list)) return say("load_foreign");
        const added = Array.isArray(file.abstracts) ? file.abstracts : [];
        if (file.count !== file.rows.length || file.check !== checkOf(file.rows, added)) return say("load_torn");
        let kept = 0, taken = 0;
        for (const row of file.rows) {
          const card = data.cards.find((one) => one.row_key === row.key);
          if (!card) continue;
          const here = saidOf(card.key);
          if (stands(here) && here.at > row.at) { kept += 1; continue; }
          put(card.key, { ...rowOf(row), key: card.key, abstract: here?.abstract, abstract_at: here?.abstract_at });
          taken += 1;
        }
        for (const one of added) {
          const card = data.cards.find((each) => each.row_key === one.key);
          const here = card && saidOf(card.key);
          if (card && !here?.abstract) put(card.key, { key: card.key, digest: card.digest, ...here, abstract: one.text, abstract_at: one.at });
        }
        return say("loaded", { n: taken, kept });
      },
      state: () => {
        if (memory.trouble() && memory.unkept()) return ["lost", say("saved_not")];
        const made = rows().length;
        if (memory.trouble() === "off") return ["lost", say("saved_not")];
        return ["", made ? (made === 1 ? say("saved_here_one") : say("saved_here_n", { n: made })) : say("saved_here")];
      },
      exported: (count_) => memory.write(`${own}exported`, JSON.stringify({ count: count_, at: new Date().toISOString() })),
      since: () => {
        const last = readJson(`${own}exported`, { at: "" });
        return rows().filter((row) => row.at > last.at).length;
      },
    };
  };

  // ---- the server ------------------------------------------------------------------------------

  class Unreached extends Error {}

  const serverStore = () => {
    const tokenOf = (page) => page.querySelector('meta[name="ajour-token"]')?.content || "";
    let token = tokenOf(document);
    let outbox = []; // what the server has not said to be saved, in order; kept in this browser
    let sending = null;
    let tries = 0;
    let timer = 0;
    let lost = false;
    let denied = false;
    let complained = false; // it says on the screen why something is not saved yet
    const own = () => `ajour:out:${start.review.id}:${start.reviewer}:`;
    const slot = (item) => `${own()}${item.id}`;

    // A server that was started again takes a new token, which its page holds; what is on the screen stays.
    const renewed = async () => {
      const answer = await fetch("./", { signal: AbortSignal.timeout(ASK_WITHIN), cache: "no-store", credentials: "same-origin" });
      const found = answer.ok ? tokenOf(new DOMParser().parseFromString(await answer.text(), "text/html")) : "";
      if (!found || found === token) return false;
      token = found;
      return true;
    };
    const ask = async (path, body, again = false) => {
      let answer;
      const headers = { "X-Ajour-Token": token, "X-Ajour-Language": language, ...(body ? { "Content-Type": "application/json" } : {}) };
      try {
        answer = await fetch(`api/${path}`, { method: body ? "POST" : "GET", headers, body: body ? JSON.stringify(body) : undefined, signal: AbortSignal.timeout(ASK_WITHIN), cache: "no-store", credentials: "same-origin" });
      } catch { throw new Unreached(); }
      let said = {};
      try { said = await answer.json(); } catch { if (answer.ok) throw new Unreached(); }
      if (answer.status === 502 || answer.status === 504) throw new Unreached();
      if (said.reload && !again) {
        let fresh = false;
        try { fresh = await renewed(); } catch { throw new Unreached(); }
        if (fresh) return ask(path, body, true);
      }
      if (said.settings && start?.settings && said.settings !== start.settings) settingsChanged();
      return { status: answer.status, ...said };
    };
    let changing = false;
    // Somebody wrote review.toml or criteria.toml: the reasons and names of now, and the card stays.
    const settingsChanged = async () => {
      if (changing) return;
      changing = true;
      try {
        const { status, progress, ...fresh } = await ask("start");
        if (status !== 200) return;
        Object.assign(start, fresh);
        signs.clear();
        marked = marked.filter((code) => reasonOf(code));
        drawTop();
        if (current) redrawDecide();
        if (!$("notice").dataset.kept) notice(say("settings_new"));
      } catch { /* asked for again with the next answer */ } finally { changing = false; }
    };
    const connection = (up) => {
      if (lost === !up) return;
      lost = !up;
      if (lost) notice(say("offline"));
      else { notice(""); tell(say("online")); if (!current && !["pairs", "conflicts"].includes(part)) next(); }
      drawState();
    };
    // What earlier pages or other tabs of this browser left unsent is sent too.
    const gather = () => {
      const known = new Set(outbox.map((item) => item.id));
      try {
        for (let at = 0; at < localStorage.length; at += 1) {
          const key = localStorage.key(at);
          if (!key.startsWith(own())) continue;
          const item = readJson(key, null);
          // What was said at another stage waits for the page of that stage.
          if (item && !known.has(item.id) && (item.stage || item.body.stage || start.stage) === start.stage) outbox.push(item);
        }
      } catch { /* this browser keeps nothing */ }
      outbox.sort((one, other) => (one.queued < other.queued ? -1 : one.queued > other.queued ? 1 : one.order - other.order));
    };
    const settle = (item) => {
      outbox = outbox.filter((one) => one.id !== item.id);
      memory.drop(slot(item));
    };
    const later = () => {
      clearTimeout(timer);
      if (!outbox.length && !lost) return;
      timer = setTimeout(() => { flush(); }, RETRY[Math.min(tries, RETRY.length - 1)]);
      tries += 1;
    };
    const sendOne = async (item) => {
      // Another tab may have sent it: its place in the browser's memory is then empty.
      if (memory.read(slot(item)) === null) { outbox = outbox.filter((one) => one.id !== item.id); return { saved: true }; }
      const answer = await ask(item.path, item.body);
      if (answer.status === 200 || answer.status === 409) settle(item);
      if ([400, 413, 422].includes(answer.status)) settle(item);
      return answer;
    };
    const flushNow = async () => {
      let last = null;
      while (outbox.length) {
        const item = outbox[0];
        let answer;
        try { answer = await sendOne(item); } catch { connection(false); later(); return { waiting: true }; }
        connection(true);
        tries = 0;
        if (answer.saved) {
          last = answer;
          denied = false;
          if (complained && !$("notice").dataset.kept) notice("");
          complained = false;
          drawState();
          continue;
        }
        if (outbox.includes(item)) {
          if (answer.reload && !memory.unkept()) { location.reload(); return { waiting: true }; }
          denied = [401, 403, 404].includes(answer.status);
          if (denied) notice(say("denied"), button(say("wait_file"), () => saveFile(waitingRows(), "json")));
          else { notice(say("not_saved", { why: answer.why || answer.status })); complained = true; }
          drawState();
          later();
          return { waiting: true, why: answer.why };
        }
        last = { saved: false, why: answer.why || String(answer.status), card: answer.card, key: item.body.key, id: item.id };
        if (item.path === "decision") { done = done.filter((key) => key !== item.body.key); }
        if (awaited.has(item.id)) refused.set(item.id, last);
        else unheard(item, last.why);
      }
      if (lost) { try { await ask("start"); connection(true); } catch { later(); } }
      drawState();
      return last || { saved: true };
    };
    const refused = new Map();
    const awaited = new Set(); // what somebody waits at the screen for
    const untold = []; // what came of earlier words while nobody waited for it
    const unheard = (item, why) => {
      const word = item.body.verdict || item.body.retrieval;
      const parts = [word ? verdictName(word) : "", item.body.reason ? reasonName(item.body.reason) : "", item.body.note || item.body.location || ""];
      if (!$("notice").dataset.kept) untold.length = 0;
      untold.push(say("not_saved_of", { title: item.body.title || item.body.key, said: parts.filter(Boolean).join("; ") || item.path, why }));
      notice(untold.join(" "));
      $("notice").dataset.kept = "1"; // until somebody closes it
    };
    const flush = () => {
      const run = async () => { gather(); return flushNow(); };
      if (!sending) {
        const locked = navigator.locks ? navigator.locks.request(`${own()}send`, run) : run();
        sending = Promise.resolve(locked).finally(() => { sending = null; });
      }
      return sending;
    };
    let order = 0;
    const post = async (path, body) => {
      const item = { id: body.id, path, body, stage: start.stage, queued: new Date().toISOString(), order: order += 1 };
      outbox.push(item);
      memory.write(slot(item), JSON.stringify(item));
      drawState();
      awaited.add(item.id);
      let outcome = await flush();
      // A round of sending that had begun before may have ended without this one.
      if (outbox.includes(item) && !outcome.waiting) outcome = await flush();
      if (refused.has(item.id)) { outcome = refused.get(item.id); refused.delete(item.id); }
      awaited.delete(item.id);
      return outbox.includes(item) ? { waiting: true, why: outcome.why } : outcome;
    };
    const get = async (path) => {
      let answer;
      try { answer = await ask(path); } catch (fault) { connection(false); later(); throw fault; }
      connection(true);
      return answer;
    };
    const waitingRows = () => outbox.filter((item) => ["decision", "retrieval"].includes(item.path)).map((item) => rowOf({ ...item.body, other_reasons: (item.body.other_reasons || []).join("; ") }));
    addEventListener("online", () => { tries = 0; flush(); });
    addEventListener("beforeunload", (event) => {
      if (outbox.length && memory.unkept()) event.preventDefault();
    });
    const kindOf = () => (part === "read" ? "" : `&part=${part}`);
    return {
      kind: "server",
      begin: async () => {
        const answer = await ask("start");
        if (answer.status !== 200) throw new Error(answer.why || answer.status);
        return answer;
      },
      resume: () => { gather(); drawState(); if (outbox.length) flush(); },
      next: (after) => get(`next?${after.map((key) => `after=${encodeURIComponent(key)}`).join("&")}${kindOf()}`),
      card: (key) => get(`card?key=${encodeURIComponent(key)}`),
      decide: (said) => post("decision", { ...said, id: uuid(), other_reasons: codesOf(said.other_reasons) }),
      retrieval: (said) => post("retrieval", { ...said, id: uuid() }),
      undo: async (key) => {
        const unsent = outbox.findLast?.((item) => item.body.key === key && item.path === "decision");
        if (unsent && !sending) { settle(unsent); drawState(); return { saved: true, unsent: true }; }
        return post("undo", { id: uuid(), key, at: new Date().toISOString() });
      },
      skip: (key) => ask("skip", { key }).catch(() => ({ waiting: true })),
      abstract: (key, text) => post("abstract", { id: uuid(), key, text }),
      search: (text) => get(`search?q=${encodeURIComponent(text)}`),
      mine: () => get("mine"),
      conflicts: () => get("conflicts"),
      consensus: (said) => post("consensus", { ...said, id: uuid() }),
      pairs: () => get("pairs"),
      pair: (said) => post("pair", { ...said, id: uuid(), at: new Date().toISOString() }),
      waiting: () => outbox.length,
      unsent: () => outbox.filter((item) => item.path === "decision").map((item) => item.body.key).slice(-MOST_UNSENT),
      waitingRows,
      state: () => {
        if (outbox.length) return [memory.unkept() ? "lost" : "wait", outbox.length === 1 ? say("waiting_one") : say("waiting", { n: outbox.length })];
        return [lost || denied ? "lost" : "", say("saved_all")];
      },
    };
  };

  // ---- the card --------------------------------------------------------------------------------

  const elementAt = (code) => Math.max(0, start.elements.findIndex((element) => element.code === code)) % 8;
  // A short sign for each element: what tells the colours apart for who does not see them.
  const signs = new Map();
  const signOf = (code) => {
    if (!signs.size) {
      for (const element of start.elements) {
        const short = element.code.length <= 2 ? [element.code.toUpperCase()] : [1, 2, 3].map((length) => element.code.charAt(0).toUpperCase() + element.code.slice(1, length));
        signs.set(element.code, short.find((sign) => ![...signs.values()].includes(sign)) || element.code);
      }
    }
    return signs.get(code) || code;
  };
  const runsOf = (runs) => (runs || []).map(([text, codes]) =>
    codes && codes.length ? make("mark", { class: `e${elementAt(codes[0])}`, "data-code": codes.map(signOf).join("·") }, text) : document.createTextNode(text));
  const section = (title, ...children) => [make("h2", {}, title), ...children];
  const linkTo = (link) => /^https?:\/\//i.test(link.url)
    ? make("a", { href: link.url, target: "_blank", rel: "noopener noreferrer", title: say("opens_new") }, link.label) : make("span", {}, link.label);
  const standingText = (said) => [
    say("standing", { verdict: verdictName(said.verdict) }),
    ...(said.reason ? [say("standing_reason", { reason: [said.reason, ...codesOf(said.other_reasons)].map(reasonName).join("; ") })] : []),
    ...(said.note ? [say("standing_note", { note: said.note })] : []),
  ].join(" · ");

  const headOf = (card) => {
    const title = make("h1", { id: "title", tabindex: "-1", dir: "auto" }, ...(plainText(card.title) ? runsOf(card.title) : [say("no_title")]));
    const authors = card.authors.length > 12 ? [...card.authors.slice(0, 10), say("authors_more", { n: card.authors.length - 10 })] : card.authors;
    const facts = [card.journal, card.year, typeName(card.type), card.language].filter(Boolean).join(" · ");
    return make("div", { class: "head" }, title,
      make("p", { class: "meta", dir: "auto" }, authors.join("; ")), make("p", { class: "meta", dir: "auto" }, facts),
      card.links?.length ? listed(card.links.map(linkTo), "links") : "",
      card.standing?.verdict ? make("p", { class: "standing" }, standingText(card.standing)) : "");
  };
  const bodyOf = (card) => {
    const made = make("div", { class: "body" }, make("h2", {}, say("abstract")));
    if (plainText(card.abstract)) {
      made.append(make("div", { class: "abstract", dir: "auto" }, ...runsOf(card.abstract)));
      if (card.abstract_origin) made.append(make("p", { class: "hint" }, card.abstract_origin));
    } else {
      made.append(make("p", { class: "none" }, say("no_abstract")), make("p", {}, button(say("paste_abstract"), pasteAbstract, {}, start.keys.abstract)));
    }
    for (const name of ["keywords", "mesh"]) if (card[name]?.length) made.append(...section(say(name), make("p", { class: "terms", dir: "auto" }, card[name].join("; "))));
    if (card.sources?.length) made.append(...section(say("sources"), make("p", { class: "terms" }, card.sources.join(" · "))));
    return made;
  };
  const besideOf = (card) => {
    const made = make("aside", { class: "beside", "aria-label": say("criteria") });
    const saysClass = { met: "met", "not met": "not", unclear: "unclear" };
    made.append(...section(say("criteria")));
    if (card.criteria?.length) {
      made.append(listed(card.criteria.map((one) => [
        make("span", { class: `dot e${elementAt(one.element)}` }, signOf(one.element)), ` ${inLanguage(one.name)} – `,
        make("span", { class: `says ${saysClass[one.verdict] || ""}` }, say(`says.${one.verdict}`)),
        one.words?.length ? make("span", { class: "found", dir: "auto" }, one.words.join(", ")) : "",
      ])), make("p", { class: "hint" }, say("suggestion")));
    } else made.append(make("p", { class: "hint" }, say("criteria_none")));
    const facts = [card.rank ? say("place", { n: card.rank }) : "", typeof card.probability === "number" ? say("probability", { p: count(Math.round(card.probability * 100) / 100) }) : ""].filter(Boolean);
    const random = card.picked === "random" ? make("span", { class: "tag" }, say("random")) : "";
    const words = [["+", card.words], ["−", card.against_words]].filter(([, own]) => own?.length).map(([sign, own]) => `${sign} ${own.join(", ")}`);
    if (words.length || facts.length || random) {
      made.append(...section(say("words"), make("p", { class: "terms" }, random, facts.join(" · ")), words.length ? listed(words) : ""));
    }
    const flags = (card.flags || []).filter((flag) => flag !== "random check");
    if (flags.length) made.append(listed(flags.map((flag) => start.words[language]?.[`flag.${flag}`] || flag)));
    for (const name of ["related", "possible_duplicates", "found_again"]) if (card[name]?.length) made.append(...section(say(name), listed(card[name])));
    if (card.same_study?.length) {
      made.append(...section(say("same_study"), listed(card.same_study.map((one) => [[one.title, one.authors, one.year].filter(Boolean).join(" · "), one.standing ? ` – ${one.standing}` : ""]))));
    }
    if (card.earlier?.length) {
      made.append(...section(say("earlier"), listed(card.earlier.map((one) =>
        [[day(one.when), say(`stage.${one.stage}`), verdictName(one.verdict), one.reason ? reasonName(one.reason) : "", one.note, one.by].filter(Boolean).join(" · ")]))));
    }
    return made;
  };

  const inField = () => ["INPUT", "TEXTAREA", "SELECT"].includes(document.activeElement?.tagName) && document.activeElement.type !== "checkbox";

  const show = (card, { focus = true } = {}) => {
    current = card;
    marked = [];
    const place = $("card");
    place.className = "";
    place.replaceChildren(headOf(card), bodyOf(card), besideOf(card));
    $("main").scrollTop = 0;
    $("decide").hidden = false;
    redrawDecide();
    // Who works at the buttons stays there; who reads is taken to the new title.
    if (focus && !$("decide").contains(document.activeElement) && !$("window").open) $("title").focus({ preventScroll: true });
  };

  // Asked again until the next records are there; drawn once, so that nothing is read out again and again.
  let preparing = 0;
  const showPreparing = (text, after = PREPARED_AFTER, again = next) => {
    const wanted = part;
    current = null;
    $("decide").hidden = true;
    if ($("card").querySelector(".preparing h1")?.textContent !== text) {
      $("card").className = "wide";
      $("card").replaceChildren(make("div", { class: "end preparing" }, make("h1", { id: "title", tabindex: "-1" }, text)));
      $("title").focus({ preventScroll: true });
      tell(text);
    }
    clearTimeout(preparing);
    preparing = setTimeout(() => {
      if (current || part !== wanted || !$("card").querySelector(".preparing")) return;
      if (busy) { showPreparing(text, after, again); return; }
      exclusive(async () => { try { await again(); } catch { notice(say("offline")); } });
    }, after);
  };
  const showEnd = (text) => {
    current = null;
    marked = [];
    $("decide").hidden = true;
    if (store.begin) lookForParts();
    const made = make("div", { class: "end" }, make("h1", { id: "title", tabindex: "-1" }, text || say(store.kind === "file" ? "end" : "end_server")));
    const skipped = store.skipped?.() || 0;
    if (skipped) made.append(make("p", {}, skipped === 1 ? say("end_skipped_one") : say("end_skipped", { n: skipped })));
    const stopping = inLanguage(start.progress?.stopping);
    if (stopping) made.append(...section(say("stopping"), make("p", {}, stopping)));
    if (store.kind === "file") made.append(make("p", {}, say("end_help")), make("div", { class: "buttons" }, ...exportButtons()));
    made.append(make("div", { class: "buttons" }, button(say("mine"), openMine, {}, start.keys.mine), button(say("undo"), undo, {}, start.keys.undo)));
    $("card").className = "wide";
    $("card").replaceChildren(made);
    $("main").scrollTop = 0;
    $("title").focus({ preventScroll: true });
  };

  // ---- the buttons -----------------------------------------------------------------------------

  const NAMES = { include: "include", exclude: "exclude", maybe: "maybe", ongoing: "ongoing", "awaiting classification": "awaiting" };
  const verdictKey = (verdict) => start.keys[NAMES[verdict]] || "";
  const reasonKeys = () => [...(start.keys.reasons || [])];

  const drawDecide = () => {
    const place = $("decide");
    const standing = current?.standing?.verdict;
    const verdicts = start.verdicts.map((verdict) =>
      button(say(NAMES[verdict]), () => decide(verdict), { class: NAMES[verdict] === "ongoing" || NAMES[verdict] === "awaiting" ? "maybe" : NAMES[verdict], "aria-pressed": String(standing === verdict) }, verdictKey(verdict)));
    const more = [button(say("undo"), undo, { class: "undo" }, start.keys.undo)];
    if (part !== "conflicts") more.push(button(say("skip_record"), skip, { class: "skip-record" }, start.keys.skip));
    const drawer = button(`${say("reasons")} · ${say("note")}`, () => toggleDrawer(), { class: "drawer-open", "aria-expanded": String(place.classList.contains("with-drawer")), "aria-controls": "reasons notes" });
    const standingReasons = standing === "exclude" ? [current.standing.reason, ...codesOf(current.standing.other_reasons)] : [];
    const reasons = start.reasons.map((reason, at) => {
      const name = inLanguage(reason.name);
      const key = reasonKeys()[at] || "";
      return make("button", { type: "button", title: name, "aria-label": start.several ? name : say("reason_for", { reason: name }), "aria-pressed": String(marked.includes(reason.code) || (!marked.length && standingReasons.includes(reason.code))), "aria-keyshortcuts": key || null, onclick: () => pickReason(at) },
        key ? make("kbd", { "aria-hidden": "true" }, key) : "", key ? " " : "", name);
    });
    // The buttons say it to a screen reader themselves.
    const heading = make("span", { class: "reasons-for", "aria-hidden": "true" }, start.several ? say("reasons") : say("reason_for", { reason: "" }));
    const note = $("note")?.value;
    const kept = $("note")?.dataset.key === current?.key;
    const field = make("input", { id: "note", type: "text", autocomplete: "off", maxlength: "2000", "data-key": current?.key || "" });
    field.value = kept ? note : current?.standing?.note || "";
    place.replaceChildren(
      make("div", { class: "row main" }, make("div", { class: verdicts.length > 3 ? "verdicts four" : "verdicts" }, ...verdicts), make("div", { class: "more" }, ...more, drawer)),
      make("div", { class: "row reasons drawer", id: "reasons", role: "group", "aria-label": say("reasons") }, ...(reasons.length ? [heading] : []), ...reasons),
      make("div", { class: "row notes drawer", id: "notes" }, ...retrievalFields(), make("label", {}, make("span", {}, say("note"), " ", make("kbd", { "aria-hidden": "true" }, start.keys.note || "")), field)));
  };
  const retrievalFields = () => {
    if (start.stage !== "eligibility" || part === "conflicts") return [];
    const where = make("input", { id: "location", type: "text", autocomplete: "off", maxlength: "2000" });
    where.value = current?.location || "";
    const stands = current?.retrieval;
    return [
      make("div", { class: "buttons", role: "group", "aria-label": say("retrieval") },
        button(say("retrieved"), () => retrieve("retrieved"), { "aria-pressed": String(stands === "retrieved") }),
        button(say("not_retrieved"), () => retrieve("not retrieved"), { "aria-pressed": String(stands === "not retrieved") })),
      make("label", {}, make("span", {}, say("location")), where),
    ];
  };
  // A button that is drawn again keeps the focus that it had.
  const redrawDecide = () => {
    const focused = [...$("decide").querySelectorAll("button, input")].indexOf(document.activeElement);
    drawDecide();
    if (focused >= 0) $("decide").querySelectorAll("button, input")[focused]?.focus();
  };
  const toggleDrawer = (open) => {
    $("decide").classList.toggle("with-drawer", open);
    const opened = $("decide").classList.contains("with-drawer");
    $("decide").querySelector(".drawer-open")?.setAttribute("aria-expanded", String(opened));
  };

  const drawState = () => {
    if (!start || !store) return;
    const [kind, text] = store.state();
    $("state").className = kind;
    $("state").textContent = text;
    const progress = start.progress || {};
    const bar = $("bar");
    bar.max = Math.max(1, progress.all || 1);
    bar.value = progress.read || 0;
    const told = progress.all ? say("read_of", { read: progress.read || 0, all: progress.all }) : say("read_n", { n: progress.read || 0 });
    bar.setAttribute("aria-label", told);
    $("numbers").textContent = [told, progress.today ? say("today", { n: progress.today }) : "", progress.pace ? say("pace", { n: progress.pace }) : ""].filter(Boolean).join(" · ");
    const left = progress.left;
    $("left").textContent = left ? say(progress.then ? "left_then" : "left", { expected: Math.round(left.expected), low: Math.round(left.low), high: Math.round(left.high) }) : "";
  };
  let noted = "";
  const progressed = (progress) => {
    if (progress) start.progress = { ...start.progress, ...progress };
    const notes = (start.progress?.notes || []).join(" ");
    if (notes && notes !== noted && !$("notice").dataset.kept) notice(notes);
    noted = notes;
    drawState();
  };

  $("numbers").addEventListener("click", () => { if (start) openProgress(); });
  const drawTop = () => {
    document.documentElement.lang = language;
    document.title = `${start.review.title} – ${say(`stage.${start.stage}`)}`;
    $("review").textContent = start.review.title;
    $("review").title = start.review.title;
    $("whose").textContent = `${start.reviewer} · ${say(`stage.${start.stage}`)}`;
    for (const element of document.querySelectorAll("[data-word]")) element.textContent = say(element.dataset.word);
    for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", say(element.dataset.label));
    const tool = (sign, word, act, attributes = {}, key = "") => {
      const made = button("", act, { "aria-label": say(word), title: say(word), ...attributes }, key);
      made.prepend(make("span", { class: "sign", "aria-hidden": "true" }, sign), make("span", { class: "text" }, say(word)));
      return made;
    };
    const tools = [
      tool("\u2630", "mine", openMine, {}, start.keys.mine),
      tool("\u2315", "search", openSearch, {}, start.keys.search),
      tool("\u25a8", "highlight", toggleHighlight, { id: "highlight", "aria-pressed": String(!$("main").classList.contains("bare")) }, start.keys.highlight),
      ...(store.kind === "file" ? [tool("\u2913", "export", openExport)] : []),
      tool("?", "help", openHelp, {}, start.keys.help),
    ];
    if (start.languages.length > 1) {
      const choice = make("select", { "aria-label": say("language"), onchange: () => setLanguage(choice.value) }, ...start.languages.map((code) => make("option", { value: code, lang: code, selected: code === language }, named(code))));
      tools.push(choice);
    }
    $("tools").replaceChildren(...tools);
    drawParts();
    drawState();
  };
  const drawParts = () => {
    const others = (start.parts || []).filter((name) => name !== "read");
    $("parts").hidden = !others.length;
    $("parts").replaceChildren(...["read", ...others].map((name) => button(say(`part_${name}`), () => openPart(name), { "aria-current": name === part ? "page" : null })));
  };
  // In a large review the server knows only after a while what else there is to do.
  const lookForParts = async () => {
    try {
      const { parts, parts_known: known } = await store.begin();
      if (known === false) setTimeout(lookForParts, PARTS_AFTER);
      else if (String(parts) !== String(start.parts)) { start.parts = parts; drawParts(); }
    } catch { /* asked again at the end of the list */ }
  };
  const setLanguage = (code) => {
    language = code;
    memory.write("ajour:language", code);
    drawTop();
    if (part === "pairs") showPair();
    else if (part === "conflicts" && current) showConflict();
    else if (current) show(current, { focus: false });
    else showEnd();
    $("tools").querySelector("select")?.focus();
  };
  const toggleHighlight = () => {
    const bare = $("main").classList.toggle("bare");
    memory.write("ajour:bare", bare ? "1" : "");
    $("highlight").setAttribute("aria-pressed", String(!bare));
    tell(say(bare ? "highlight_off" : "highlight_on"));
  };

  // ---- what is read next -----------------------------------------------------------------------

  const ahead = [];
  let filling = null;

  const fill = () => {
    // One request at a time, so that no record is loaded twice.
    if (!filling) {
      filling = (async () => {
        while (ahead.length < (store.kind === "file" ? 1 : AHEAD)) {
          // What waits to be sent is decided, though the server does not know it yet.
          const held = [current?.key, ...ahead.map((card) => card.key), ...(store.unsent?.() || [])].filter(Boolean);
          const wanted = part;
          const answer = await store.next(held);
          if (wanted !== part) return null;
          if (answer.status && answer.status !== 200) return answer;
          if (!answer.card || held.includes(answer.card.key)) return answer;
          ahead.push(answer.card);
        }
        return null;
      })().finally(() => { filling = null; });
    }
    return filling;
  };
  // An answer that was on its way while the last report was decided, or another part opened, does not know that.
  const filled = async () => {
    const answer = await fill();
    const tells = ahead.length || answer?.end || answer?.wait || (answer?.status && answer.status !== 200);
    return tells || store.kind === "file" ? answer : fill();
  };
  const next = async () => {
    current = null;
    const wanted = part;
    let last = null;
    try {
      if (!ahead.length) {
        last = await filled();
        if (last?.progress) progressed(last.progress);
      }
    } catch {
      if (wanted !== part) return "";
      if (!ahead.length) { showEnd(say("offline_end")); notice(say("offline")); return ""; }
    }
    if (wanted !== part) return ""; // another part was opened meanwhile, and shows its own
    const card = ahead.shift();
    if (!card) {
      if (last?.wait) { showPreparing(last.wait); return ""; }
      if (last && !last.end && store.waiting?.()) { showPreparing(say("offline_end"), REFUSED_AFTER); return ""; }
      if (last?.status && last.status !== 200) { showPreparing(last.why || String(last.status), REFUSED_AFTER); return ""; }
      showEnd(inLanguage(last?.end));
      return "";
    }
    show(card);
    fill().then((answer) => { if (answer?.progress) progressed(answer.progress); }, () => {});
    return plainText(card.title) || say("no_title");
  };
  const jump = async (key) => {
    try {
      const answer = await store.card(key);
      if (!answer.card) { notice(answer.why || ""); return; }
      if (current && current.key !== key && !current.standing) ahead.unshift(current);
      for (let at = ahead.length - 1; at >= 0; at -= 1) if (ahead[at].key === key) ahead.splice(at, 1);
      if (part !== "read") { part = "read"; ahead.length = 0; drawTop(); }
      show(answer.card);
      tell(say("showing", { title: plainText(answer.card.title) }));
    } catch { notice(say("offline")); }
  };

  // ---- what is said of a record ----------------------------------------------------------------

  const exclusive = async (act) => {
    if (busy) return;
    busy = true;
    try { await act(); } finally { busy = false; }
  };

  const pickReason = (at) => {
    const reason = start.reasons[at];
    if (!reason || !current) return;
    if (!start.several) { marked = [reason.code]; decide("exclude"); return; }
    marked = marked.includes(reason.code) ? marked.filter((code) => code !== reason.code) : [...marked, reason.code];
    redrawDecide();
    tell(`${inLanguage(reason.name)}: ${marked.includes(reason.code) ? "✓" : "–"}. ${say("several")}`);
  };
  const sorted = (codes) => start.reasons.map((reason) => reason.code).filter((code) => codes.includes(code));

  const decide = (verdict) => exclusive(async () => {
    if (!current) return;
    const card = current;
    const codes = verdict === "exclude" ? sorted(marked) : [];
    const note = clean($("note")?.value || "");
    if (start.stage === "eligibility" && verdict === "exclude" && !codes.length) {
      toggleDrawer(true);
      tell(say("reason_needed"));
      notice(say("reason_needed"));
      return;
    }
    if (card.retrieval === "not retrieved" && ["include", "exclude"].includes(verdict)) { notice(say("not_retrieved_first")); return; }
    const said = { key: card.key, digest: card.digest, stage: card.stage || start.stage, kind: card.kind || "read", verdict, reason: codes[0] || "", other_reasons: codes.slice(1).join("; "), note, at: new Date().toISOString(), title: plainText(card.title), before: card.standing?.number || 0 };
    const outcome = part === "conflicts" ? await store.consensus(said) : await store.decide(said);
    if (part === "conflicts") { afterConsensus(outcome, verdict); return; }
    if (!outcome.saved && !outcome.waiting) {
      notice(say("not_saved", { why: outcome.why }));
      progressed(outcome.progress);
      if (outcome.card) show(outcome.card);
      else await next();
      return;
    }
    done.push(card.key);
    channel?.postMessage({ tab, key: card.key });
    if ($("notice").textContent && !$("notice").dataset.kept && !outcome.waiting && outcome.saved) notice("");
    if (store.kind === "file") warnOfMemory();
    progressed(outcome.progress);
    toggleDrawer(false);
    const name = verdictName(verdict);
    const title = await next();
    if (outcome.waiting) tell(title ? say("kept_next", { verdict: name, title }) : say("kept", { verdict: name }));
    else tell(title ? say("saved_next", { verdict: name, title }) : say("saved", { verdict: name }));
  });

  const retrieve = (word) => exclusive(async () => {
    const card = current;
    const said = { key: card.key, digest: card.digest, stage: "eligibility", retrieval: word, location: clean($("location")?.value || ""), note: clean($("note")?.value || ""), at: new Date().toISOString(), title: plainText(card.title) };
    const outcome = await store.retrieval(said);
    if (!outcome.saved && !outcome.waiting) { notice(say("not_saved", { why: outcome.why })); if (outcome.card) show(outcome.card); return; }
    progressed(outcome.progress);
    current = { ...card, retrieval: word, location: said.location };
    tell(say(outcome.waiting ? "kept" : "saved", { verdict: verdictName(word) }));
    if (word === "not retrieved") { done.push(card.key); await next(); } else redrawDecide();
  });

  const undo = () => exclusive(async () => {
    const key = done.at(-1) || store.last?.() || (await lastOnServer());
    if (!key) { tell(say("undo_none")); return; }
    const outcome = await store.undo(key);
    if (!outcome.saved && !outcome.waiting) { notice(say("not_saved", { why: outcome.why })); return; }
    done = done.filter((one) => one !== key);
    progressed(outcome.progress);
    channel?.postMessage({ tab, undone: key });
    let card = outcome.card;
    if (!card) { try { card = (await store.card(key)).card; } catch { card = null; } }
    if (current && current.key !== key) ahead.unshift(current);
    if (card) { show({ ...card, standing: outcome.unsent ? null : card.standing }); tell(say(outcome.unsent ? "undo_waiting" : "undone", { title: plainText(card.title) })); }
    else await next();
  });
  const lastOnServer = async () => {
    try { return (await store.mine()).decisions?.[0]?.key; } catch { return ""; }
  };

  const skip = () => exclusive(async () => {
    if (!current || part === "conflicts") return;
    if (part === "pairs") { pairAt += 1; showPair(); return; }
    await store.skip(current.key);
    const title = await next();
    if (title) tell(say("skipped", { title }));
  });

  const pasteAbstract = () => {
    if (!current || plainText(current.abstract)) return;
    const field = make("textarea", { id: "pasted", "aria-label": say("abstract"), dir: "auto", maxlength: "50000" });
    const keep = async () => {
      const text = clean(field.value);
      if (!text) { tell(say("abstract_empty")); return; }
      const card = current;
      const outcome = await store.abstract(card.key, text);
      if (!outcome.saved && !outcome.waiting) { notice(say("not_saved", { why: outcome.why })); return; }
      closeWindow();
      show(outcome.card || { ...card, abstract: [[text, []]], abstract_origin: say("abstract_added", { by: start.reviewer }) });
      tell(say(outcome.waiting ? "kept" : "abstract_saved", { verdict: say("abstract") }));
    };
    openWindow(say("paste_abstract"), make("p", {}, say("paste_help")), field, make("div", { class: "buttons" }, button(say("save"), keep), button(say("cancel"), closeWindow)));
    field.focus();
  };

  // ---- windows ---------------------------------------------------------------------------------

  const openWindow = (title, ...body) => {
    if (!$("window").open) lastFocus = document.activeElement;
    $("window").replaceChildren(
      make("div", { class: "window-head" }, make("h2", { id: "window-title", tabindex: "-1" }, title), button(say("close"), closeWindow)),
      make("div", { class: "window-body", tabindex: "0", role: "region", "aria-labelledby": "window-title" }, ...body));
    if (!$("window").open) $("window").showModal();
  };
  const closeWindow = () => { if ($("window").open) $("window").close(); };
  $("window").addEventListener("close", () => {
    if (lastFocus?.isConnected && lastFocus !== document.body) lastFocus.focus();
    else $("title")?.focus({ preventScroll: true });
  });

  const hit = (row) => {
    const verdict = row.verdict || row.retrieval;
    return button("", () => { closeWindow(); jump(row.key); }, {}).appendChild(make("span", { dir: "auto" }, row.title || say("no_title"), make("small", {}, [row.authors, row.year, verdict ? verdictName(verdict) : "", row.reason ? reasonName(row.reason) : "", row.note, row.at ? day(row.at) : ""].filter(Boolean).join(" · ")))).parentNode;
  };
  const openMine = async () => {
    let rows = [];
    try { rows = (await store.mine()).decisions || []; } catch { notice(say("offline")); return; }
    openWindow(say("mine"), rows.length ? listed(rows.map(hit), "hits") : make("p", {}, say("mine_none")));
    $("window-title").focus();
  };
  const openSearch = () => {
    const field = make("input", { type: "search", id: "query", "aria-label": say("search_label"), placeholder: say("search_label"), autocomplete: "off" });
    const state = make("p", { role: "status", class: "hint" });
    const list = make("ul", { class: "hits" });
    let waiting = 0, asked = 0;
    const look = async () => {
      const text = field.value.trim();
      const mark = asked += 1;
      if (!text) { list.replaceChildren(); state.textContent = ""; return; }
      let found = [];
      try { found = (await store.search(text)).found || []; } catch { state.textContent = say("offline"); return; }
      if (mark !== asked) return;
      state.textContent = found.length === 1 ? say("search_found_one") : found.length ? say("search_found", { n: found.length }) : say("search_none");
      list.replaceChildren(...found.map((row) => make("li", {}, hit(row))));
    };
    field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(look, 150); });
    field.addEventListener("keydown", (event) => { if (event.key === "Enter") { clearTimeout(waiting); look().then(() => list.querySelector("button")?.focus()); } });
    openWindow(say("search"), field, state, list);
    field.focus();
  };
  const openProgress = () => {
    const told = [$("numbers").textContent, $("left").textContent, $("state").textContent, ...(start.progress?.notes || [])].filter(Boolean);
    openWindow(say("progress"), listed(told), ...section(say("stopping"), make("p", {}, inLanguage(start.progress?.stopping) || say("empty"))));
    $("window-title").focus();
  };
  const actions = () => [
    ...start.verdicts.map((verdict) => [verdictKey(verdict), say(NAMES[verdict])]),
    ...[["undo", "undo"], ["skip", "skip_record"], ["note", "note"], ["search", "search"], ["mine", "mine"], ["highlight", "highlight"], ["abstract", "paste_abstract"], ["help", "help"]].map(([name, word]) => [start.keys[name], say(word)]),
    ...start.reasons.map((reason, at) => [reasonKeys()[at] || "", start.several ? inLanguage(reason.name) : say("reason_for", { reason: inLanguage(reason.name) })]),
    ["Esc", say("help_escape")],
  ].filter(([key]) => key);
  const keysOn = () => memory.read("ajour:keys") !== "off";
  const openHelp = () => {
    const box = make("input", { type: "checkbox", id: "keys-on", onchange: () => memory.write("ajour:keys", box.checked ? "on" : "off") });
    box.checked = keysOn();
    openWindow(say("help"),
      make("table", {}, make("thead", {}, make("tr", {}, make("th", { scope: "col" }, say("help_keys")), make("th", { scope: "col" }, say("help_action")))),
        make("tbody", {}, ...actions().map(([key, text]) => make("tr", {}, make("td", {}, make("kbd", {}, key)), make("td", {}, text))))),
      make("p", { class: "hint" }, start.reasons.length ? `${say(start.several ? "help_several" : "help_direct")} ` : "", say("help_own")),
      make("p", {}, make("label", {}, box, " ", say("keys_on"))),
      store.kind === "file" ? make("p", { class: "hint" }, say("file_note")) : "",
      make("p", { class: "hint" }, `ajour ${start.version}`));
    $("window-title").focus();
  };

  // ---- the file's own ends ---------------------------------------------------------------------

  const exportAs = (form) => {
    const rows = store.rows();
    const name = saveFile(rows, form, store.added());
    store.exported(rows.length);
    notice(say("exported", { n: rows.length, name }));
    drawState();
  };
  const exportButtons = () => [button(say("export_json"), () => exportAs("json")), button(say("export_csv"), () => exportAs("csv"))];
  const openExport = () => {
    const file = make("input", { type: "file", accept: ".json,application/json", id: "load", onchange: async () => {
      const chosen = file.files[0];
      if (!chosen) return;
      let told = say("load_other");
      try { told = store.load(JSON.parse(await chosen.text())); } catch (fault) { if (fault instanceof SyntaxError) told = say("load_torn"); }
      closeWindow();
      ahead.length = 0;
      progressed((await store.next([])).progress);
      await next();
      notice(told);
    } });
    openWindow(say("export"), make("p", {}, say("export_since", { n: store.since() })), make("div", { class: "buttons" }, ...exportButtons()), make("p", { class: "hint" }, say("export_help")),
      ...section(say("load"), make("p", {}, make("label", { for: "load" }, say("load"))), file, make("p", { class: "hint" }, say("load_help"))), make("p", { class: "hint" }, say("file_note")));
    $("window-title").focus();
  };
  const warnOfMemory = () => {
    if (memory.trouble()) notice(say(memory.trouble() === "full" ? "storage_full" : "storage_off"), ...exportButtons());
  };

  // ---- disagreements and pairs -----------------------------------------------------------------

  let conflicts = [], conflictAt = 0, pairs = [], pairAt = 0;

  const loadConflicts = async () => {
    const answer = await store.conflicts();
    if (part !== "conflicts") return;
    if (answer.wait) { showPreparing(answer.wait, PREPARED_AFTER, loadConflicts); return; }
    if (answer.status !== 200) { showPreparing(answer.why || String(answer.status), REFUSED_AFTER, loadConflicts); return; }
    conflicts = answer.conflicts || [];
    conflictAt = 0;
    showConflict();
  };
  const openPart = async (name) => {
    part = name;
    ahead.length = 0;
    current = null;
    drawTop();
    try {
      if (name === "conflicts") await loadConflicts();
      else if (name === "pairs") { pairs = (await store.pairs()).pairs || []; pairAt = 0; showPair(); }
      else await next();
    } catch { notice(say("offline")); }
  };
  const nothingLeft = (text) => {
    current = null;
    $("decide").hidden = true;
    $("card").className = "wide";
    $("card").replaceChildren(make("div", { class: "end" }, make("h1", { id: "title", tabindex: "-1" }, text), make("div", { class: "buttons" }, button(say("part_read"), () => openPart("read")))));
    $("title").focus({ preventScroll: true });
  };
  const showConflict = () => {
    const conflict = conflicts[conflictAt];
    if (!conflict) { nothingLeft(say("conflict_none")); return; }
    show(conflict.card, { focus: true });
    const said = conflict.said.map((word) => make("tr", {}, make("th", { scope: "row" }, word.by), make("td", {}, verdictName(word.verdict)), make("td", {}, word.reason ? reasonName(word.reason) : ""), make("td", {}, word.note || ""), make("td", {}, day(word.when))));
    $("card").querySelector(".beside").prepend(...section(`${say("conflict_said")} · ${say("conflict_of", { n: conflictAt + 1, all: conflicts.length })}`, make("table", {}, make("tbody", {}, ...said))));
  };
  const afterConsensus = (outcome, verdict) => {
    if (!outcome.saved && !outcome.waiting) { notice(say("not_saved", { why: outcome.why })); return; }
    progressed(outcome.progress);
    conflicts.splice(conflictAt, 1);
    if (conflictAt >= conflicts.length) conflictAt = 0;
    toggleDrawer(false);
    showConflict();
    tell(say(outcome.waiting ? "kept" : "saved", { verdict: verdictName(verdict) }));
  };
  const differing = (pieces) => (pieces || []).map(([text, differs]) => differs ? make("mark", { class: "differs" }, text) : document.createTextNode(text));
  const showPair = () => {
    const pair = pairs[pairAt];
    if (!pair) { nothingLeft(say("pair_none")); return; }
    current = null;
    $("card").className = "wide";
    const rows = pair.fields.map((field) => make("tr", {}, make("th", { scope: "row" }, say(`pair_${field.name}`)),
      make("td", { dir: "auto", "data-label": say("pair_one") }, ...differing(field.one)), make("td", { dir: "auto", "data-label": say("pair_other") }, ...differing(field.other))));
    $("card").replaceChildren(make("div", {},
      make("h1", { id: "title", tabindex: "-1" }, say("pair_of", { n: pairAt + 1, all: pairs.length })),
      make("table", { class: "pairs" }, make("thead", {}, make("tr", {}, make("td", {}), make("th", { scope: "col" }, say("pair_one")), make("th", { scope: "col" }, say("pair_other")))), make("tbody", {}, ...rows)),
      pair.because ? make("p", {}, make("strong", {}, `${say("pair_for")}: `), pair.because) : "",
      pair.against ? make("p", {}, make("strong", {}, `${say("pair_against")}: `), pair.against) : ""));
    $("main").scrollTop = 0;
    $("decide").hidden = false;
    const field = make("input", { id: "note", type: "text", autocomplete: "off", maxlength: "2000" });
    field.value = pair.note || "";
    $("decide").replaceChildren(
      make("div", { class: "row main" }, make("div", { class: "verdicts" },
        button(say("pair_same"), () => pairSaid(true), { class: "include", "aria-pressed": String(pair.said === "same") }, start.keys.include),
        button(say("pair_different"), () => pairSaid(false), { class: "exclude", "aria-pressed": String(pair.said === "different") }, start.keys.exclude)),
      make("div", { class: "more" }, button(say("back"), () => { pairAt = Math.max(0, pairAt - 1); showPair(); }, {}, start.keys.undo), button(say("skip_record"), skip, {}, start.keys.skip))),
      make("div", { class: "row notes" }, make("label", {}, make("span", {}, say("note")), field)));
    $("title").focus({ preventScroll: true });
  };
  const pairSaid = (same) => exclusive(async () => {
    const pair = pairs[pairAt];
    if (!pair) return;
    const outcome = await store.pair({ one: pair.one, other: pair.other, same, note: clean($("note").value) });
    if (!outcome.saved && !outcome.waiting) { notice(say("not_saved", { why: outcome.why })); return; }
    pair.said = same ? "same" : "different";
    pairAt += 1;
    showPair();
    tell(say(outcome.waiting ? "kept" : "saved", { verdict: say(same ? "pair_same" : "pair_different") }));
  });

  // ---- keys ------------------------------------------------------------------------------------

  const actOf = (key) => {
    const keys = start.keys;
    if (part === "pairs") {
      const acts = { [keys.include]: () => pairSaid(true), [keys.exclude]: () => pairSaid(false), [keys.skip]: skip, [keys.undo]: () => { pairAt = Math.max(0, pairAt - 1); showPair(); }, [keys.note]: () => $("note")?.focus(), [keys.help]: openHelp };
      return acts[key];
    }
    for (const verdict of start.verdicts) if (verdictKey(verdict) === key) return () => decide(verdict);
    const at = reasonKeys().indexOf(key);
    if (at >= 0) return () => pickReason(at);
    return {
      [keys.undo]: undo,
      [keys.skip]: skip,
      [keys.note]: () => { toggleDrawer(true); $("note")?.focus(); },
      [keys.search]: openSearch,
      [keys.mine]: openMine,
      [keys.highlight]: toggleHighlight,
      [keys.abstract]: pasteAbstract,
      [keys.help]: openHelp,
    }[key];
  };
  document.addEventListener("keydown", (event) => {
    if (!start || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (event.key === "Escape" && !$("window").open) {
      if (inField()) { event.preventDefault(); document.activeElement.blur(); $("title")?.focus({ preventScroll: true }); }
      toggleDrawer(false);
      return;
    }
    if (event.key === "Enter" && document.activeElement?.id === "note") { event.preventDefault(); $("title")?.focus({ preventScroll: true }); return; }
    if ($("window").open || inField() || !keysOn()) return;
    const act = actOf(event.key) || (event.key.length === 1 ? actOf(event.key.toLowerCase()) : null);
    if (!act) return;
    event.preventDefault();
    act();
  });

  // ---- two tabs --------------------------------------------------------------------------------

  let channel = null;
  const hear = () => {
    if (!window.BroadcastChannel) return;
    channel = new BroadcastChannel(`ajour:${start.review.id}:${start.reviewer}:${start.stage}:${start.list || ""}`);
    channel.onmessage = ({ data: told }) => {
      if (told.tab === tab || !told.key) return;
      for (let at = ahead.length - 1; at >= 0; at -= 1) if (ahead[at].key === told.key) ahead.splice(at, 1);
      if (current?.key === told.key && part === "read" && !busy) exclusive(async () => { await next(); notice(say("other_tab")); });
      else if (store.kind === "file") store.next([]).then((answer) => progressed(answer.progress));
    };
  };

  // ---- the beginning ---------------------------------------------------------------------------

  const begin = async () => {
    if (embedded) {
      start = embedded.start;
      store = fileStore(embedded);
    } else {
      store = serverStore();
      start = await store.begin();
    }
    const chosen = memory.read("ajour:language");
    language = start.languages.includes(chosen) ? chosen : start.language;
    $("main").classList.toggle("bare", memory.read("ajour:bare") === "1");
    hear();
    drawTop();
    progressed();
    store.resume?.();
    if (embedded) progressed((await store.next([])).progress);
    await next();
    if (embedded && memory.trouble()) warnOfMemory();
    if (store.begin) setTimeout(lookForParts, PARTS_AFTER);
  };
  addEventListener("beforeunload", (event) => {
    if (embedded && memory.trouble() && store?.since()) event.preventDefault();
  });
  const fail = (fault) => {
    const text = fault?.message && !(fault instanceof Unreached) ? fault.message : "ajour: …";
    $("card").replaceChildren(make("h1", { id: "title" }, text));
    setTimeout(() => location.reload(), 5000);
  };
  begin().catch(fail);
})();
