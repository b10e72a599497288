"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = data.words;
  const AT_ONCE = 200; // a list of 50,000 would stop a phone; the rest comes when asked for

  const say = (text) => { document.getElementById("said").textContent = text; };

  const make = (name, text, attributes = {}) => {
    const element = document.createElement(name);
    if (text) element.textContent = text; // only ever as text: titles are other people's words
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };

  const boxOf = (figure, name) => {
    const own = `${figure}/${name}`;
    return Object.hasOwn(data.boxes, own) ? own : Object.hasOwn(data.boxes, name) ? name : null;
  };

  // The figure's own words for a box: its lines; or the first line of its group, and the number.
  const labelOf = (svg, name) => {
    const capital = (text) => text.charAt(0).toLocaleUpperCase() + text.slice(1);
    const lines = [...svg.querySelectorAll("text[data-box]")].filter((line) => line.dataset.box === name);
    if (lines.length) return capital(lines.map((line) => line.textContent).join(" "));
    const group = [...svg.querySelectorAll("g[data-box]")].find((one) => one.dataset.box === name);
    const first = group && group.querySelector("text");
    if (!first) return name;
    const own = [...group.querySelectorAll("text")];
    if (!own.some((line) => line.dataset.box)) return capital(own.map((line) => line.textContent).join(" "));
    const figure = group.closest("figure");
    const box = boxOf(figure.dataset.figure, name);
    const head = first.textContent.trim().replace(/:$/, "");
    return box && !/\d/.test(head) ? `${capital(head)} (n = ${data.boxes[box].count})` : capital(head);
  };

  const panel = document.getElementById("list");
  let opener = null;

  const close = () => {
    panel.hidden = true;
    document.querySelectorAll(".figure .open").forEach((one) => one.classList.remove("open"));
    if (opener) opener.focus();
  };

  const item = (index) => {
    const [id, title, detail, url] = data.members[index];
    const line = make("li", "", { "data-id": id });
    if (url) line.append(make("a", title, { href: url, rel: "noopener noreferrer" }));
    else line.append(make("span", title));
    if (detail) line.append(make("span", detail, { class: "detail" }));
    return line;
  };

  const filterOf = (label, onInput) => {
    const field = make("div", "", { class: "filter" });
    const wrap = make("label", `${label} `);
    const input = make("input", "", { type: "search", autocomplete: "off" });
    let waiting = 0;
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => onInput(input.value.trim().toLowerCase()), 120);
    });
    wrap.append(input);
    field.append(wrap);
    return field;
  };

  const open = (name, label, from, beside = []) => {
    const box = data.boxes[name];
    opener = from;
    document.querySelectorAll(".figure .open").forEach((one) => one.classList.remove("open"));
    if (from.closest(".figure")) from.classList.add("open");
    const shut = make("button", words.close, { type: "button", class: "close" });
    shut.addEventListener("click", close);
    const heading = make("h3", box.label || label, { id: "list-heading", tabindex: "-1" });
    const state = make("p", "", { class: "state" });
    const list = make("ol");
    const more = make("button", words.more, { type: "button", class: "more" });
    let found = box.members;
    const show = (from) => {
      const to = Math.min(from + AT_ONCE, found.length);
      for (let at = from; at < to; at += 1) list.append(item(found[at]));
      more.hidden = to >= found.length;
      state.textContent = found.length ? `${words.shown} ${to} ${words.of} ${found.length}` : words.none_found;
    };
    more.addEventListener("click", () => {
      const next = list.children.length;
      show(next);
      const first = list.children[next];
      first.tabIndex = -1;
      first.focus();
    });
    const narrow = (text) => {
      found = box.members.filter((at) => !text || data.members[at].slice(0, 3).join(" ").toLowerCase().includes(text));
      list.replaceChildren();
      show(0);
      say(state.textContent);
    };
    panel.replaceChildren(shut, heading);
    if (beside.length) {
      const same = make("div", "", { class: "same" });
      const names = make("ul", "", { "aria-label": words.same_box });
      for (const [other, text] of beside) {
        const line = make("li");
        const button = make("button", text, { type: "button" });
        button.addEventListener("click", () => open(other, text, from, beside));
        line.append(button);
        names.append(line);
      }
      same.append(names);
      panel.append(same);
    }
    if (box.members.length > 5) panel.append(filterOf(words.filter_list, narrow));
    panel.append(state, list, more);
    show(0);
    const figure = from.closest("figure");
    const place = figure ? figure.nextElementSibling : from.closest(".numbers, .sortable, .key-numbers, #text > p");
    if (place && place.nextElementSibling !== panel) place.after(panel);
    panel.hidden = false;
    heading.focus({ preventScroll: true });
    panel.scrollIntoView({ block: "start" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel && !panel.hidden) close();
  });

  for (const figure of document.querySelectorAll("figure[data-figure]")) {
    const key = figure.dataset.figure;
    const svg = figure.querySelector("svg");
    if (!svg) continue;
    const numbers = new Map();
    for (const element of svg.querySelectorAll("[data-box]")) {
      const name = boxOf(key, element.dataset.box);
      if (name && !numbers.has(name)) numbers.set(name, labelOf(svg, element.dataset.box));
    }
    const opened = (target) => {
      const hit = target.closest("[data-box]");
      if (!hit || !svg.contains(hit)) return false;
      const group = hit.closest("g[data-box]") || hit;
      const inGroup = [...new Set([group, ...group.querySelectorAll("[data-box]")].map((one) => one.dataset.box))];
      const known = inGroup.map((one) => boxOf(key, one)).filter((one) => one !== null);
      const name = boxOf(key, hit.dataset.box) || known[0];
      if (!name) return false;
      const beside = [...new Set(known)].map((one) => [one, numbers.get(one)]);
      open(name, numbers.get(name) || labelOf(svg, hit.dataset.box), group, beside.length > 1 ? beside : []);
      return true;
    };
    for (const group of svg.querySelectorAll("g[data-box]")) {
      const known = [group, ...group.querySelectorAll("[data-box]")].some((one) => boxOf(key, one.dataset.box));
      if (!known) {
        for (const name of ["role", "tabindex"]) group.removeAttribute(name);
        continue;
      }
      group.setAttribute("role", "button");
      group.setAttribute("tabindex", "0");
      group.setAttribute("aria-controls", "list");
      if (!group.hasAttribute("aria-label")) group.setAttribute("aria-label", labelOf(svg, group.dataset.box));
    }
    svg.addEventListener("click", (event) => { opened(event.target); });
    svg.addEventListener("keydown", (event) => {
      if ((event.key === "Enter" || event.key === " ") && opened(event.target)) event.preventDefault();
    });
    const place = figure.nextElementSibling;
    if (!numbers.size) continue;
    const all = make("details");
    all.append(make("summary", words.all_numbers));
    const names = make("ul");
    for (const [name, label] of numbers) {
      const line = make("li");
      const button = make("button", data.boxes[name].label || label, { type: "button", "data-open": name });
      button.addEventListener("click", () => open(name, label, button));
      line.append(button);
      names.append(line);
    }
    all.append(names);
    place.append(all);
  }

  // A number elsewhere on the page: a button that opens the list of its name, where there is one.
  const openable = (element, name, label, heading = label) => {
    if (!Object.hasOwn(data.boxes, name)) return;
    const button = make("button", element.textContent, { type: "button", class: "cell", "data-list": name });
    if (label !== element.textContent) button.setAttribute("aria-label", `${element.textContent}: ${label}`);
    button.addEventListener("click", () => open(name, heading, button));
    element.replaceChildren(button);
  };
  for (const line of document.querySelectorAll(".stack [data-line]")) {
    const name = boxOf(line.closest("figure").dataset.figure, line.dataset.line);
    if (name) openable(line, name, line.textContent);
  }
  for (const one of document.querySelectorAll("dd[data-number]")) {
    openable(one, one.dataset.number, one.previousElementSibling.textContent);
  }
  for (const cell of document.querySelectorAll("td[data-cell]")) {
    const box = data.boxes[cell.dataset.cell];
    if (box) openable(cell, cell.dataset.cell, box.label);
  }

  for (const one of document.querySelectorAll("span[data-opens]")) {
    openable(one, one.dataset.opens, /\p{L}/u.test(one.textContent) ? one.textContent : one.dataset.label, one.dataset.label);
  }

  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const valueOf = (row, at) => row.cells[at] ? row.cells[at].textContent.trim() : "";
  const numberOf = (text) => {
    const digits = text.replace(/[\s,\u00a0]/g, "");
    return digits === "" || digits === "\u00b7" ? 0 : Number(digits);
  };

  for (const place of document.querySelectorAll(".sortable")) {
    const table = place.querySelector("table");
    const body = table.tBodies[0];
    const given = [...body.rows];
    const rows = given.filter((row) => !row.classList.length);
    const kept = given.filter((row) => row.classList.contains("total"));
    if (rows.length < 2) continue;
    [...table.tHead.rows[0].cells].forEach((cell, at) => {
      const button = make("button", cell.textContent, { type: "button" });
      button.title = words.sort_by;
      cell.replaceChildren(button);
      const counts = cell.classList.contains("right") && rows.every((row) => !Number.isNaN(numberOf(valueOf(row, at))));
      button.addEventListener("click", () => {
        const before = cell.getAttribute("aria-sort");
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        if (before === (counts ? "ascending" : "descending")) {
          body.append(...given);
          return;
        }
        const down = counts ? before !== "descending" : before === "ascending";
        cell.setAttribute("aria-sort", down ? "descending" : "ascending");
        const order = counts
          ? (one, other) => numberOf(valueOf(one, at)) - numberOf(valueOf(other, at))
          : (one, other) => collator.compare(valueOf(one, at), valueOf(other, at));
        const sorted = [...rows].sort((one, other) => (down ? -1 : 1) * order(one, other));
        for (const row of given) if (row.classList.contains("group")) row.remove();
        body.append(...sorted, ...kept);
      });
    });
    const narrow = (text) => {
      let shown = 0;
      for (const row of rows) {
        row.hidden = Boolean(text) && !row.textContent.toLowerCase().includes(text);
        if (!row.hidden) shown += 1;
      }
      for (const row of given) if (row.classList.length) row.hidden = Boolean(text);
      say(`${words.rows_shown} ${shown} ${words.of} ${rows.length}`);
    };
    const label = `${words.filter} ${table.caption ? table.caption.textContent : ""}`;
    const filter = filterOf(words.filter, narrow);
    filter.querySelector("input").setAttribute("aria-label", label.trim());
    place.prepend(filter);
  }
})();
