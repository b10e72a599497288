"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = data.words;
  const AT_ONCE = 200; // more studies come when asked for, so that no phone stops
  const form = document.querySelector(".filters");
  const panel = document.getElementById("list");
  const cells = [...document.querySelectorAll(".cell")];
  const spoken = new Map(cells.map((cell) => [cell, cell.getAttribute("aria-label")]));
  const texts = new Map();
  let parsed = null;
  let opener = null;

  const make = (name, text, attributes = {}) => {
    const element = document.createElement(name);
    if (text) element.textContent = text; // only ever as text: titles are other people's words
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };

  const number = (value) => value.toLocaleString(document.documentElement.lang);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);

  // The list of all studies stands where it is read without a script; with one it is text, and read
  // when it is first asked for: a browser opens a map of thousands of studies at once.
  const studies = () => {
    if (!parsed) {
      const page = new DOMParser().parseFromString(document.getElementById("all").textContent, "text/html");
      parsed = [...page.querySelectorAll("li")];
    }
    return parsed;
  };

  const textOf = (at) => {
    if (!texts.has(at)) texts.set(at, studies()[at].textContent.toLowerCase());
    return texts.get(at);
  };

  // The studies that the filters let through, by their places.
  const passing = () => {
    const wanted = [...form.querySelectorAll("[data-filter]")]
      .filter((one) => one.value)
      .map((one) => [Number(one.dataset.filter), Number(one.value)]);
    const part = form.querySelector("[data-segment]");
    const segment = part && part.value ? Number(part.value) : null;
    const typed = form.querySelector("input").value.trim().toLowerCase();
    return data.studies.map((study, at) => at).filter((at) => {
      const [, , own, filters] = data.studies[at];
      return (segment === null || own === segment)
        && wanted.every(([filter, value]) => filters[filter].includes(value))
        && (!typed || textOf(at).includes(typed));
    });
  };

  let shown = passing();

  const isIn = (at, row, column) => {
    const [rows, columns] = data.studies[at];
    return (row < 0 || rows.includes(row)) && (column < 0 || columns.includes(column));
  };

  const ofCell = (cell) => {
    const row = Number(cell.dataset.row);
    const column = Number(cell.dataset.column);
    return shown.filter((at) => isIn(at, row, column));
  };

  const BAR = 64;
  const SVG = "http://www.w3.org/2000/svg";
  const fills = new Map([...document.querySelectorAll(".legend .bar rect")].map((rect, at) => [at, rect.getAttribute("fill")]));

  const drawBar = (cell, found, most) => {
    const bar = cell.querySelector(".bar");
    if (!bar) return;
    const counts = data.segments.map((_, segment) => found.filter((at) => data.studies[at][2] === segment).length);
    let x = 0;
    const rects = [];
    counts.forEach((count, segment) => {
      if (!count) return;
      const rect = document.createElementNS(SVG, "rect");
      const wide = (BAR * count) / most;
      for (const [key, value] of Object.entries({ x, width: wide, height: 11, fill: fills.get(segment) || "#1f4e79" })) rect.setAttribute(key, value);
      rects.push(rect);
      x += wide;
    });
    bar.setAttribute("width", Math.max(x, 3));
    bar.replaceChildren(...rects);
  };

  const recount = () => {
    shown = passing();
    const all = shown.length === data.studies.length;
    const found = new Map(cells.map((cell) => [cell, ofCell(cell)]));
    const inner = cells.filter((cell) => cell.querySelector(".bar"));
    const most = Math.max(1, ...inner.map((cell) => found.get(cell).length));
    for (const cell of cells) {
      const places = found.get(cell);
      cell.querySelector(".n").textContent = number(places.length);
      cell.disabled = !places.length;
      const label = spoken.get(cell);
      const name = label.split(" (n = ")[0];
      cell.setAttribute("aria-label", all ? label : `${name} (n = ${number(places.length)})`);
      drawBar(cell, places, most);
    }
    form.querySelector(".state").textContent = all ? "" : fill(words.shown, { n: number(shown.length), all: number(data.studies.length) });
    if (opener) open(opener, false);
  };

  const close = () => {
    panel.hidden = true;
    if (!opener) return;
    opener.setAttribute("aria-expanded", "false");
    opener.focus();
    opener = null;
  };

  const item = (at) => {
    const line = document.importNode(studies()[at], true);
    line.removeAttribute("id");
    return line;
  };

  // Some studies as a list that is shown in parts, with its button for more.
  const listOf = (places) => {
    const list = make("ol");
    const more = make("button", words.more, { type: "button" });
    const show = (from, to) => {
      list.append(...places.slice(from, to).map(item));
      more.hidden = list.children.length >= places.length;
    };
    more.addEventListener("click", () => {
      const next = list.children.length;
      show(next, next + AT_ONCE);
      list.children[next].tabIndex = -1;
      list.children[next].focus();
    });
    show(0, AT_ONCE);
    return { list, more, showAll: () => show(list.children.length, places.length) };
  };

  const open = (cell, move = true) => {
    if (opener) opener.setAttribute("aria-expanded", "false");
    opener = cell;
    cell.setAttribute("aria-expanded", "true");
    const places = ofCell(cell);
    const shut = make("button", words.close, { type: "button", class: "close" });
    shut.addEventListener("click", close);
    const heading = make("h2", cell.getAttribute("aria-label"), { id: "list-heading", tabindex: "-1" });
    const { list, more } = listOf(places);
    panel.replaceChildren(shut, heading, places.length ? list : make("p", words.none), more);
    panel.hidden = false;
    if (move) {
      heading.focus();
      panel.scrollIntoView({ block: "nearest" });
    }
  };

  // Arrow keys go from cell to cell as in a spreadsheet; cells that open nothing are passed over.
  const step = (cell, down, right) => {
    const [row, column] = [cell.parentElement.parentElement, cell.parentElement];
    const rows = [...document.querySelectorAll("tbody tr:not(.group), tfoot tr")];
    let [r, c] = [rows.indexOf(row), [...row.children].indexOf(column)];
    for (;;) {
      r += down;
      c += right;
      const next = rows[r] && rows[r].children[c];
      if (!next) return;
      const found = next.querySelector(".cell:not(:disabled)");
      if (found) {
        found.focus();
        return;
      }
    }
  };

  const ARROWS = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };
  for (const cell of cells) {
    cell.setAttribute("aria-expanded", "false");
    cell.addEventListener("click", () => (opener === cell && !panel.hidden ? close() : open(cell)));
    cell.addEventListener("keydown", (event) => {
      if (!ARROWS[event.key]) return;
      event.preventDefault();
      step(cell, ...ARROWS[event.key]);
    });
  }
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !panel.hidden) close(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(recount, 0));
  const everything = document.querySelector(".studies");
  let whole = null;
  const listAll = () => {
    if (whole) return;
    whole = listOf(data.studies.map((_, at) => at));
    everything.append(whole.list, whole.more);
  };
  new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting)) listAll(); }, { rootMargin: "400px" }).observe(everything);
  window.addEventListener("beforeprint", () => {
    listAll();
    whole.showAll();
  });
  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(recount, 100);
  });
})();
